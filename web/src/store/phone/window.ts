/**
 * One window at a time has the phone: two would each hold the journal as it was when
 * they opened it. The one that has it holds a lock of the browser; another asks it
 * to let go, and takes the lock from one that no longer answers.
 */
import { signal } from '@preact/signals'

const name = 'bamban-phone'
/** By then what is being typed is a draft on the disk. */
const draftKept = 600
/** How long a page that has just been left may hold the phone still. */
const begins = 1_500
/** How long a window is waited for that was asked to let go. */
const patience = 3_000

/** Another window has the phone, or took it from this one. */
export const elsewhere = signal(false)

/** Whether this window has the phone now; letGo is called once it must not touch it any more. */
export function claim(letGo: () => Promise<void>): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true)
  return new Promise((told) => {
    let had = false
    navigator.locks
      // A page that begins anew waits for what it was before to be gone.
      .request(name, { signal: AbortSignal.timeout(begins) }, () => {
        had = true
        told(true)
        return untilAsked(letGo)
      })
      .catch(() => {
        elsewhere.value = true // another window has it, or took it while this one was asleep
        if (had) void letGo()
        else told(false)
      })
  })
}

/** Holds the phone until another window asks for it. */
function untilAsked(letGo: () => Promise<void>): Promise<void> {
  return new Promise((done) => {
    const asked = new BroadcastChannel(name)
    asked.onmessage = () => {
      asked.close()
      setTimeout(() => {
        elsewhere.value = true
        void letGo().finally(done)
      }, draftKept)
    }
  })
}

/** Takes the phone into this window, and begins anew with it. */
export async function takeHere(): Promise<void> {
  const channel = new BroadcastChannel(name)
  channel.postMessage('let go')
  channel.close()
  const free = navigator.locks.request(name, { signal: AbortSignal.timeout(patience) }, () => undefined)
  await free.catch(() => navigator.locks.request(name, { steal: true }, () => undefined))
  location.reload()
}
