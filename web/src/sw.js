// The phone's service worker: the app opens without a network. It keeps the files
// of one build; another build is another worker, which takes over when no page of
// the old one is open any more, so that an update never interrupts a form.
// scripts/sw.mjs fills in the version and the files.
const cacheName = 'phone-__VERSION__'
const files = ['__FILES__']

self.addEventListener('install', (e) => {
  // All or none: a build that came only in part is not used.
  e.waitUntil(caches.open(cacheName).then((c) => c.addAll(files.map((f) => new Request(f, { cache: 'reload' })))))
})

self.addEventListener('activate', (e) => {
  e.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith('phone-') && name !== cacheName) await caches.delete(name)
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('message', (e) => {
  if (e.data === 'take over') void self.skipWaiting()
})

self.addEventListener('fetch', (e) => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || url.origin !== location.origin) return
  const isPage = e.request.mode === 'navigate' && (url.pathname === '/phone' || url.pathname.startsWith('/phone/'))
  const kept = isPage ? '/phone.html' : files.includes(url.pathname) ? url.pathname : ''
  // Pictures of the pack were fetched ahead by the phone's worker.
  if (url.pathname.startsWith('/api/media/')) e.respondWith(caches.match(url.pathname, { cacheName: 'bamban-speech' }).then((r) => r ?? fetch(e.request)))
  if (kept) e.respondWith(caches.open(cacheName).then(async (c) => (await c.match(kept)) ?? fetch(e.request)))
})
