import type { JSX } from 'preact'
import type { Field, Hit } from '../../core/api/types'
import type { Json } from '../../core/decode'
import type { Wrong } from '../../core/validate'
import { l, t } from '../../store/words'
import { Input } from './input'
import { Under } from './textfield'
import { useIdFor } from './use'

/** What is wrong with a value, in words; of an object's part, with the part's name. */
export function wrongText(w: Wrong): string {
  const words = t(w.key, w.n === undefined ? {} : { n: w.n })
  return w.field ? `${l(w.field.label)}: ${words}` : words
}

/** A labelled input of a form, with help and what is wrong under it. */
export function FormField(p: {
  field: Field
  value: Json | undefined
  error: string
  onChange: (v: Json) => void
  onHit?: (hit: Hit) => void
  autofocus?: boolean
}): JSX.Element {
  const id = useIdFor(p.field.name)
  const help = l(p.field.help)
  const note = p.error ? `${id}-error` : help ? `${id}-help` : undefined
  return (
    <div class="field">
      <label class="label" for={id}>
        {l(p.field.label)}
        {p.field.required && <span class="quiet tiny"> · {t('rec.required')}</span>}
      </label>
      <Input {...p} id={id} invalid={p.error !== ''} describedBy={note} />
      <Under id={id} error={p.error} help={help} />
    </div>
  )
}
