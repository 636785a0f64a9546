import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { tell } from '../../../store/toast'
import { Icon } from '../../parts/icon'
import { PlaySign, useListening } from '../../form/listen'
import { hearing } from '../hear'
import { say } from '../words'

/** How long a finger rests until the text is spoken, in milliseconds. */
const hold = 500
/** A finger that moves further than this many pixels scrolls. */
const slack = 12

/** Plays a text, or says why it can't. */
export function useSpeaking(of: string): { playing: boolean; speak: () => void } {
  const { file, state, press } = useListening({}, of, hearing())
  useEffect(() => {
    if (state === 'away' || state === 'failed') tell(say(`hear.${state}`))
  }, [state])
  return { playing: state === 'playing', speak: () => (file ? press() : tell(say('hear.none'))) }
}

/** A large picture with its word: pressed it does, held it speaks; the small button speaks for who can't hold. */
export function Tile({ of, text, picture, href, on, onPress }: {
  of: string
  text: string
  picture: ComponentChildren
  href?: string
  /** Of a choice: whether it is chosen. */
  on?: boolean
  onPress?: () => void
}): JSX.Element {
  const { playing, speak } = useSpeaking(of)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const spoke = useRef(false)
  const from = useRef<[number, number]>([0, 0])
  const rest = (): void => {
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
  }
  useEffect(() => rest, [])
  const holding = {
    onPointerDown: (e: PointerEvent): void => {
      spoke.current = false
      from.current = [e.clientX, e.clientY]
      rest()
      timer.current = setTimeout(() => {
        spoke.current = true
        speak()
      }, hold)
    },
    onPointerMove: (e: PointerEvent): void => {
      if (Math.hypot(e.clientX - from.current[0], e.clientY - from.current[1]) > slack) rest()
    },
    onPointerUp: rest,
    onPointerCancel: rest,
    onPointerLeave: rest,
    onContextMenu: (e: Event): void => e.preventDefault(),
    onClick: (e: Event): void => {
      if (spoke.current) {
        e.preventDefault() // it was held to be heard
        e.stopPropagation()
        spoke.current = false
      } else onPress?.()
    },
  }
  const inside = (
    <>
      {picture}
      <span class="word">{text}</span>
    </>
  )
  return (
    <div class={`tile ${on ? 'on' : ''}`}>
      {href ? (
        <a class="face" href={href} draggable={false} {...holding}>
          {inside}
        </a>
      ) : (
        <button type="button" class="face" aria-pressed={on ?? false} {...holding}>
          {inside}
          {on && (
            <span class="chosen">
              <Icon name="check" />
            </span>
          )}
        </button>
      )}
      <button type="button" class="btn bare square speak" aria-pressed={playing} aria-label={playing ? say('hear.stop') : say('hear.of', { text })} onClick={speak}>
        {playing ? (
          <PlaySign playing />
        ) : (
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11" />
          </svg>
        )}
      </button>
    </div>
  )
}
