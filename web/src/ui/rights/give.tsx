import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { sharing } from '../../core/consent'
import { termsOn } from '../../core/kinds'
import { today } from '../../store/clock'
import { asFault, type Fault } from '../../store/client'
import { give, type Consents } from '../../store/rights'
import { book, unitName } from '../../store/session'
import { tell } from '../../store/toast'
import { l } from '../../store/words'
import { DayField, Foot, Select, termOptions } from '../program/parts'
import { Dialog } from '../parts/dialog'
import { RefPicker } from '../parts/refpicker'
import { TextField, Under } from '../parts/textfield'
import { useIdFor } from '../parts/use'
import { say } from './texts'

/** Writes a consent down at the desk: its words are read out first, and it says where the proof is. */
export function GiveDialog({ person, asks, onClose }: { person: string; asks: Consents; onClose: () => void }): JSX.Element {
  const [f, setF] = useState({ purpose: '', partner: '', form: 'written', given_on: today(), guardian: '', assent: false, language: '', note: '' })
  const [fault, setFault] = useState<Fault | null>(null)
  const guardian = useIdFor('guardian')
  const set = (name: keyof typeof f) => (v: string) => setF({ ...f, [name]: v })
  const at = (field: string): string => (fault?.field === field ? l(fault.text) : '')
  const words = termsOn(book().pack, 'consent_purpose', today()).find((x) => x.code === f.purpose)
  const units = [...book().units.values()].map((u) => ({ code: u.id, text: unitName(u) }))
  const lacks = !f.purpose || !f.note.trim() || (asks.guardian && !f.guardian) || (asks.assent && !f.assent) || (f.purpose === sharing && !f.partner)
  const save = (): void => {
    give(person, f)
      .then(() => {
        tell(say('given'))
        onClose()
      })
      .catch((e: unknown) => setFault(asFault(e)))
  }
  return (
    <Dialog title={say('give.title')} onClose={onClose}>
      <p class="help">{say('give.lead')}</p>
      <Select label={say('purpose')} value={f.purpose} empty="" options={termOptions('consent_purpose')} onChange={set('purpose')} error={at('purpose')} />
      {words && l(words.help) && <blockquote class="notice plain">{l(words.help)}</blockquote>}
      {[sharing, 'publish'].includes(f.purpose) && <Select label={say('partner')} value={f.partner} empty="" options={units} onChange={set('partner')} error={at('partner')} />}
      {asks.guardian && (
        <div class="field">
          <label class="label" for={guardian}>
            {say('guardian')}
          </label>
          <RefPicker id={guardian} kinds={['person']} value={f.guardian} onPick={set('guardian')} />
          <Under id={guardian} error={at('guardian')} help="" />
        </div>
      )}
      {asks.assent && (
        <label class="row">
          <input type="checkbox" checked={f.assent} onChange={(e) => setF({ ...f, assent: e.currentTarget.checked })} /> {say('assent')}
        </label>
      )}
      <Select label={say('form')} value={f.form} options={termOptions('consent_form')} onChange={set('form')} />
      <Select label={say('language')} value={f.language} empty="" options={termOptions('language')} onChange={set('language')} />
      <DayField label={say('on')} value={f.given_on} onChange={set('given_on')} />
      <TextField label={say('proof')} value={f.note} onInput={set('note')} help={say('proof.help')} error={at('note')} />
      {fault && !['purpose', 'partner', 'guardian', 'note'].includes(fault.field) && (
        <p class="error" role="alert">
          {l(fault.text)}
        </p>
      )}
      <Foot go={say('give')} busy="" disabled={lacks} onGo={save} onClose={onClose} />
    </Dialog>
  )
}
