import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { placeName } from '../../core/areas'
import { today } from '../../store/clock'
import { asFault } from '../../store/client'
import { declared, inChunks, newRun, sendPhotos, takeBack, type Program, type Run, type SmallPhoto, type Step } from '../../store/programs'
import { listRecords } from '../../store/records'
import { book, kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { lazy } from '../parts/lazy'
import { TextField } from '../parts/textfield'
import { useFetched, useSettled } from '../parts/use'
import { rowTitle } from '../parts/value'
import { DayField, Failures, Foot, Select, termOptions } from './parts'
import { say as sayPhoto } from './photo.texts'
import { say } from './texts'
import type { Asked } from './asked'

const AskedForm = lazy(async () => (await import('./asked')).AskedForm)

/** What a step is taken on, for one enrolment or for thousands; one undo for all. */
export function StepDialog(p: { program: Program; from: string; to: Step; ids: string[]; name: (id: string) => string; onClose: (done: boolean) => void }): JSX.Element {
  const { to } = p
  const [on, setOn] = useState(today())
  const [decision, setDecision] = useState('')
  const [reason, setReason] = useState('')
  const [signed, setSigned] = useState('')
  const [photos, setPhotos] = useState('0')
  const [receiver, setReceiver] = useState('')
  const [asked, setAsked] = useState<Asked | null>(null)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState('')
  const [failed, setFailed] = useState<Run['failed']>([])
  const [unsent, setUnsent] = useState<{ photos: SmallPhoto[]; over: () => void } | null>(null)
  const stopped = useRef(false)
  const back = !to.from.includes(p.from)
  const form = back ? '' : to.form
  const needs = back ? ['reason'] : to.needs
  const missing = (needs.includes('decision') && !decision.trim()) || (needs.includes('reason') && !reason.trim()) || (needs.includes('signature') && !signed) || (needs.includes('photo') && !Number(photos) && !asked?.photos.length) || (needs.includes('receiver') && !receiver)
  /** Sends the photos of a step that was taken; what did not arrive waits here until it is sent or given up. */
  const photosOf = async (out: Run): Promise<void> => {
    const left = out.done.length && asked ? await sendPhotos(asked.photos) : []
    if (left.length) await new Promise<void>((over) => setUnsent({ photos: left, over }))
  }
  const run = async (): Promise<void> => {
    setTried(true)
    if (form && (!asked || asked.wrong > 0)) { warn(say('form.wrong', { n: asked?.wrong ?? 0 })); return; }
    const bulk = newRun()
    try {
      setBusy(say('move.busy', { n: 0, of: p.ids.length }))
      const body = { to: to.code, on, decision: decision.trim(), reason: reason.trim(), signed, photos: Number(photos) || 0, bulk, ...(receiver ? { receiver } : {}), ...(form && asked ? { form, form_version: asked.version, answers: asked.answers, photos_with: asked.photos.map(declared) } : {}) }
      const out = await inChunks('/enrolments/step', p.ids, body, (n) => setBusy(say('move.busy', { n, of: p.ids.length })), () => stopped.current, photosOf)
      const undo = { label: say('undo'), run: () => void undoRun(bulk) }
      if (out.failed.length) {
        setBusy('')
        setFailed(out.failed)
        tell(say('move.some', { n: out.done.length, bad: out.failed.length }), out.done.length ? undo : undefined)
        return
      }
      tell(say('move.done', { n: out.done.length, step: l(to.label) }), undo)
      p.onClose(true)
    } catch (e) {
      setBusy('')
      warn(l(asFault(e).text))
    }
  }
  if (form && p.ids.length > 1)
    return (
      <Dialog title={say('move.title', { n: p.ids.length, step: l(to.label) })} onClose={() => p.onClose(false)}>
        <p class="notice due">{say('form.each')}</p>
      </Dialog>
    )
  if (unsent) return <Unsent photos={unsent.photos} onClose={unsent.over} />
  const title = back ? say('back', { step: l(to.label) }) : say('move.title', { n: p.ids.length, step: l(to.label) })
  return (
    <Dialog title={title} onClose={() => p.onClose(failed.length > 0)}>
      <DayField label={say('on')} value={on} onChange={setOn} />
      {form && <AskedForm id={form} day={on} tried={tried} onAnswers={setAsked} />}
      {!back && <TextField label={say('decision')} value={decision} onInput={setDecision} {...(needs.includes('decision') ? { help: say('need.decision') } : {})} />}
      <TextField label={say('reason')} value={reason} onInput={setReason} {...(needs.includes('reason') ? { help: say('need.reason') } : {})} />
      {needs.includes('signature') && <Select label={say('need.signature')} value={signed} empty="" options={termOptions('receipt_form')} onChange={setSigned} />}
      {needs.includes('photo') && <TextField label={say('need.photo')} value={photos} onInput={setPhotos} />}
      {needs.includes('receiver') && <Receiver program={p.program.code} giver={p.ids[0] ?? ''} value={receiver} onPick={setReceiver} />}
      <Failures all={failed} name={p.name} />
      <Foot go={say('move.go', { n: p.ids.length })} busy={busy} disabled={missing} onGo={() => void run()} onClose={() => p.onClose(failed.length > 0)} onStop={() => (stopped.current = true)} />
    </Dialog>
  )
}

/** Photos that did not arrive after their step: sent again while they are here. */
function Unsent({ photos, onClose }: { photos: SmallPhoto[]; onClose: () => void }): JSX.Element {
  const [left, setLeft] = useState(photos)
  const [busy, setBusy] = useState(false)
  const again = async (): Promise<void> => {
    setBusy(true)
    const still = await sendPhotos(left)
    setBusy(false)
    setLeft(still)
    if (still.length === 0) onClose()
  }
  return (
    <Dialog title={sayPhoto('title')} onClose={onClose}>
      <p class="notice due" role="alert">
        {sayPhoto('notsent')}
      </p>
      <button type="button" class="btn main" disabled={busy} onClick={() => void again()}>
        {sayPhoto('again')}
      </button>
    </Dialog>
  )
}

/** The enrolment that receives next: others of the program, found by name. */
function Receiver(p: { program: string; giver: string; value: string; onPick: (id: string) => void }): JSX.Element {
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim(), 150)
  const found = useFetched(`receivers/${p.program}/${q}`, (s) => listRecords('enrolment', new URLSearchParams({ 'f.program': p.program, limit: '30', ...(q && { q }) }), s))
  const kind = kindOf('enrolment')
  const options = (found.data?.rows ?? []).filter((r) => r.id !== p.giver).map((r) => ({ code: r.id, text: [kind ? rowTitle(kind, r) : r.id, placeName(book().areas, r.area)].join(' · ') }))
  return (
    <>
      <TextField label={say('find')} value={typed} onInput={setTyped} />
      <Select label={say('need.receiver')} help={say('need.receiver.help')} value={p.value} empty="—" options={options} onChange={p.onPick} />
    </>
  )
}

async function undoRun(bulk: string): Promise<void> {
  try {
    const out = await takeBack('/enrolments/undo', bulk, say('undo.reason'))
    if (out.failed[0] && !out.done.length) warn(l(out.failed[0]))
    else tell(say('undo.done', { n: out.done.length }))
  } catch (e) {
    warn(l(asFault(e).text))
  }
}
