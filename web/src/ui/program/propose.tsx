import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { asFault } from '../../store/client'
import { checkFor, propose, type Program } from '../../store/programs'
import { go } from '../../store/router'
import { tell } from '../../store/toast'
import { l } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { RefPicker } from '../parts/refpicker'
import { TextField } from '../parts/textfield'
import { useFetched } from '../parts/use'
import { Foot, Select } from './parts'
import { say } from './texts'

const pickOf: Record<string, string> = { household: 'household', person: 'person', group: 'area', village: 'area', commune: 'area' }

/** Proposes somebody: eligible or not is said at once, and what looks like the same help. */
export function ProposeDialog({ program: p, subject = '', onClose }: { program: Program; subject?: string; onClose: () => void }): JSX.Element {
  const kind = pickOf[p.subject] ?? 'household'
  const [id, setId] = useState(subject)
  const [name, setName] = useState('')
  const [variant, setVariant] = useState(p.variants[0]?.code ?? '')
  const [reason, setReason] = useState('')
  const [exception, setException] = useState('')
  const [error, setError] = useState('')
  const [busy, setBusy] = useState('')
  const found = useFetched(`check/${p.code}/${id}`, async (s) => (id ? checkFor(p.code, { [kind]: id }, s) : null))
  const send = async (): Promise<void> => {
    setBusy('…')
    setError('')
    try {
      const r = await propose({ program: p.code, [kind]: id, variant, reason: reason.trim(), exception: exception.trim(), ...(p.subject === 'group' ? { name: name.trim() } : {}) })
      tell(say('propose.done', { name: r.title }))
      onClose()
      go(`/enrolment/${r.id}`)
    } catch (e) {
      setBusy('')
      setError(l(asFault(e).text))
    }
  }
  const reasons = found.data?.reasons ?? []
  return (
    <Dialog title={say('propose.title', { name: l(p.label) })} onClose={onClose}>
      <div class="field">
        <label class="label" for="who">
          {say(`subject.${p.subject as 'household'}`)}
        </label>
        <RefPicker id="who" kinds={[kind]} value={id} onPick={setId} autofocus />
      </div>
      {p.subject === 'group' && <TextField label={say('groupname')} value={name} onInput={setName} />}
      {found.fault && (
        <p class="error" role="alert">
          {l(found.fault.text)}
        </p>
      )}
      {found.data && (
        <div class={`notice ${reasons.length ? 'due' : 'plain'}`} role="status">
          {reasons.length === 0 ? (
            say('eligible')
          ) : (
            <div>
              {say('not.eligible')}
              <ul class="plainlist">
                {reasons.map((r) => (
                  <li key={r.vi}>{l(r)}</li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
      {(found.data?.overlaps.length ?? 0) > 0 && <p class="notice due">{say('overlap.seen', { n: found.data?.overlaps.length ?? 0 })}</p>}
      {p.variants.length > 0 && <Select label={say('variant')} value={variant} options={p.variants.map((v) => ({ code: v.code, text: l(v.label) }))} onChange={setVariant} />}
      <TextField label={say('reason')} value={reason} onInput={setReason} />
      {reasons.length > 0 && <TextField label={say('exception')} value={exception} onInput={setException} />}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <Foot go={say('propose')} busy={busy} disabled={!id || (reasons.length > 0 && !exception.trim())} onGo={() => void send()} onClose={onClose} />
    </Dialog>
  )
}
