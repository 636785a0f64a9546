import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Row } from '../../core/api/types'
import { today } from '../../store/clock'
import { asFault } from '../../store/client'
import { inChunks, newRun, takeBack, type Run } from '../../store/programs'
import { tell, warn } from '../../store/toast'
import { l } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { RefPicker } from '../parts/refpicker'
import { TextField } from '../parts/textfield'
import { DayField, Failures, Foot, Select, termOptions } from './parts'
import { say } from './texts'

/** Hands over dues, a few or thousands, from one store; one undo for all. */
export function PayDialog({ dues, onClose }: { dues: Row[]; onClose: () => void }): JSX.Element {
  const [from, setFrom] = useState('')
  const [on, setOn] = useState(today())
  const [receipt, setReceipt] = useState('signature')
  const [document, setDocument] = useState('')
  const [busy, setBusy] = useState('')
  const [failed, setFailed] = useState<Run['failed']>([])
  const run = async (): Promise<void> => {
    const bulk = newRun()
    const ids = dues.map((d) => d.id)
    try {
      setBusy(say('move.busy', { n: 0, of: ids.length }))
      const out = await inChunks('/dues/pay', ids, { from, on, receipt, document: document.trim(), bulk }, (n) => setBusy(say('move.busy', { n, of: ids.length })))
      if (out.done.length) tell(say('pay.done', { n: out.done.length }), { label: say('undo'), run: () => void undoPay(bulk) })
      setBusy('')
      if (out.failed.length) setFailed(out.failed)
      else onClose()
    } catch (e) {
      setBusy('')
      warn(l(asFault(e).text))
    }
  }
  return (
    <Dialog title={say('pay.title', { n: dues.length })} onClose={onClose}>
      <div class="field">
        <label class="label" for="from">
          {say('pay.from')}
        </label>
        <RefPicker id="from" kinds={['store', 'fund']} value={from} onPick={setFrom} autofocus />
      </div>
      <DayField label={say('on')} value={on} onChange={setOn} />
      <Select label={say('pay.receipt')} value={receipt} options={termOptions('receipt_form')} onChange={setReceipt} />
      <TextField label={say('pay.document')} value={document} onInput={setDocument} />
      <Failures all={failed} name={(id) => dues.find((d) => d.id === id)?.title ?? id} />
      <Foot go={say('pay.go')} busy={busy} disabled={!from} onGo={() => void run()} onClose={onClose} />
    </Dialog>
  )
}

async function undoPay(bulk: string): Promise<void> {
  try {
    const out = await takeBack('/dues/pay/undo', bulk, say('pay.undo.note'))
    tell(say('pay.undone', { n: out.done.length }))
  } catch (e) {
    warn(l(asFault(e).text))
  }
}
