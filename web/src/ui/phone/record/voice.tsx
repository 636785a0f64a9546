import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { ask, problemOf } from '../../../store/phone/client'
import type { Kept } from '../../../store/phone/recording'
import { Dialog } from '../../parts/dialog'
import { Icon } from '../../parts/icon'
import { say, sayProblem } from './texts'

/** How long a recording may be, in seconds: speech for a record, not a meeting. */
const most = 180
/** Speech is clear at this, and three minutes are half a megabyte. */
const bitsPerSecond = 24_000

const clock = (s: number): string => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`

/** The first form that this browser records in and the server takes. */
function format(): string {
  return ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'].find((f) => MediaRecorder.isTypeSupported(f)) ?? ''
}

interface Recording {
  recorder: MediaRecorder
  stream: MediaStream
}

/** Records speech; it is heard before it is used. */
export function VoiceSheet({ onKept, onClose }: { onKept: (k: Kept) => void; onClose: () => void }): JSX.Element {
  const able = typeof MediaRecorder !== 'undefined' && 'mediaDevices' in navigator && format() !== ''
  const now = useRef<Recording | null>(null)
  const [seconds, setSeconds] = useState(-1)
  const [blob, setBlob] = useState<Blob | null>(null)
  const [wrong, setWrong] = useState(able ? '' : say('voice.none'))
  const stop = (): void => {
    if (now.current?.recorder.state === 'recording') now.current.recorder.stop()
    for (const t of now.current?.stream.getTracks() ?? []) t.stop()
    setSeconds(-1)
  }
  useEffect(() => stop, [])
  useEffect(() => {
    if (seconds < 0) return
    if (seconds >= most) return stop()
    const id = setTimeout(() => setSeconds(seconds + 1), 1000)
    return () => clearTimeout(id)
  }, [seconds])
  const start = async (): Promise<void> => {
    setWrong('')
    setBlob(null)
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } })
      const recorder = new MediaRecorder(stream, { mimeType: format(), audioBitsPerSecond: bitsPerSecond })
      const parts: Blob[] = []
      recorder.ondataavailable = (e) => parts.push(e.data)
      recorder.onstop = () => setBlob(new Blob(parts, { type: recorder.mimeType }))
      now.current = { recorder, stream }
      recorder.start()
      setSeconds(0)
    } catch {
      setWrong(say('voice.denied'))
    }
  }
  const use = async (b: Blob): Promise<void> => {
    try {
      onKept(await ask('keepMade', 'voice', new Uint8Array(await b.arrayBuffer())))
    } catch (e) {
      setWrong(sayProblem(problemOf(e).code))
    }
  }
  return (
    <Dialog title={say('voice.title')} onClose={onClose}>
      <div class="stack">
        {seconds >= 0 ? (
          <>
            <p class="num" role="status">
              {say('voice.time', { at: clock(seconds), most: clock(most) })}
            </p>
            <button type="button" class="btn main wide" onClick={stop}>
              <Icon name="check" /> {say('voice.stop')}
            </button>
          </>
        ) : (
          able && (
            <button type="button" class={`btn wide ${blob ? '' : 'main'}`} onClick={() => void start()}>
              <Icon name="mic" /> {say(blob ? 'voice.again' : 'voice.start')}
            </button>
          )
        )}
        {blob && seconds < 0 && <Heard blob={blob} onUse={() => void use(blob)} />}
        <p class="error" role="alert" hidden={!wrong}>
          {wrong}
        </p>
        <p class="help">{say('voice.help')}</p>
      </div>
    </Dialog>
  )
}

function Heard({ blob, onUse }: { blob: Blob; onUse: () => void }): JSX.Element {
  const [url, setUrl] = useState('')
  useEffect(() => {
    const u = URL.createObjectURL(blob)
    setUrl(u)
    return () => URL.revokeObjectURL(u)
  }, [blob])
  return (
    <>
      {url && <audio controls src={url} aria-label={say('voice.label')} />}
      <button type="button" class="btn main wide" onClick={onUse}>
        <Icon name="check" /> {say('use')}
      </button>
    </>
  )
}
