import { useEffect, useRef, useState } from 'preact/hooks'
import { asFault, type Fault } from '../../store/client'

/** Something being fetched: what there is, what failed, and how to ask again. */
export interface Fetched<T> {
  data: T | null
  fault: Fault | null
  again: () => void
  put: (data: T) => void
}

/** Fetches when the key changes; an answer that comes too late is dropped. */
export function useFetched<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Fetched<T> {
  const [state, setState] = useState<{ key: string; data: T | null; fault: Fault | null }>({ key, data: null, fault: null })
  const [turn, setTurn] = useState(0)
  const latest = useRef(load)
  latest.current = load
  useEffect(() => {
    const stop = new AbortController()
    latest.current(stop.signal).then(
      (data) => {
        if (!stop.signal.aborted) setState({ key, data, fault: null })
      },
      (e: unknown) => {
        if (!stop.signal.aborted) setState((s) => ({ key, data: s.key === key ? s.data : null, fault: asFault(e) }))
      },
    )
    return () => stop.abort()
  }, [key, turn])
  const mine = state.key === key
  return {
    data: mine ? state.data : null,
    fault: mine ? state.fault : null,
    again: () => setTurn((n) => n + 1),
    put: (data) => setState({ key, data, fault: null }),
  }
}

/** Whether a media query holds, followed as it changes. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const m = matchMedia(query)
    const see = (): void => setHolds(m.matches)
    see()
    m.addEventListener('change', see)
    return () => m.removeEventListener('change', see)
  }, [query])
  return holds
}

/** A value that settles: it follows only after a pause. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const id = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(id)
  }, [value, ms])
  return settled
}

let serial = 0
/** An id for a label and its field. */
export function useIdFor(name: string): string {
  const ref = useRef('')
  if (!ref.current) ref.current = `${name}-${++serial}`
  return ref.current
}

/** Names the page in the browser's tab and history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Bám Bản` : 'Bám Bản'
  }, [title])
}

const followed = new WeakSet<Element>()
/** The ref of something wide in its own scroll: the keyboard reaches it while it scrolls. */
export function scrolls(el: HTMLElement | null): void {
  if (!el || followed.has(el)) return
  followed.add(el)
  const see = (): void => {
    if (el.scrollWidth > el.clientWidth) el.tabIndex = 0
    else el.removeAttribute('tabindex')
  }
  const sizes = new ResizeObserver(see)
  sizes.observe(el)
  for (const child of el.children) sizes.observe(child)
}
