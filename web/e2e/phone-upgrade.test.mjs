// A phone whose 200 unsent records were written by an older build (testdata/upgrade),
// opened with this one against its own server:
//   node --test e2e/phone-upgrade.test.mjs
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { api } from './browser.mjs'
import { openDesk, Phone } from './phone-browser.mjs'
import { Server } from './server.mjs'

const fixture = (name) => new URL(`../../testdata/upgrade/${name}`, import.meta.url)
const { pin, unsent, records, databases } = JSON.parse(gunzipSync(readFileSync(fixture('phone.json.gz'))))
const folder = mkdtempSync(join(tmpdir(), 'bamban-upgrade-'))
let server
let phone
let desk
const shown = (what) => what.first().waitFor({ timeout: 30_000 })

before(async () => {
  execFileSync('tar', ['-C', folder, '-xzf', fixture('server.tar.gz').pathname])
  server = await Server.of(join(folder, 'data'))
  phone = await Phone.make(server.base)
  phone.pin = pin
})
after(async () => {
  await desk?.close()
  await phone?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Puts back what the older build had kept, before the app is opened. */
const fill = (all) =>
  phone.page.evaluate(async (stores) => {
    const done = (r) => new Promise((give, fail) => ((r.onsuccess = () => give(r.result)), (r.onerror = () => fail(r.error))))
    // The lease of the day on which the fixture was made is over by now.
    const box = stores.find((s) => s.name === 'bamban-phone')
    for (const [key, v] of box.rows) if (key === 'keyring') v.value.lease = Date.now() + 86_400_000
    const unpack = (v) => ('bytes' in v ? Uint8Array.from(atob(v.bytes), (c) => c.charCodeAt(0)) : v.value)
    for (const { name, store, auto, rows } of stores) {
      const r = indexedDB.open(name, 1)
      r.onupgradeneeded = () => r.result.createObjectStore(store, auto ? { autoIncrement: true } : {})
      const db = await done(r)
      const t = db.transaction(store, 'readwrite')
      for (const [key, v] of rows) t.objectStore(store).put(unpack(v), key)
      await new Promise((give, fail) => ((t.oncomplete = give), (t.onabort = fail)))
      db.close()
    }
  }, all)

/** The records that the server has of some. */
async function arrived() {
  desk ??= await openDesk(server.base)
  const ids = new Set()
  let addresses = 0
  for (const kind of ['visit', 'note', 'household'])
    for (let next = ''; ; ) {
      const page = await api(desk.page, `/records/${kind}?limit=200${next && `&after=${encodeURIComponent(next)}`}`)
      for (const r of page.rows) {
        if (records.includes(r.id)) ids.add(r.id)
        if (kind === 'household' && (r.v.address ?? '').startsWith('Nhà ghi ngoại tuyến')) addresses += 1
      }
      if (!(next = page.next)) break
    }
  return { ids, addresses }
}

test('what an older build kept is opened by its PIN, and all that it had not sent is there', async () => {
  const { page } = phone
  await page.goto(`${server.base}/icon.svg`)
  await fill(databases)
  await phone.context.setOffline(false)
  await page.route('**/sync/v1/**', (r) => r.abort())
  await page.goto('/phone')
  await phone.unlock()
  await phone.show('/phone/link')
  await shown(page.getByText(`${unsent} việc chưa gửi`))
})

test('all of it is sent, and none is lost', async () => {
  const { page } = phone
  await page.unroute('**/sync/v1/**')
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Mọi việc đã gửi'))
  const { ids, addresses } = await arrived()
  assert.deepEqual(records.filter((id) => !ids.has(id)), [], 'each record is at the server')
  assert.ok(addresses > 0, 'what was mended is mended there')
  const { items } = await api(desk.page, '/quarantine?limit=200')
  assert.deepEqual(items.filter((i) => records.includes(i.id) && JSON.stringify(i.fields).includes('ngoại tuyến')), [], 'nothing of it was held back')
  assert.deepEqual(phone.faults, [])
})
