import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rec, Values } from '../../core/api/types'
import type { Json } from '../../core/decode'
import { isEmpty, validate } from '../../core/validate'
import { asFault } from '../../store/client'
import { createRecord } from '../../store/records'
import { saving } from '../../store/saving'
import { kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { FormField, wrongText } from '../parts/field'
import { RecordedAlready } from '../twin/hint'

const asked = ['name', 'born', 'sex'] as const

/** A person and their place in the household, in one small form. */
export function AddPerson({ household, close }: { household: Rec; close: () => void }): JSX.Element | null {
  const person = kindOf('person')
  const membership = kindOf('membership')
  const [values, setValues] = useState<Values>({})
  const [relation, setRelation] = useState<Json>(null)
  const [errors, setErrors] = useState<Record<string, string>>({})
  /** The person, once added: the second half may have to be tried again. */
  const [made, setMade] = useState('')
  const [busy, setBusy] = useState(false)
  if (!person || !membership) return null
  const fields = person.fields.filter((f) => (asked as readonly string[]).includes(f.name))
  const relationField = membership.fields.find((f) => f.name === 'relation')
  const write = async (): Promise<void> => {
    let id = made
    if (!id) {
      const given = Object.fromEntries(Object.entries(values).filter(([, v]) => !isEmpty(v)))
      id = (await createRecord('person', { ...given, area: household.area })).id
      setMade(id)
    }
    await createRecord('membership', { household: household.id, person: id, area: household.area, ...(isEmpty(relation) ? {} : { relation }) })
  }
  const submit = (): void => {
    const wrong: Record<string, string> = {}
    for (const f of fields) {
      const w = validate(f, values[f.name])
      if (w) wrong[f.name] = wrongText(w)
    }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setBusy(true)
    saving(`addperson/${household.id}`, write, submit)
      .then(() => {
        tell(t('rec.created'))
        close()
      })
      .catch((e: unknown) => {
        const f = asFault(e)
        if (fields.some((x) => x.name === f.field)) setErrors({ [f.field]: l(f.text) })
        else warn(made ? t('house.addperson.half') : l(f.text))
        setBusy(false)
      })
  }
  return (
    <form
      class="card"
      style="padding: 16px; margin: 12px 0; max-width: 520px"
      aria-label={t('house.addperson')}
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        submit()
      }}
      onKeyDown={(e) => e.key === 'Escape' && close()}
    >
      {fields.map((f, i) => (
        <FormField key={f.name} field={f} value={values[f.name]} error={errors[f.name] ?? ''} onChange={(v) => setValues((now) => ({ ...now, [f.name]: v }))} autofocus={i === 0} />
      ))}
      {relationField && <FormField field={relationField} value={relation} error="" onChange={setRelation} />}
      <RecordedAlready values={values} household={household.id} />
      <p class="row" style="margin-top: 14px">
        <button type="submit" class="btn main" disabled={busy}>
          {t('rec.create')}
        </button>
        <button type="button" class="btn" onClick={close}>
          {t('rec.cancel')}
        </button>
      </p>
    </form>
  )
}
