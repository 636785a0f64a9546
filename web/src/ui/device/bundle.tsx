import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { object, str } from '../../core/decode'
import { bundleAnswer, type BundleAnswer } from '../../core/sync/wire'
import { asFault, send } from '../../store/client'
import { turnover, writes } from '../../store/records'
import { warn } from '../../store/toast'
import { l } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { say } from './bundle.texts'

const tagged = object<{ device: string }>({ device: str })

/** Reads a phone's file of unsent work that somebody brought, and says what became of it. */
export function ReadBundle(): JSX.Element {
  const [busy, setBusy] = useState(false)
  const [got, setGot] = useState<(BundleAnswer & { device: string }) | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const read = (): void => {
    const file = input.current?.files?.[0]
    if (!file) return
    setBusy(true)
    send('POST', '/bundles', file, (v, path) => ({ ...bundleAnswer(v, path), ...tagged(v, path) }))
      .then((a) => {
        writes.value += 1
        turnover.value += 1
        setGot(a)
      })
      .catch((e: unknown) => warn(l(asFault(e).text)))
      .finally(() => {
        setBusy(false)
        if (input.current) input.current.value = ''
      })
  }
  return (
    <>
      <button type="button" class="btn" disabled={busy} onClick={() => input.current?.click()}>
        <Icon name="download" /> {busy ? say('reading') : say('read')}
      </button>
      <input ref={input} type="file" accept=".bbb,application/octet-stream" hidden aria-label={say('read')} onChange={read} />
      {got && (
        <Dialog title={say('title')} onClose={() => setGot(null)}>
          <div class="stack">
            {got.of > 1 && <p>{say('part', { part: got.part, of: got.of })}</p>}
            <p class="strong">{say('took', { n: got.changes.accepted + got.changes.conflict + got.changes.refused, files: got.files.kept, device: got.device })}</p>
            {got.changes.quarantined > 0 && <p>{say('wait', { n: got.changes.quarantined })}</p>}
            {got.files.refused > 0 && <p>{say('filesNot', { n: got.files.refused })}</p>}
            {got.why.map((w) => (
              <p key={w.code}>{l({ vi: w.text.vi ?? '', en: w.text.en ?? '' })}</p>
            ))}
            <p class="quiet">{say('again')}</p>
            <p class="row">
              <button type="button" class="btn main" onClick={() => setGot(null)}>
                {say('close')}
              </button>
            </p>
          </div>
        </Dialog>
      )}
    </>
  )
}
