import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Carried } from '../../../store/phone/carrier'
import { ask, filesTurn, meet, problemOf, status, version } from '../../../store/phone/client'
import type { BundlePart, BundleState, BundleWhat } from '../../../store/phone/bundling'
import type { FilesStatus } from '../../../store/phone/recording'
import { l, showAgo } from '../../../store/words'
import { Icon } from '../../parts/icon'
import { problemText } from '../door'
import { sizeText } from '../../map/texts'
import { say, sayProblem } from './bundle.texts'
import '../../css/record.phone.css'

/** Gives a file to the phone's share sheet where it takes one, else to its downloads. False where the person thought better of it. */
async function give(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const file = new File([bytes], name, { type: 'application/octet-stream' })
  if (typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] })) {
    try {
      await navigator.share({ files: [file] })
      return true
    } catch (e) {
      if (e instanceof DOMException && e.name === 'AbortError') return false
    }
  }
  const url = URL.createObjectURL(file)
  const a = document.createElement('a')
  a.href = url
  a.download = name
  a.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
  return true
}

/** What a file may be at most, in MB: what passes by Bluetooth in a minute, by message, by cable. */
const sizes = [4, 16, 64]

/** Unsent work as files, and the files of other phones that this one carries. */
export function Bundles(): JSX.Element | null {
  const [s, setS] = useState<BundleState | null>(null)
  const [said, setSaid] = useState('')
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const [files, setFiles] = useState<FilesStatus | null>(null)
  const [chosen, setChosen] = useState<BundleWhat>('all')
  const [size, setSize] = useState(64)
  const most = size * 1024 * 1024
  const read = (): void => {
    ask('bundles', most).then(setS, () => setS(null))
    ask('filesStatus').then(setFiles, () => setFiles(null))
  }
  useEffect(read, [version.value, filesTurn.value, most])
  if (!s) return null
  const unsent = status.value?.unsent ?? 0
  const photos = files?.waiting ?? 0
  const what: BundleWhat = photos === 0 ? 'words' : unsent === 0 ? 'all' : chosen
  const doing = (f: () => Promise<string>): void => {
    setBusy(true)
    setWrong('')
    setSaid('')
    f()
      .then(setSaid, (e: unknown) => {
        const p = problemOf(e)
        setWrong(sayProblem(p.code) || problemText(p))
      })
      .finally(() => {
        setBusy(false)
        read()
      })
  }
  const write = (part: BundlePart): void =>
    doing(async () => {
      const b = await ask('writeBundle', what, most, part)
      if (!(await give(b.name, b.bytes))) return ''
      await ask('bundleWritten', b.note)
      const made = b.of > 1 ? 'made.part' : b.changes === 0 ? 'made.files' : b.files === 0 && photos > 0 ? 'made.words' : 'made'
      return say(made, { n: b.changes, files: b.files, part: b.part, of: b.of })
    })
  const take = (input: HTMLInputElement): void => {
    const file = input.files?.[0]
    input.value = '' // the same file may be picked again
    if (!file) return
    doing(async () => {
      await ask('carry', file)
      if (navigator.onLine) void meet()
      return ''
    })
  }
  const done = s.parts.at(-1)?.part ?? 0
  const of = done + s.left.parts
  const several = what === 'all' && of > 1
  return (
    <section class="stack">
      <h2>{say('title')}</h2>
      <p class="help">{say('help')}</p>
      {s.ready && unsent > 0 && photos > 0 && files && <What chosen={chosen} files={files} choose={setChosen} />}
      {s.ready && what === 'all' && files && files.bytes > 4 * 1024 * 1024 && <Most size={size} choose={setSize} />}
      {several && <p class="help">{say('parts.help')}</p>}
      {s.ready ? (
        <button type="button" class="btn wide" disabled={busy || unsent + photos === 0} onClick={() => write('next')}>
          <Icon name="download" /> {several ? say('write.part', { part: s.left.parts > 0 ? done + 1 : 1, of }) : say('write')}
        </button>
      ) : (
        <p class="quiet small">{say('met')}</p>
      )}
      {s.ready && unsent + photos === 0 && <p class="quiet small">{say('none')}</p>}
      <p aria-live="polite">{said}</p>
      {wrong && (
        <p class="error" role="alert">
          {wrong}
        </p>
      )}
      {s.parts.length > 0 && <Parts s={s} of={of} busy={busy} write={write} />}
      {s.written && <p class="quiet small">{say('last', { ago: showAgo(s.written.at), n: s.written.upTo })}</p>}
      <label class="btn wide pick">
        <Icon name="download" /> {say('take')}
        <input type="file" accept=".bbb,application/octet-stream" class="sr" disabled={busy} onChange={(e) => take(e.currentTarget)} />
      </label>
      {s.carried.map((c) => (
        <CarriedCard key={c.id} c={c} gone={read} />
      ))}
    </section>
  )
}

