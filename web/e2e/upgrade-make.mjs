// Makes the fixture of phone-upgrade.test.mjs by a build of an older commit:
//   node e2e/upgrade-make.mjs OLD-WORKTREE
// OLD-WORKTREE is built (make build); its server, its page and its worker are used.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { launch } from './browser.mjs'

const old = process.argv[2]
const pin = '258013'
const unsent = 200
const port = 8259
const base = `http://localhost:${port}`
const folder = mkdtempSync(join(tmpdir(), 'bamban-old-'))
const to = new URL('../../testdata/upgrade/', import.meta.url)

const server = spawn(join(old, 'bin/bamban'), ['demo', '--data', join(folder, 'data'), '--addr', `127.0.0.1:${port}`, '--households', '30'])
let said = ''
await new Promise((ready) => server.stdout.on('data', (b) => /Open {2}http/.test((said += b)) && setTimeout(ready, 500)))
const password = /^\s+tram\s+(\S+)/m.exec(said)[1]
const signedIn = await fetch(`${base}/api/session`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Bamban': '1' }, body: JSON.stringify({ login: 'tram', password }) })
const cookie = signedIn.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ')
const api = async (path, o = {}) => (await fetch(base + path, { ...o, headers: { cookie, 'X-Bamban': '1', 'Content-Type': 'application/json' } })).json()
const me = await api('/api/me')
const { code } = await api('/api/devices', { method: 'POST', body: JSON.stringify({ user: me.user.id, name: 'Máy bản cũ' }) })

const browser = await launch()
const context = await browser.newContext()
const page = await context.newPage()
await page.goto(`${base}/icon.svg`)
const worker = readdirSync(join(old, 'web/dist/assets')).find((f) => /^worker-.*\.js(\.gz)?$/.test(f)).replace(/\.gz$/, '')
await page.evaluate((name) => {
  const w = new Worker(`/assets/${name}`, { type: 'module', name: 'bamban' })
  const waiting = new Map()
  let last = 0
  w.onmessage = ({ data }) => {
    const give = waiting.get(data.id)
    if (give) 'problem' in data ? give.fail(new Error(JSON.stringify(data.problem))) : give.done(data.gives)
  }
  window.ask = (call, ...args) => new Promise((done, fail) => (waiting.set(++last, { done, fail }), w.postMessage({ id: last, call, args })))
}, worker)
const ask = (...a) => page.evaluate((args) => window.ask(...args), a)
await ask('enrol', code, pin)
await ask('sync')
const homes = await ask('list', 'household')
await context.setOffline(true)
const ids = []
for (let i = 0; i < unsent; i++) {
  const h = homes[i % homes.length]
  if (i % 10 === 9) ids.push(await ask('write', 'household', h.id, { address: `Nhà ghi ngoại tuyến số ${i}` }))
  else if (i % 10 === 8) ids.push(await ask('write', 'note', '', { subject: h.id, area: h.v.area, text: `Ghi ngoại tuyến số ${i}`, by: me.user.id, on: '2026-03-15' }))
  else ids.push(await ask('write', 'visit', '', { household: h.id, area: h.v.area, on: `2026-03-${String((i % 28) + 1).padStart(2, '0')}`, by: me.user.id }))
}
const status = await ask('status')
if (status.unsent !== unsent) throw new Error(`${status.unsent} are unsent`)
await ask('lock')
const databases = await page.evaluate(async () => {
  const done = (r) => new Promise((give, fail) => ((r.onsuccess = () => give(r.result)), (r.onerror = () => fail(r.error))))
  const pack = (v) => (v instanceof Uint8Array ? { bytes: btoa(Array.from(v, (b) => String.fromCharCode(b)).join('')) } : { value: v })
  const out = []
  for (const { name } of await indexedDB.databases()) {
    if (name === 'bamban-ballast') continue // eight megabytes of noise, taken anew where it lacks
    const db = await done(indexedDB.open(name))
    for (const store of db.objectStoreNames) {
      const s = db.transaction(store).objectStore(store)
      const [keys, values] = [await done(s.getAllKeys()), await done(s.getAll())]
      out.push({ name, store, auto: s.autoIncrement, rows: keys.map((k, i) => [k, pack(values[i])]) })
    }
    db.close()
  }
  return out
})
await browser.close()
await new Promise((gone) => (server.on('exit', gone), server.kill('SIGTERM')))
const commit = execFileSync('git', ['-C', old, 'rev-parse', 'HEAD']).toString().trim()
writeFileSync(new URL('phone.json.gz', to), gzipSync(JSON.stringify({ commit, pin, unsent, records: [...new Set(ids)], databases }), { level: 9 }))
execFileSync('tar', ['-C', folder, '--exclude=projection*', '--exclude=data/uploads', '-czf', new URL('server.tar.gz', to).pathname, 'data'])
console.log(readdirSync(join(folder, 'data')))
