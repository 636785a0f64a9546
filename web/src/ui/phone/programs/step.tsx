import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { textOf } from '../../../core/decode'
import { digestsIn } from '../../../core/media/digests'
import type { Form } from '../../../core/form/open'
import { today } from '../../../store/clock'
import { ask, meet, problemOf } from '../../../store/phone/client'
import { formOf, formsFor } from '../../../store/phone/forms'
import type { Row } from '../../../store/phone/messages'
import { lacking, stepWrites, type Evidence } from '../../../store/phone/programs'
import type { Draft } from '../../../store/phone/recording'
import type { Step } from '../../../store/programs'
import { book } from '../../../store/session'
import { tell, warn } from '../../../store/toast'
import { l, t } from '../../../store/words'
import { useOutcome, wrongPaths } from '../../form/form'
import { Icon } from '../../parts/icon'
import { Loading } from '../../parts/state'
import { TextField } from '../../parts/textfield'
import { Choice } from '../choice'
import { problemText } from '../door'
import { areaName } from '../homes'
import { Asked, DraftKept, noForm, opened } from '../record/asked'
import { attachment, heldOf, useKeeping, type Held, type VisitBody } from '../record/draft'
import { Pic } from '../record/looked'
import { useTaking } from '../record/take'
import { useRows } from '../use'
import { say } from './texts'
import { PhoneForm } from '../form'

/** What is written down of a step before it is taken; it survives the app's end. */
interface StepBody extends Pick<VisitBody, 'form' | 'version' | 'answers' | 'extra' | 'held'> {
  to: string
  reason: string
  decision: string
  witness: boolean
  thumb: boolean
  receiver: string
}

interface Begun {
  draft: Draft
  body: StepBody
  /** The form that the step asks; null for none, or where this phone has not got it yet. */
  form: Form | null
  kept: boolean
}

/** A draft of this step, or nothing yet; with the form in the version that the draft answers. */
async function begin(row: Row, step: Step): Promise<Begun> {
  const draft = await ask('draft', 'step', row.id, '')
  const was = draft.at > 0 ? (draft.body as unknown as StepBody) : null
  if (was?.to === step.code) return { draft, body: was, form: opened(was.form ? await formOf(was.form, was.version) : null), kept: true }
  const now = step.form ? ((await formsFor('step')).find((f) => f.id === step.form) ?? null) : null
  const body: StepBody = { to: step.code, reason: '', decision: '', witness: false, thumb: false, receiver: '', form: now?.id ?? '', version: now?.version ?? 0, answers: {}, extra: [], held: {} }
  return { draft, body, form: opened(now), kept: false }
}

interface TakeProps {
  row: Row
  step: Step
  onDone: () => void
}

/** Takes one step: its form, photos from the same spot as before, a receipt, a remark; kept on the phone at once. */
export function TakeStep(p: TakeProps): JSX.Element {
  const [begun, setBegun] = useState<Begun | null>(null)
  const [round, setRound] = useState(0)
  useEffect(() => {
    setBegun(null)
    begin(p.row, p.step).then(setBegun, (e: unknown) => warn(problemText(problemOf(e))))
  }, [round])
  return begun ? <Taking key={round} {...p} {...begun} again={() => setRound(round + 1)} /> : <Loading />
}

