import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { NotTaken, shrink } from '../../store/phone/shrink'
import { digestOf } from '../../store/phone/files'
import type { SmallPhoto } from '../../store/programs'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { say } from './photo.texts'

/** A photo chosen from a file: made small, and without what the camera wrote beside it. */
export function PhotoDialog({ onGive }: { onGive: (p: SmallPhoto | null) => void }): JSX.Element {
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState('')
  const pick = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0]
    if (!file) return
    setBusy(true)
    setWrong('')
    try {
      const { bytes, taken } = await shrink(file)
      onGive({ digest: await digestOf(bytes), size: bytes.length, bytes: new Blob([bytes], { type: 'image/jpeg' }), ...(taken.at > 0 ? { taken_at: taken.at } : {}), ...(taken.point ? { point: taken.point } : {}) })
    } catch (e) {
      setWrong(say(e instanceof NotTaken ? e.code : 'photo.broken'))
      setBusy(false)
      input.value = '' // the same file may be picked again
    }
  }
  return (
    <Dialog title={say('title')} onClose={() => onGive(null)}>
      <label class="btn main pick" aria-busy={busy}>
        <Icon name="camera" /> {say(busy ? 'working' : 'choose')}
        <input type="file" class="sr" accept="image/*" disabled={busy} onChange={(e) => void pick(e.currentTarget)} />
      </label>
      <p class="error" role="alert" hidden={!wrong}>
        {wrong}
      </p>
      <p class="help">{say('help')}</p>
    </Dialog>
  )
}

/** A photo that was chosen and not sent yet. */
export function Chosen({ photo }: { photo: SmallPhoto }): JSX.Element {
  const [src, setSrc] = useState('')
  useEffect(() => {
    const url = URL.createObjectURL(photo.bytes)
    setSrc(url)
    return () => URL.revokeObjectURL(url)
  }, [photo.digest])
  return <>{src && <img class="chosen" src={src} alt={say('alt')} />}</>
}
