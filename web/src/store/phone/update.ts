import { signal } from '@preact/signals'

/** A newer build of the app is on the phone and waits for a good moment. */
export const updateReady = signal(false)

let waiting: ServiceWorker | null = null

function offer(w: ServiceWorker | null): void {
  if (!w) return
  waiting = w
  updateReady.value = true
}

/** Keeps the app on the phone, so that it opens without a network. */
export async function keepApp(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const r = await navigator.serviceWorker.register('/sw.js')
  if (navigator.serviceWorker.controller) offer(r.waiting)
  r.addEventListener('updatefound', () => {
    const w = r.installing
    w?.addEventListener('statechange', () => {
      if (w.state === 'installed' && navigator.serviceWorker.controller) offer(w)
    })
  })
}

/** Takes the newer build now; the page begins anew. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload())
  waiting?.postMessage('take over')
}

/** Whether the browser has promised not to clear what is kept; asks it to. */
export async function persisted(): Promise<boolean> {
  if (!('storage' in navigator)) return false
  return (await navigator.storage.persisted()) || (await navigator.storage.persist())
}
