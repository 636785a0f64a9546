import { computed, signal } from '@preact/signals'
import { asFault } from './client'

/** How many writes are under way. */
const pending = signal(0)
/** Writes that got no answer: what to do again, by the editor that holds the words. */
const unsent = signal<ReadonlyMap<string, () => void>>(new Map())

export type Sending = { state: 'saved' } | { state: 'saving' } | { state: 'failed'; n: number }

export const sending = computed<Sending>(() => {
  if (pending.value > 0) return { state: 'saving' }
  return unsent.value.size > 0 ? { state: 'failed', n: unsent.value.size } : { state: 'saved' }
})

/** Runs a write, and keeps the header's word about it true. */
export async function saving<T>(key: string, write: () => Promise<T>, again: () => void): Promise<T> {
  pending.value += 1
  try {
    const out = await write()
    forget(key)
    return out
  } catch (e) {
    const f = asFault(e)
    if (f.offline) unsent.value = new Map(unsent.value).set(key, again)
    else forget(key)
    throw f
  } finally {
    pending.value -= 1
  }
}

/** The editor was closed or its words were taken back. */
export function forget(key: string): void {
  if (!unsent.value.has(key)) return
  const left = new Map(unsent.value)
  left.delete(key)
  unsent.value = left
}

/** Tries everything again that got no answer. */
export function retryAll(): void {
  for (const again of unsent.value.values()) again()
}

addEventListener('beforeunload', (e) => {
  if (sending.value.state !== 'saved') e.preventDefault()
})
