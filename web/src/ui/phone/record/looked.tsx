import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { FileMeta } from '../../../core/media/queue'
import { ask, filesTurn } from '../../../store/phone/client'
import { Dialog } from '../../parts/dialog'
import { Icon } from '../../parts/icon'
import { say } from './texts'

/** The address of its bytes; null while it is opened, "" where it can't be had now. */
type Found = string | null

/** A file's bytes as an address of this page, as long as it is shown; never on the disk in the clear. */
function useLooked(digest: string, turn: number): Found {
  const [found, setFound] = useState<Found>(null)
  useEffect(() => {
    let url = ''
    let gone = false
    setFound(null)
    ask('look', digest).then(
      (f) => {
        if (gone) return
        if (!f) return setFound('')
        url = URL.createObjectURL(new Blob([f.bytes], { type: f.media }))
        setFound(url)
      },
      () => !gone && setFound(''),
    )
    return () => {
      gone = true
      if (url) URL.revokeObjectURL(url)
    }
  }, [digest, turn])
  return found
}

/** Where a file stands: on the phone, sent. */
export function FileState({ digest }: { digest: string }): JSX.Element | null {
  const [meta, setMeta] = useState<FileMeta | null>(null)
  useEffect(() => {
    ask('fileOf', digest).then(setMeta, () => setMeta(null))
  }, [digest, filesTurn.value])
  if (!meta) return null
  const { state } = meta
  return <span class={`tag ${state === 'refused' ? 'late' : state === 'waiting' || state === 'draft' ? 'due' : ''}`}>{say(`file.${state}`)}</span>
}

function Missing({ again }: { again: () => void }): JSX.Element {
  return (
    <div class="stack">
      <p class="quiet small">{say('file.none')}</p>
      <button type="button" class="btn" onClick={again}>
        <Icon name="download" /> {say('file.get')}
      </button>
    </div>
  )
}

/** A photo or a signature; pressed, it fills the screen. */
export function Pic({ digest, alt }: { digest: string; alt: string }): JSX.Element {
  const [turn, setTurn] = useState(0)
  const [large, setLarge] = useState(false)
  const url = useLooked(digest, turn)
  if (url === null) return <p class="quiet small">{say('file.loading')}</p>
  if (url === '') return <Missing again={() => setTurn(turn + 1)} />
  return (
    <div class="kept">
      <button type="button" class="pic" aria-label={`${say('photo.open')}: ${alt}`} onClick={() => setLarge(true)}>
        <img src={url} alt={alt} />
      </button>
      <FileState digest={digest} />
      {large && (
        <Dialog title={alt} class="large" onClose={() => setLarge(false)}>
          <img src={url} alt={alt} />
        </Dialog>
      )}
    </div>
  )
}

/** A recording with the browser's own player. */
export function Player({ digest }: { digest: string }): JSX.Element {
  const [turn, setTurn] = useState(0)
  const url = useLooked(digest, turn)
  if (url === null) return <p class="quiet small">{say('file.loading')}</p>
  if (url === '') return <Missing again={() => setTurn(turn + 1)} />
  return (
    <div class="kept">
      <audio controls preload="metadata" src={url} aria-label={say('voice.label')} />
      <FileState digest={digest} />
    </div>
  )
}
