import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Json } from '../../core/decode'
import { textOf } from '../../core/decode'
import { validate } from '../../core/validate'
import { today } from '../../store/clock'
import { ask, meet, problemOf } from '../../store/phone/client'
import type { Row } from '../../store/phone/messages'
import { go } from '../../store/router'
import { book, kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { t } from '../../store/words'
import { FormField, wrongText } from '../parts/field'
import { Loading } from '../parts/state'
import { problemText } from './door'
import { Frame } from './frame'

/** What a visit is asked for; the household, its village and the visitor are known. */
const asked = ['on', 'met', 'purposes', 'conditions', 'note', 'next_due', 'point']

/** Records a visit: kept on the phone at once, sent when there is signal. */
export function VisitPage({ home: id }: { home: string }): JSX.Element {
  const [home, setHome] = useState<Row | null>(null)
  const [values, setValues] = useState<Record<string, Json>>({ on: today() })
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    ask('get', 'household', id).then(setHome, () => setHome(null))
  }, [id])
  const fields = kindOf('visit')?.fields.filter((f) => asked.includes(f.name)) ?? []
  if (!home) return <Frame title={t('phone.visit')} back={`/phone/home/${id}`}><Loading /></Frame>
  const save = async (): Promise<void> => {
    const bad = fields.flatMap((f) => {
      const w = validate(f, values[f.name])
      return w ? [[f.name, wrongText(w)] as const] : []
    })
    setWrong(Object.fromEntries(bad))
    if (bad.length > 0) return
    setBusy(true)
    const given = Object.entries(values).filter(([, v]) => v !== null && v !== '' && !(Array.isArray(v) && v.length === 0))
    try {
      await ask('write', 'visit', '', { ...Object.fromEntries(given), household: id, area: textOf(home.v.area), by: book().me.user.id })
      if ('vibrate' in navigator) navigator.vibrate(40)
      tell(t('phone.visit.kept'))
      if (navigator.onLine) void meet()
      go(`/phone/home/${id}`, { replace: true })
    } catch (e) {
      warn(problemText(problemOf(e)))
      setBusy(false)
    }
  }
  return (
    <Frame title={textOf(home.v.name)} back={`/phone/home/${id}`}>
      <form
        noValidate
        autocomplete="off" // else the browser keeps what is typed, readable, to restore its tabs
        onSubmit={(e) => {
          e.preventDefault()
          void save()
        }}
      >
        {fields.map((f) => (
          <FormField key={f.name} field={f} value={values[f.name]} error={wrong[f.name] ?? ''} onChange={(v) => setValues((all) => ({ ...all, [f.name]: v }))} />
        ))}
        <p class="foot">
          <button type="submit" class="btn main wide" disabled={busy}>
            {t('phone.visit.save')}
          </button>
        </p>
      </form>
    </Frame>
  )
}