function Taking({ row, step, onDone, draft, body: first, form, kept, again }: TakeProps & Begun & { again: () => void }): JSX.Element {
  const [body, setBody] = useState(first)
  const [dirty, setDirty] = useState(kept)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const home = textOf(row.v.household)
  const day = today()
  const outcome = useOutcome(form ?? noForm, body.answers, day)
  const keeping = useKeeping(draft, body, dirty)
  const put = (to: (b: StepBody) => Partial<StepBody>): void => {
    setDirty(true)
    setBody((b) => ({ ...b, ...to(b) }))
  }
  const { take, sheet } = useTaking(home, (what, k) => {
    if (what === 'photo' || what === 'voice' || what === 'signature') put((b) => ({ held: { ...b.held, [k.meta.digest]: heldOf(what, k) } }))
  })
  const add = async (what: 'photo' | 'signature'): Promise<void> => {
    const digest = await take(what)
    if (typeof digest === 'string') put((b) => ({ extra: [...b.extra.filter((d) => d !== digest), digest] }))
  }
  const held = heldIn(body, outcome.stored)
  const evidence = evidenceOf(step, body, held, form && outcome.stored)
  const missing = lacking(step, evidence)
  const save = async (): Promise<void> => {
    setTried(true)
    const wrong = form ? wrongPaths(outcome).length : 0
    if (wrong > 0) {
      warn(say('answers.wrong', { n: wrong }))
      requestAnimationFrame(() => document.querySelector('.taking [aria-invalid="true"], .taking .error')?.closest('.question')?.scrollIntoView({ block: 'center' }))
      return
    }
    if (missing) {
      warn(say(`needs.${missing}`))
      return
    }
    setBusy(true)
    try {
      const ids = await ask('newIds', held.length)
      const to = { subject: row.id, household: home, area: textOf(row.v.area), by: evidence.by }
      const files = held.map((h, i) => attachment(ids[i] ?? '', to, h, l(step.label)))
      await ask('record', [...stepWrites(row, step.code, draft.record, evidence), ...files.map((w) => ({ ...w, fields: Object.fromEntries(Object.entries(w.fields).filter(([, v]) => v !== '')) }))], draft.record)
      keeping.done()
      if ('vibrate' in navigator) navigator.vibrate(40)
      tell(say('kept', { step: l(step.label) }))
      if (navigator.onLine) void meet()
      onDone()
    } catch (e) {
      warn(problemText(problemOf(e)))
      setBusy(false)
    }
  }
  return (
    <PhoneForm class="taking" save={save}>
      <h2>{l(step.label)}</h2>
      {kept && <DraftKept draft={draft} body={body} done={keeping.done} again={again} />}
      {form && <Asked form={form} answers={body.answers} onAnswers={(answers) => put(() => ({ answers }))} day={day} tried={tried} take={(what) => take(what)} />}
      {step.form && !form && <p class="notice due">{say('needs.form')}</p>}
      <Proofs row={row} step={step} body={body} put={put} add={(what) => void add(what)} />
      {step.needs.includes('receiver') && <Receiver row={row} value={body.receiver} onPick={(receiver) => put(() => ({ receiver }))} />}
      {step.needs.includes('decision') && <TextField label={say('decision')} value={body.decision} onInput={(decision) => put(() => ({ decision }))} />}
      <TextField label={say('note')} value={body.reason} onInput={(reason) => put(() => ({ reason }))} />
      {missing && missing !== 'form' && <p class="help">{say(`needs.${missing}`)}</p>}
      <div class="stack">
        <button type="submit" class="btn main wide" disabled={busy}>
          {say('save', { step: l(step.label) })}
        </button>
        <button type="button" class="btn wide" onClick={onDone}>
          {t('rec.cancel')}
        </button>
      </div>
      {sheet}
    </PhoneForm>
  )
}

/** The enrolment that receives next, of those of the program that this phone holds. */
function Receiver({ row, value, onPick }: { row: Row; value: string; onPick: (id: string) => void }): JSX.Element {
  const others = useRows('enrolment')?.filter((e) => e.v.program === row.v.program && e.id !== row.id) ?? []
  const options = others.map((e): [string, string] => [e.id, [textOf(e.v.name), areaName(textOf(e.v.area))].filter(Boolean).join(' · ')])
  return <Choice label={say('receiver')} value={value} options={[['', '—'], ...options]} onPick={onPick} />
}

/** Photos beside the form's own, and who confirms. */
function Proofs({ row, step, body, put, add }: { row: Row; step: Step; body: StepBody; put: (to: (b: StepBody) => Partial<StepBody>) => void; add: (what: 'photo' | 'signature') => void }): JSX.Element {
  const before = useRows('attachment')
    ?.filter((a) => textOf(a.v.subject) === row.id && textOf(a.v.kind) === 'photo')
    .sort((a, b) => (a.id < b.id ? 1 : -1))[0]
  return (
    <>
      {before && step.needs.includes('photo') && (
        <figure>
          <figcaption class="quiet small">{say('before')}</figcaption>
          <Pic digest={textOf(before.v.digest)} alt={say('before')} />
        </figure>
      )}
      <div class="pics">
        {body.extra.map((digest) => (
          <Pic key={digest} digest={digest} alt={l(step.label)} />
        ))}
      </div>
      <button type="button" class="btn wide" onClick={() => add('photo')}>
        <Icon name="camera" /> {say('photo')}
      </button>
      {step.needs.includes('signature') && (
        <>
          <button type="button" class="btn wide" onClick={() => add('signature')}>
            <Icon name="pencil" /> {say('sign')}
          </button>
          {(['thumb', 'witness'] as const).map((what) => (
            <label class="check" key={what}>
              <input
                type="checkbox"
                checked={body[what]}
                onChange={(e) => {
                  const on = e.currentTarget.checked
                  put(() => ({ [what]: on }))
                }}
              />{' '}
              {say(what)}
            </label>
          ))}
        </>
      )}
    </>
  )
}

/** The files that go with the step: those beside the form, and those that answers in force name. */
function heldIn(body: StepBody, stored: VisitBody['answers']): Held[] {
  return [...new Set([...body.extra, ...digestsIn(stored)])].flatMap((d): Held | [] => body.held[d] ?? [])
}

function evidenceOf(step: Step, body: StepBody, held: Held[], stored: VisitBody['answers'] | null): Evidence {
  const photos = held.filter((h) => h.kind === 'photo')
  const drawn = held.some((h) => h.kind === 'signature' && body.extra.includes(h.digest))
  const signed = drawn ? 'signature' : body.thumb ? 'thumb' : body.witness ? 'witness' : photos.length && step.needs.includes('signature') ? 'photo' : ''
  const asked = stored && { form: body.form, version: body.version, answers: stored }
  return { on: today(), by: book().me.user.id, reason: body.reason, decision: body.decision, signed, photos: photos.length, point: photos.at(-1)?.point ?? null, receiver: body.receiver, asked }
}
