/** Locks the phone that nobody touches: whoever picks it up finds the door, and the officer finds the draft. */
import { ask, refresh, stage, status } from './client'

const looks = 10_000

let touched = 0
let minutes = 0

/** Begins to watch. The clock counts also while the phone sleeps. */
export function watchIdle(): void {
  const touch = (): void => {
    touched = Date.now()
  }
  touch()
  for (const e of ['pointerdown', 'keydown', 'input']) addEventListener(e, touch, { capture: true, passive: true })
  const look = (): void => void lockIfIdle()
  document.addEventListener('visibilitychange', look)
  setInterval(look, looks)
}

/** After so many minutes, as the pack says; 0 is not known yet. */
export function lockAfter(n: number): void {
  minutes = n
}

async function lockIfIdle(): Promise<void> {
  if (minutes === 0 || stage.value?.stage !== 'open' || status.value?.syncing || Date.now() - touched < minutes * 60_000) return
  status.value = null // nobody asks for what is about to be locked
  await ask('lock')
  await refresh()
}
