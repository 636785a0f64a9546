import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { say } from './texts'
import '../css/speech.css'

/** Speech is clear at this, and three minutes are half a megabyte. */
const bitsPerSecond = 24_000

const clock = (s: number): string => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`

/** The first form that this browser records in and the server takes. */
function format(): string {
  return ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'].find((f) => MediaRecorder.isTypeSupported(f)) ?? ''
}

interface Session {
  recorder: MediaRecorder
  stop: () => void
}

/** Opens the microphone; the level is told several times a second, from 0 to 1. */
async function listen(level: (n: number) => void, done: (b: Blob) => void): Promise<Session> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } })
  const recorder = new MediaRecorder(stream, { mimeType: format(), audioBitsPerSecond: bitsPerSecond })
  const parts: Blob[] = []
  recorder.ondataavailable = (e) => parts.push(e.data)
  recorder.onstop = () => done(new Blob(parts, { type: recorder.mimeType }))
  const context = new AudioContext()
  const ear = context.createAnalyser()
  context.createMediaStreamSource(stream).connect(ear)
  const samples = new Uint8Array(ear.fftSize)
  const timer = setInterval(() => {
    ear.getByteTimeDomainData(samples)
    level(samples.reduce((peak, s) => Math.max(peak, Math.abs(s - 128)), 0) / 128)
  }, 100)
  recorder.start()
  const stop = (): void => {
    clearInterval(timer)
    if (recorder.state === 'recording') recorder.stop()
    for (const t of stream.getTracks()) t.stop()
    void context.close()
  }
  return { recorder, stop }
}

export interface Recording {
  title: string
  /** How long it may be, in seconds. */
  most: number
  /** What is to be spoken; none where somebody tells of something. */
  text?: string
  /** Asked for before it is recorded. */
  before?: JSX.Element
  /** A file that is there already will do. */
  orFile?: boolean
  help: string
  /** What to do where the browser can't record. */
  unable: string
  /** What the button says while it is being kept. */
  keeping: string
  /** Keeps it; what it gives is what went wrong, in words, or "". */
  keep: (sound: Blob) => Promise<string>
  onClose: () => void
}

/** Records speech, or takes a file; it is heard before it is kept. */
export function RecordSheet({ title, most, text, before, orFile, help, unable, keeping, keep, onClose }: Recording): JSX.Element {
  const able = typeof MediaRecorder !== 'undefined' && 'mediaDevices' in navigator && format() !== ''
  const now = useRef<Session | null>(null)
  const [seconds, setSeconds] = useState(-1)
  const [level, setLevel] = useState(0)
  const [sound, setSound] = useState<Blob | null>(null)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState(able ? '' : unable)
  const stop = (): void => {
    now.current?.stop()
    now.current = null
    setSeconds(-1)
  }
  useEffect(() => stop, [])
  useEffect(() => {
    if (seconds < 0) return
    if (seconds >= most) return stop()
    const id = setTimeout(() => setSeconds(seconds + 1), 1000)
    return () => clearTimeout(id)
  }, [seconds])
  const start = (): void => {
    setWrong('')
    setSound(null)
    listen(setLevel, setSound).then(
      (s) => {
        now.current = s
        setSeconds(0)
      },
      () => setWrong(say(orFile ? 'sheet.denied.file' : 'sheet.denied')),
    )
  }
  const onKeep = (b: Blob): void => {
    setBusy(true)
    void keep(b).then((problem) => {
      setWrong(problem)
      setBusy(false)
    })
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack speaking">
        {before}
        {text && (
          <div class="said">
            <p class="quiet small">{say('sheet.say')}</p>
            <p class="strong">{text}</p>
          </div>
        )}
        {seconds >= 0 && (
          <>
            <p class="num" role="status">
              {say('sheet.time', { at: clock(seconds), most: clock(most) })}
            </p>
            <meter min={0} max={1} value={level} aria-label={say('sheet.level')} />
            <button type="button" class="btn main" onClick={stop}>
              <Icon name="check" /> {say('sheet.stop')}
            </button>
          </>
        )}
        {seconds < 0 && (
          <div class="row wrap">
            {able && (
              <button type="button" class={`btn ${sound ? '' : 'main'}`} disabled={busy} onClick={start}>
                <Icon name="mic" /> {say(sound ? 'sheet.again' : 'sheet.start')}
              </button>
            )}
            {orFile && (
              <FileButton
                onFile={(f) => {
                  setWrong('')
                  setSound(f)
                }}
              />
            )}
          </div>
        )}
        {sound && seconds < 0 && <Heard sound={sound} text={busy ? keeping : say('sheet.keep')} busy={busy} onKeep={() => onKeep(sound)} />}
        <p class="error" role="alert" hidden={!wrong}>
          {wrong}
        </p>
        <p class="help">{help}</p>
      </div>
    </Dialog>
  )
}

function FileButton({ onFile }: { onFile: (f: Blob) => void }): JSX.Element {
  return (
    <label class="btn pickfile">
      <Icon name="file-text" /> {say('sheet.file')}
      <input
        type="file"
        class="sr"
        accept="audio/*,.mp3,.m4a,.ogg,.webm,.wav"
        onChange={(e) => {
          const [f] = e.currentTarget.files ?? []
          if (f) onFile(f)
          e.currentTarget.value = ''
        }}
      />
    </label>
  )
}

function Heard({ sound, text, busy, onKeep }: { sound: Blob; text: string; busy: boolean; onKeep: () => void }): JSX.Element {
  const [url, setUrl] = useState('')
  useEffect(() => {
    const u = URL.createObjectURL(sound)
    setUrl(u)
    return () => URL.revokeObjectURL(u)
  }, [sound])
  return (
    <>
      <p class="label">{say('sheet.heard')}</p>
      {url && <audio controls src={url} aria-label={say('sheet.heard')} />}
      <button type="button" class="btn main" disabled={busy} onClick={onKeep}>
        <Icon name="check" /> {text}
      </button>
    </>
  )
}
