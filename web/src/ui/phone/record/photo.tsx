import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ask, problemOf } from '../../../store/phone/client'
import type { Kept } from '../../../store/phone/recording'
import { Dialog } from '../../parts/dialog'
import { Icon } from '../../parts/icon'
import { say, sayProblem } from './texts'

/** A button that opens the camera or the phone's own files. */
export function PhotoButton({ text, camera, main, onKept, onWrong }: {
  text: string
  camera: boolean
  main?: boolean
  onKept: (k: Kept) => void
  onWrong: (text: string) => void
}): JSX.Element {
  const [busy, setBusy] = useState(false)
  const keep = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0]
    if (!file) return
    setBusy(true)
    onWrong('')
    try {
      onKept(await ask('keepPhoto', file))
    } catch (e) {
      onWrong(sayProblem(problemOf(e).code))
    }
    setBusy(false)
    input.value = '' // the same file may be picked again
  }
  return (
    <label class={`btn wide pick ${main ? 'main' : ''}`} aria-busy={busy}>
      <Icon name={camera ? 'camera' : 'file-text'} /> {busy ? say('photo.working') : text}
      <input type="file" class="sr" accept="image/*" disabled={busy} {...(camera ? { capture: 'environment' } : {})} onChange={(e) => void keep(e.currentTarget)} />
    </label>
  )
}

/** Takes a photo with the camera, or one that is on the phone. */
export function PhotoSheet({ onKept, onClose }: { onKept: (k: Kept) => void; onClose: () => void }): JSX.Element {
  const [wrong, setWrong] = useState('')
  return (
    <Dialog title={say('photo.title')} onClose={onClose}>
      <div class="stack">
        <PhotoButton text={say('photo.take')} camera main onKept={onKept} onWrong={setWrong} />
        <PhotoButton text={say('photo.choose')} camera={false} onKept={onKept} onWrong={setWrong} />
        <p class="error" role="alert" hidden={!wrong}>
          {wrong}
        </p>
        <p class="help">{say('photo.help')}</p>
      </div>
    </Dialog>
  )
}
