import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { today } from '../../store/clock'
import { asFault, type Fault } from '../../store/client'
import { parseWhole } from '../../core/numbers'
import { enter } from '../../store/programs'
import { tell } from '../../store/toast'
import { l } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { RefPicker } from '../parts/refpicker'
import { TextField, Under } from '../parts/textfield'
import { DayField, Foot, Select, termOptions } from '../program/parts'
import { say } from '../program/texts'

const accounts = ['store', 'fund', 'sponsor', 'unit', 'household', 'enrolment']

/** Writes one entry: how much of what went from where to where. */
export function EntryDialog({ preset, onClose }: { preset: Record<string, string>; onClose: () => void }): JSX.Element {
  const [f, setF] = useState<Record<string, string>>({ type: 'receipt', item: 'vnd', on: today(), ...preset })
  const [fault, setFault] = useState<Fault | null>(null)
  const set = (name: string) => (v: string) => setF({ ...f, [name]: v })
  const quantity = parseWhole(f.quantity ?? '')
  const run = (): void => {
    const body = Object.fromEntries(Object.entries(f).filter(([, v]) => v !== ''))
    enter({ ...body, quantity: quantity ?? 0 })
      .then(() => {
        tell(say('l.saved'))
        onClose()
      })
      .catch((e: unknown) => setFault(asFault(e)))
  }
  const at = (field: string): string => (fault?.field === field ? l(fault.text) : '')
  const ref = (name: 'from' | 'to'): JSX.Element => (
    <div class="field">
      <label class="label" for={`entry-${name}`}>
        {say(`l.${name}`)}
      </label>
      <RefPicker id={`entry-${name}`} kinds={accounts} value={f[name] ?? ''} onPick={set(name)} invalid={at(name) !== ''} />
      <Under id={`entry-${name}`} error={at(name)} help="" />
    </div>
  )
  return (
    <Dialog title={say('l.add')} onClose={onClose}>
      <Select label={say('l.type')} value={f.type ?? ''} options={termOptions('entry_type').filter((x) => x.code !== 'correction')} onChange={set('type')} />
      {ref('from')}
      {ref('to')}
      <Select label={say('item')} value={f.item ?? ''} options={termOptions('item')} onChange={set('item')} />
      <TextField label={say('amount')} value={f.quantity ?? ''} onInput={set('quantity')} error={at('quantity')} />
      <DayField label={say('on')} value={f.on ?? ''} onChange={set('on')} />
      <Select label={say('pay.receipt')} value={f.receipt ?? ''} empty="" options={termOptions('receipt_form')} onChange={set('receipt')} />
      <TextField label={say('l.receiver')} value={f.receiver ?? ''} onInput={set('receiver')} />
      <TextField label={say('pay.document')} value={f.document ?? ''} onInput={set('document')} />
      <TextField label={say('l.note')} value={f.note ?? ''} onInput={set('note')} />
      {fault && !['from', 'to', 'quantity'].includes(fault.field) && (
        <p class="error" role="alert">
          {l(fault.text)}
        </p>
      )}
      <Foot go={say('l.save')} busy="" disabled={!quantity || !f.from || !f.to} onGo={run} onClose={onClose} />
    </Dialog>
  )
}
