import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Texts } from '../../core/form/types'
import type { Host } from './filling'
import { say } from './texts'

/** Plays a text's recording, in the reader's language if there is one, else in any. */
export function Listen({ audio, host }: { audio: Texts; host: Host }): JSX.Element | null {
  const file = audio[host.lang] ?? Object.values(audio)[0]
  const player = useRef<HTMLAudioElement | null>(null)
  const [state, setState] = useState<'still' | 'playing' | 'failed'>('still')
  useEffect(() => () => player.current?.pause(), [file])
  if (!file) return null
  const play = (): void => {
    player.current?.pause()
    if (state === 'playing') return setState('still')
    const a = new Audio(host.media(file))
    player.current = a
    a.onended = () => setState('still')
    setState('playing')
    a.play().catch(() => setState('failed'))
  }
  return (
    <>
      <button type="button" class="btn listen" aria-pressed={state === 'playing'} onClick={play}>
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
          {state === 'playing' ? <rect x="6" y="6" width="12" height="12" rx="1" /> : <path d="M7 4v16l13-8z" />}
        </svg>
        {say(state === 'playing' ? 'listen.stop' : 'listen', host.lang)}
      </button>
      {state === 'failed' && (
        <p class="help" role="alert">
          {say('listen.none', host.lang)}
        </p>
      )}
    </>
  )
}
