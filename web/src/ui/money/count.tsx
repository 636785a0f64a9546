import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { parseWhole } from '../../core/numbers'
import { today } from '../../store/clock'
import { asFault, type Fault } from '../../store/client'
import { countStore, statementsOf } from '../../store/money'
import { writes } from '../../store/records'
import { tell } from '../../store/toast'
import { l } from '../../store/words'
import { DayField, Foot, Select, termOptions } from '../program/parts'
import { Dialog } from '../parts/dialog'
import { TextField } from '../parts/textfield'
import { useFetched } from '../parts/use'
import { amount } from './parts'
import { say } from './texts'

/** Writes down what lay in a store: against the book of this moment, with why it differs. */
export function CountDialog({ store, name, item = 'vnd', onClose }: { store: string; name: string; item?: string; onClose: () => void }): JSX.Element {
  const [f, setF] = useState({ item, counted: '', on: today(), witness: '', note: '' })
  const [fault, setFault] = useState<Fault | null>(null)
  const month = today().slice(0, 7)
  const found = useFetched(`count/${store}/${writes.value}`, (s) => statementsOf(store, { from: month, to: month }, s))
  const bookNow = found.data?.find((s) => s.item === f.item)?.closing ?? 0
  const counted = parseWhole(f.counted)
  const off = counted === null ? 0 : counted - bookNow
  const set = (name: keyof typeof f) => (v: string) => setF({ ...f, [name]: v })
  const save = (): void => {
    countStore(store, { ...f, counted: counted ?? 0 })
      .then(() => {
        tell(say('saved'))
        onClose()
      })
      .catch((e: unknown) => setFault(asFault(e)))
  }
  return (
    <Dialog title={say('count.title', { name: name })} onClose={onClose}>
      <Select label={say('item')} value={f.item} options={termOptions('item')} onChange={set('item')} />
      <p class="help num">{say('bybook', { n: amount(bookNow, f.item) })}</p>
      <TextField label={say('counted')} value={f.counted} onInput={set('counted')} error={fault?.field === 'counted' ? l(fault.text) : ''} autofocus />
      {counted !== null && (
        <p class={off ? 'late' : ''} role="status">
          {off ? say('differs', { n: amount(off, f.item) }) : say('same')}
        </p>
      )}
      <DayField label={say('on')} value={f.on} onChange={set('on')} />
      <TextField label={say('witness')} value={f.witness} onInput={set('witness')} />
      <TextField label={say('explain')} value={f.note} onInput={set('note')} error={fault?.field === 'note' ? l(fault.text) : ''} />
      {fault && !['counted', 'note'].includes(fault.field) && (
        <p class="error" role="alert">
          {l(fault.text)}
        </p>
      )}
      <Foot go={say('save')} busy="" disabled={counted === null || counted < 0 || (off !== 0 && !f.note.trim())} onGo={save} onClose={onClose} />
    </Dialog>
  )
}