/** With photos or without: they make a file large. */
function What({ chosen, files, choose }: { chosen: BundleWhat; files: FilesStatus; choose: (w: BundleWhat) => void }): JSX.Element {
  const fills = { files: files.waiting, size: sizeText(files.bytes) }
  return (
    <fieldset class="question">
      <legend class="label">{say('what')}</legend>
      <div class="answers">
        {(['all', 'words'] as const).map((w) => (
          <label class={`answer ${chosen === w ? 'on' : ''}`} key={w}>
            <input type="radio" name="bundle-what" checked={chosen === w} onChange={() => choose(w)} />
            <span>{say(`what.${w}`, fills)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** How large a file may be: what does not fit goes on in the next. */
function Most({ size, choose }: { size: number; choose: (mb: number) => void }): JSX.Element {
  return (
    <div class="field">
      <label class="label" for="bundle-most">
        {say('most')}
      </label>
      <select id="bundle-most" class="input" value={String(size)} onChange={(e) => choose(Number(e.currentTarget.value))}>
        {sizes.map((n) => (
          <option key={n} value={String(n)}>
            {say('most.mb', { n })}
          </option>
        ))}
      </select>
      <p class="help">{say('most.help')}</p>
    </div>
  )
}

/** Which photos left in which file, and each such file once more. */
function Parts({ s, of, busy, write }: { s: BundleState; of: number; busy: boolean; write: (part: BundlePart) => void }): JSX.Element {
  return (
    <div class="card stack carried">
      <p class="strong">{say('parts')}</p>
      <ol class="plain stack">
        {s.parts.map((p) => (
          <li key={p.part} class="row between">
            <span class="grow">{say('part', { part: p.part, of, files: p.files, size: sizeText(p.bytes), ago: showAgo(p.at) })}</span>
            <button type="button" class="btn" disabled={busy} aria-label={`${say('write.again')}: ${say('carried.part', { part: p.part, of })}`} onClick={() => write(p.part)}>
              {say('write.again')}
            </button>
          </li>
        ))}
      </ol>
      <p>{s.left.files > 0 ? say('parts.left', { n: s.left.files, size: sizeText(s.left.bytes) }) : say('parts.whole')}</p>
      {of > 1 && (
        <button type="button" class="btn" disabled={busy} onClick={() => write('first')}>
          {say('write.anew')}
        </button>
      )}
    </div>
  )
}

function CarriedCard({ c, gone }: { c: Carried; gone: () => void }): JSX.Element {
  const a = c.answer
  const took = a ? a.changes.accepted + a.changes.conflict + a.changes.refused : 0
  return (
    <div class={`card stack carried ${c.state === 'refused' ? 'refused' : ''}`}>
      {c.header.of !== undefined && <p class="strong">{say('carried.part', { part: c.header.part ?? 1, of: c.header.of })}</p>}
      {c.state === 'waiting' && <p>{c.header.changes > 0 ? say('waiting', { n: c.header.changes }) : say('waiting.files', { n: c.header.files })}</p>}
      {a && <p class="strong">{say('delivered', { n: took, files: a.files.kept })}</p>}
      {a && a.changes.quarantined > 0 && <p>{say('wait', { n: a.changes.quarantined })}</p>}
      {a?.why.map((w) => (
        <p class="small" key={w.code}>
          {l({ vi: w.text.vi ?? '', en: w.text.en ?? '' })}
        </p>
      ))}
      {c.state === 'refused' && <p class="strong">{say('refused')}</p>}
      {c.state === 'refused' && <p>{c.text.vi ? l({ vi: c.text.vi, en: c.text.en ?? '' }) : say('refused.gone')}</p>}
      {c.state === 'refused' && c.text.vi && (
        <button type="button" class="btn" onClick={() => void ask('retryCarried', c.id).then(() => (gone(), navigator.onLine ? meet() : undefined))}>
          {say('again')}
        </button>
      )}
      {c.state !== 'waiting' && (
        <button type="button" class="btn" onClick={() => void ask('dropCarried', c.id).then(gone)}>
          {say('away')}
        </button>
      )}
    </div>
  )
}
