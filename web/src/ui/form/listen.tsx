import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Texts } from '../../core/form/types'
import { fileFor } from '../../core/speech'
import { Icon } from '../parts/icon'
import type { Host } from './filling'
import { say } from './texts'

/** What listening needs of the page around it. */
export type Hearing = Pick<Host, 'lang' | 'media' | 'speech' | 'voice' | 'sound' | 'record'>

export type Playing = 'still' | 'playing' | 'failed' | 'away'

/** Plays the recording of a text and stops it: in the chosen language, else in the reader's, else in any. */
export function useListening(audio: Texts, of: string, host: Hearing): { file: string | undefined; state: Playing; press: () => void } {
  const file = fileFor({ ...audio, ...host.speech(of) }, host.voice, host.lang)
  const player = useRef<HTMLAudioElement | null>(null)
  const [state, setState] = useState<Playing>('still')
  useEffect(() => () => player.current?.pause(), [file])
  const press = (): void => {
    player.current?.pause()
    if (!file || state === 'playing') return setState('still')
    setState('playing')
    const address = host.sound ? host.sound(file) : Promise.resolve(host.media(file))
    address.then(
      (url) => {
        if (!url) return setState('away')
        const a = new Audio(url)
        player.current = a
        a.onended = () => {
          if (host.sound) URL.revokeObjectURL(url)
          setState('still')
        }
        a.play().catch(() => setState('failed'))
      },
      () => setState('failed'),
    )
  }
  return { file, state, press }
}

/** The sign on a button that plays, or stops. */
export function PlaySign({ playing }: { playing: boolean }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {playing ? <rect x="6" y="6" width="12" height="12" rx="1" /> : <path d="M7 4v16l13-8z" />}
    </svg>
  )
}

/** Plays a text's recording, where there is one, and records it where the page offers that. */
export function Listen({ audio, of, text, host }: { audio: Texts; of: string; text: string; host: Hearing }): JSX.Element | null {
  const { file, state, press } = useListening(audio, of, host)
  const [recording, setRecording] = useState(false)
  if (!file && !host.record) return null
  return (
    <>
      {file && (
        <button type="button" class="btn listen" aria-pressed={state === 'playing'} onClick={press}>
          <PlaySign playing={state === 'playing'} />
          {say(state === 'playing' ? 'listen.stop' : 'listen', host.lang)}
        </button>
      )}
      {host.record && (
        <button type="button" class="btn listen" aria-label={`${say('record', host.lang)}: ${text}`} onClick={() => setRecording(true)}>
          <Icon name="mic" /> {say('record', host.lang)}
        </button>
      )}
      {recording && host.record?.({ of, text, onClose: () => setRecording(false) })}
      {(state === 'failed' || state === 'away') && (
        <p class="help" role="alert">
          {say(state === 'away' ? 'listen.away' : 'listen.none', host.lang)}
        </p>
      )}
    </>
  )
}
