import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Json } from '../../core/decode'
import { textOf } from '../../core/decode'
import { showDay } from '../../core/dates'
import { inLanguage, type Declaration, type Question } from '../../core/form/types'
import { validate } from '../../core/validate'
import { today } from '../../store/clock'
import { ask, meet, problemOf } from '../../store/phone/client'
import { formOf, formsFor } from '../../store/phone/forms'
import type { Row } from '../../store/phone/messages'
import type { Draft } from '../../store/phone/recording'
import type { Write } from '../../store/replica/device'
import { go } from '../../store/router'
import { book, kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { lang, t } from '../../store/words'
import { useOutcome, wrongPaths } from '../form/form'
import { FormField, wrongText } from '../parts/field'
import { Loading } from '../parts/state'
import { problemText } from './door'
import { Frame } from './frame'
import { PhoneForm, Save } from './form'
import { Asked, DraftKept, noForm, opened } from './record/asked'
import { attachment, emptyBody, heldOf, useKeeping, type Held, type VisitBody } from './record/draft'
import { Extra } from './record/extra'
import { PlaceField } from './record/place'
import { useTaking } from './record/take'
import { say } from './record/texts'
import '../css/record.phone.css'
import '../css/simple.css'

/** What a visit is asked for before its form, and after; the household, its village and the visitor are known. */
const before = ['on', 'purposes']
const after = ['met', 'note', 'next_due', 'point']

interface Begun {
  home: Row
  draft: Draft
  body: VisitBody
  /** The form that is asked; null for none. */
  form: Declaration | null
}

/** What is there to begin with: a draft, else the visit that is corrected, else nothing. */
async function begin(homeId: string, corrects: string): Promise<Begun | null> {
  const [home, draft, was, forms] = await Promise.all([ask('get', 'household', homeId), ask('draft', 'visit', homeId, corrects), corrects ? ask('get', 'visit', corrects) : null, formsFor('visit')])
  if (!home || (corrects && !was)) return null
  const newest = forms[0]
  let body: VisitBody = { ...emptyBody, values: { on: today() }, form: newest?.id ?? '', version: newest?.version ?? 0 }
  if (was) body = bodyOf(was)
  if (draft.at > 0) body = draft.body as unknown as VisitBody
  return { home, draft, body, form: body.form ? await formOf(body.form, body.version) : null }
}

/** What a visit says, to be corrected by the version of the form that it was given by. */
function bodyOf(was: Row): VisitBody {
  const values = Object.fromEntries([...before, ...after, 'conditions'].flatMap((name) => (was.v[name] === undefined ? [] : [[name, was.v[name]]])))
  const answers = textOf(was.v.answers)
  return { ...emptyBody, values, form: textOf(was.v.form), version: Number(was.v.form_version ?? 0), answers: answers ? (JSON.parse(answers) as VisitBody['answers']) : {} }
}

/** Records a visit, or a correction of one: kept on the phone at once, sent when there is signal. */
export function VisitPage({ home, corrects }: { home: string; corrects: string }): JSX.Element {
  const [begun, setBegun] = useState<Begun | null | undefined>(undefined)
  const [round, setRound] = useState(0)
  useEffect(() => {
    setBegun(undefined)
    begin(home, corrects).then(setBegun, () => setBegun(null))
  }, [home, corrects, round])
  const back = `/phone/home/${home}`
  if (begun === undefined) return <Frame title={t('phone.visit')} back={back}><Loading /></Frame>
  if (begun === null) return <Frame title={t('phone.visit')} back={back}><p class="empty">{say('visit.notfound')}</p></Frame>
  return <Filling key={round} {...begun} again={() => setRound(round + 1)} />
}

function Filling({ home, draft, body: first, form: declared, again }: Begun & { again: () => void }): JSX.Element {
  const [body, setBody] = useState(first)
  const [dirty, setDirty] = useState(draft.at > 0)
  const [tried, setTried] = useState(false)
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const form = useMemo(() => opened(declared), [declared])
  const day = textOf(body.values.on) || today()
  const outcome = useOutcome(form ?? noForm, body.answers, day)
  const keeping = useKeeping(draft, body, dirty)
  const put = (to: (b: VisitBody) => Partial<VisitBody>): void => {
    setDirty(true)
    setBody((b) => ({ ...b, ...to(b) }))
  }
  const { take, sheet } = useTaking(home.id, (what, k) => {
    if (what === 'photo' || what === 'voice' || what === 'signature') put((b) => ({ held: { ...b.held, [k.meta.digest]: heldOf(what, k) } }))
  })
  const add = async (what: 'photo' | 'voice'): Promise<void> => {
    const digest = await take(what)
    if (typeof digest === 'string') put((b) => ({ extra: [...b.extra.filter((d) => d !== digest), digest] }))
  }
  const fields = kindOf('visit')?.fields ?? []

  const check = (): boolean => {
    const bad = fields.flatMap((f) => {
      const w = [...before, ...after].includes(f.name) ? validate(f, body.values[f.name]) : null
      return w ? [[f.name, wrongText(w)] as const] : []
    })
    setWrong(Object.fromEntries(bad))
    setTried(true)
    const n = bad.length + wrongPaths(outcome).length
    if (n === 0) return true
    warn(say('wrong', { n }))
    requestAnimationFrame(() => document.querySelector('.phone .scroll [aria-invalid="true"], .phone .scroll .error')?.closest('.question, .field')?.scrollIntoView({ block: 'center' }))
    return false
  }
  const save = async (): Promise<void> => {
    if (!check()) return
    setBusy(true)
    try {
      await ask('record', await writesOf(home, draft, body, form && outcome.stored, [...outcome.results.values()].map((r) => [r.question, r.value] as const)), draft.record)
      keeping.done()
      if ('vibrate' in navigator) navigator.vibrate(40)
      tell(t('phone.visit.kept'))
      if (navigator.onLine) void meet()
      go(`/phone/home/${home.id}`, { replace: true })
    } catch (e) {
      warn(problemText(problemOf(e)))
      setBusy(false)
    }
  }
  const field = (name: string): JSX.Element | null => {
    const f = fields.find((x) => x.name === name)
    if (!f) return null
    const set = (v: Json): void => put((b) => ({ values: { ...b.values, [name]: v } }))
    if (f.type === 'position') return <PlaceField key={name} label={lang.value === 'en' ? f.label.en : f.label.vi} value={body.values[name]} onChange={set} />
    return <FormField key={name} field={f} value={body.values[name]} error={wrong[name] ?? ''} onChange={set} />
  }
  return (
    <Frame title={draft.corrects ? say('visit.correct', { day: showDay(textOf(first.values.on)) }) : textOf(home.v.name)} back={`/phone/home/${home.id}`}>
      {draft.corrects && <p class="help">{say('visit.correct.help')}</p>}
      {draft.at > 0 && <DraftKept draft={draft} body={body} done={keeping.done} again={again} />}
      <PhoneForm save={save}>
        {before.map(field)}
        {body.form && !form && <p class="notice due">{say(declared ? 'form.broken' : 'form.older')}</p>}
        {form && <Asked form={form} answers={body.answers} onAnswers={(answers) => put(() => ({ answers }))} day={day} tried={tried} take={(what) => take(what)} />}
        {after.map(field)}
        <Extra files={body.extra} held={body.held} onAdd={(what) => void add(what)} onFiles={(extra) => put(() => ({ extra }))} />
        <Save busy={busy}>{t('phone.visit.save')}</Save>
      </PhoneForm>
      {sheet}
    </Frame>
  )
}

/** The visit and what is attached to it, to be kept together. */
async function writesOf(home: Row, draft: Draft, body: VisitBody, stored: VisitBody['answers'] | null, results: (readonly [Question, Json])[]): Promise<Write[]> {
  const area = textOf(home.v.area)
  const by = book().me.user.id
  const given = Object.entries(body.values).filter(([, v]) => v !== null && v !== '' && !(Array.isArray(v) && v.length === 0))
  const visit: Record<string, Json> = { ...Object.fromEntries(given), household: home.id, area, by }
  if (stored) Object.assign(visit, { form: body.form, form_version: body.version, answers: JSON.stringify(stored) })
  const unit = book().me.user.unit
  if (unit) visit.unit = unit // so that figures count it there
  if (draft.corrects) visit.corrects = draft.corrects
  const captions = new Map(results.flatMap(([q, v]) => (typeof v === 'string' && body.held[v] ? [[v, inLanguage(q.label, 'vi')] as const] : [])))
  const files = [...new Set([...captions.keys(), ...body.extra])].flatMap((d): Held | [] => body.held[d] ?? [])
  const ids = await ask('newIds', files.length)
  return [{ kind: 'visit', record: draft.record, fields: visit }, ...files.map((h, i) => attachment(ids[i] ?? '', { subject: draft.record, household: home.id, area, by }, h, captions.get(h.digest) ?? ''))]
}
