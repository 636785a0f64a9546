// The map of the phone against a real server, without a network:
//   BASE_URL=http://127.0.0.1:8099 [MAPS=the server's data folder/maps] node --test e2e/phone-map.test.mjs
// The server's demonstration needs some thousand households, so that an officer has several.
// With MAPS the office's files are put there; without, those parts are said to be left out.
import assert from 'node:assert/strict'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { findings } from './axe.mjs'
import { base } from './browser.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'

let desk
let phone
let page
const elsewhere = []
const shown = (l) => l.first().waitFor({ timeout: 15_000 })
const picture = (name, p = page) => (process.env.OUT ? p.screenshot({ path: `${process.env.OUT}/${name}.png` }) : null)

before(async () => {
  if (process.env.MAPS) {
    await mkdir(process.env.MAPS, { recursive: true })
    const patrol = { type: 'FeatureCollection', features: [
      { type: 'Feature', properties: { name: 'Đường tuần tra' }, geometry: { type: 'LineString', coordinates: [[102.9, 22.5], [103.0, 22.45], [103.1, 22.42]] } },
      { type: 'Feature', properties: { name: 'Điểm trực Nậm Ngà' }, geometry: { type: 'Point', coordinates: [103.0, 22.47] } }] }
    await writeFile(join(process.env.MAPS, 'Tuần tra.geojson'), JSON.stringify(patrol))
    await writeFile(join(process.env.MAPS, 'hong.pmtiles'), 'not tiles')
    for (const [file, name] of [['ground', 'Nền'], ['picture', 'Ảnh']]) await copyFile(new URL(`../../testdata/maps/${file}.pmtiles`, import.meta.url), join(process.env.MAPS, `${name}.pmtiles`))
  }
  desk = await openDesk()
  phone = await Phone.make()
  phone.context.on('request', (r) => !r.url().startsWith(base) && !/^(blob|data):/.test(r.url()) && elsewhere.push(r.url()))
  await phone.enrol((await invite(desk)).code)
  page = phone.page
})
after(async () => {
  await phone?.close()
  await desk?.close()
})

/** How many colours the canvas shows: an empty map has one or two. */
const colours = (p) => p.locator('.mapbox canvas').evaluate((c) => new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size)
/** Waits until the map is drawn, for its ground comes after the page. */
async function drawn(p) {
  const until = Date.now() + 15_000
  while ((await colours(p)) <= 30) {
    assert.ok(Date.now() < until, `the map has ${await colours(p)} colours`)
    await p.waitForTimeout(100)
  }
}

test('without a network the map shows land, names and the households of the phone, and says how many have no position', async () => {
  await phone.show('/phone/map')
  await shown(page.locator('.mapbox canvas'))
  await phone.context.setOffline(true)
  await page.reload()
  await phone.unlock()
  await page.getByRole('link', { name: 'Bản đồ' }).click()
  await shown(page.locator('.inview .cards a'))
  assert.equal(await page.getByText('Bản đồ chưa về máy').count(), 0, 'the basemap is on the phone')
  await drawn(page)
  await shown(page.getByText(/©.*OpenStreetMap/))
  const inView = Number(/\d+/.exec(await page.locator('.inview h2').innerText())[0])
  const nowhere = Number(/\d+/.exec(await page.getByText(/hộ chưa có vị trí/).innerText())[0])
  await page.getByRole('link', { name: 'Hộ', exact: true }).click()
  const all = Number(/\d+/.exec(await page.getByText(/^\d+ hộ$/).first().innerText())[0])
  assert.equal(inView + nowhere, all, 'each household is in the picture or counted in words')
  await phone.show('/phone/map')
  await shown(page.locator('.inview .cards a'))
  await picture('map-offline')
  assert.deepEqual(await findings(page), [])
})

test('a household is opened from the map by a finger, and from the list by a key', async () => {
  await page.locator('.mapbox canvas').scrollIntoViewIfNeeded()
  const box = await page.locator('.mapbox canvas').boundingBox()
  let hit = false
  for (let y = 30; y < box.height - 20 && !hit; y += 30)
    for (let x = 30; x < box.width - 70 && !hit; x += 30) {
      await page.mouse.click(box.x + x, box.y + y)
      hit = (await page.locator('.picked a').count()) > 0
    }
  assert.ok(hit, 'some mark answers a touch')
  await picture('map-picked')
  await page.locator('.picked a').first().press('Enter')
  await page.waitForURL(/\/phone\/home\//)
  await phone.show('/phone/map')
})

/** Walks by keys to a mark whose words fit, and gives those. */
async function walkTo(p, words) {
  const said = p.locator('.mapbox [role=status]')
  await p.locator('.mapbox canvas').focus()
  for (let i = 0; i < 60; i++) {
    await p.keyboard.press('n')
    await p.waitForTimeout(60)
    const text = await said.innerText()
    if (words.test(text)) return text
  }
  return ''
}

test('households that lie close together are a circle with their number, which a finger or a key steps into, and Escape leaves', async () => {
  await page.getByRole('button', { name: 'Xem tất cả hộ' }).click()
  const count = async () => Number(/\d+/.exec(await page.locator('.inview h2').innerText())[0])
  const whole = await count()
  const group = Number(/\d+/.exec(await walkTo(page, /hộ gần nhau/))[0])
  assert.ok(group > 1 && group <= whole, `a group of ${group} of ${whole}`)
  await picture('map-keys')
  await page.keyboard.press('Enter')
  await shown(page.locator('.mapbox [role=status]', { hasText: `Đã phóng to vào ${group} hộ` }))
  await page.waitForTimeout(200)
  const inside = await count()
  assert.ok(inside >= group && inside < whole, `the frame holds ${inside} after stepping into ${group} of ${whole}`)
  await picture('map-stepped')
  await page.locator('.mapbox canvas').focus()
  await page.keyboard.press('Escape')
  await page.waitForTimeout(200)
  assert.equal(await count(), whole, 'Escape goes back out')
  for (let i = 0; i < 12 && (await page.locator('.picked').count()) === 0; i++) {
    assert.notEqual(await walkTo(page, /./), '', 'some mark is there')
    await page.keyboard.press('Enter')
    await page.waitForTimeout(200)
  }
  await shown(page.locator('.picked a'))
  await page.getByRole('button', { name: 'Xem tất cả hộ' }).click()
  assert.deepEqual(await findings(page), [])
})

test('the desk’s map steps into circles too, and says beside it in words what the frame holds, each a way to its record', async () => {
  const p = desk.page
  await p.setViewportSize({ width: 1366, height: 768 })
  await p.request.patch('/api/me', { data: { language: 'vi' }, headers: { 'X-Bamban': '1' } })
  await p.goto('/map')
  await shown(p.locator('.inframe li a'))
  await drawn(p)
  const count = async () => Number(/[\d.]+/.exec(await p.locator('.inframe h2').innerText())[0].replaceAll('.', ''))
  const whole = await count()
  const heads = await p.locator('.inframe h3 .num').allInnerTexts()
  assert.ok(heads.length > 0 && (await p.locator('.inframe li').count()) === Math.min(60, whole), 'so many lines as it says')
  await picture('map-desk-list', p)
  for (let step = 0; step < 4 && (await count()) === whole; step++) {
    assert.match(await walkTo(p, /hộ gần nhau/), /\d+ hộ gần nhau/)
    await p.keyboard.press('Enter')
    await p.waitForTimeout(300)
  }
  assert.ok((await count()) < whole, 'a nearer frame holds fewer')
  await picture('map-desk-stepped', p)
  const first = p.locator('.inframe li a').first()
  const name = await first.innerText()
  await first.press('Enter')
  await p.waitForURL(/\/household\//)
  await shown(p.getByRole('heading', { name }))
  await p.goto('/map')
  await p.locator('.inframe h3 a').first().click()
  await p.waitForURL(/\/area\//)
})

test('my position shows with how exact it is', async () => {
  await page.getByRole('button', { name: 'Vị trí của tôi' }).click()
  await shown(page.getByText('Vị trí của tôi, lệch đến 8 m'))
  await picture('map-here')
})

test('filters, nearer and keys change what the frame holds', async () => {
  await page.getByRole('button', { name: 'Thôi theo vị trí' }).click()
  await page.getByRole('button', { name: 'Xem tất cả hộ' }).click()
  const count = async () => Number(/\d+/.exec(await page.locator('.inview h2').innerText())[0])
  const whole = await count()
  for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Phóng to' }).click()
  assert.ok((await count()) < whole, 'a nearer frame holds fewer')
  await page.locator('.mapbox canvas').press('ArrowLeft')
  await page.getByRole('button', { name: 'Xem tất cả hộ' }).click()
  assert.equal(await count(), whole)
  await page.getByRole('button', { name: 'Nghèo, cận nghèo' }).click()
  assert.ok((await count()) < whole, 'a filter holds on the map')
})

test('the office’s file is a layer on the phone without a network; a wrong one is named at the desk', { skip: process.env.MAPS ? false : 'MAPS is not given' }, async () => {
  await shown(page.getByLabel('Tuần tra'))
  for (let i = 0; i < 5; i++) await page.getByRole('button', { name: 'Thu nhỏ' }).click()
  const look = async () => (await page.waitForTimeout(300), page.locator('.mapbox canvas').evaluate((c) => c.toDataURL()))
  const before = await look()
  await picture('map-layer')
  await page.getByLabel('Tuần tra').uncheck()
  assert.notEqual(await look(), before, 'a layer that is switched off is not drawn')
  await desk.page.setViewportSize({ width: 1366, height: 768 })
  await desk.page.request.patch('/api/me', { data: { language: 'vi' }, headers: { 'X-Bamban': '1' } })
  await desk.page.goto('/map')
  await shown(desk.page.getByText('Nội dung tệp không phải PMTiles'))
  await shown(desk.page.getByLabel('Tuần tra'))
  await picture('map-desk', desk.page)
  await drawn(desk.page)
  const there = await findings(desk.page)
  await desk.page.goto('/me')
  await shown(desk.page.locator('h1'))
  const everywhere = await findings(desk.page)
  assert.deepEqual(there.filter((f) => !everywhere.includes(f)), [], 'nothing but what each page of the desk has')
})

test('an office’s tiles, vector and pictures, are on the phone without a network, within the room that is chosen, and at the desk', { skip: process.env.MAPS ? false : 'MAPS is not given' }, async () => {
  await phone.context.setOffline(false)
  await phone.show('/phone/link')
  await page.locator('button.main.wide').first().click()
  await phone.show('/phone/map')
  await page.getByText(/Có trên máy đến mức phóng/).nth(1).waitFor({ timeout: 30_000 })
  await phone.context.setOffline(true)
  await page.reload()
  await phone.unlock()
  await page.getByRole('link', { name: 'Bản đồ' }).click()
  await shown(page.getByRole('checkbox', { name: 'Ảnh' }))
  for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Thu nhỏ' }).click()
  await page.locator('.mapbox canvas').scrollIntoViewIfNeeded()
  const look = async () => (await page.waitForTimeout(800), page.locator('.mapbox canvas').evaluate((c) => c.toDataURL()))
  await page.getByRole('checkbox', { name: 'Ảnh' }).uncheck()
  const vector = await look()
  await page.locator('.mapbox').scrollIntoViewIfNeeded()
  await picture('map-tiles-vector')
  await page.getByRole('checkbox', { name: 'Nền' }).uncheck()
  const none = await look()
  assert.notEqual(vector, none, 'vector tiles are drawn without a network')
  await page.getByRole('checkbox', { name: 'Ảnh' }).check()
  assert.notEqual(await look(), none, 'pictures are drawn without a network')
  await page.locator('.mapbox').scrollIntoViewIfNeeded()
  await picture('map-tiles-picture')
  await page.getByRole('checkbox', { name: 'Nền' }).check()
  await page.locator('#tile-room').scrollIntoViewIfNeeded()
  await picture('map-tiles-room')
  assert.deepEqual(await findings(page), [])
  await page.locator('#tile-room').selectOption('0')
  await page.getByText('Không có phần nào vừa').nth(1).waitFor({ timeout: 15_000 })
  await desk.page.goto('/map')
  await shown(desk.page.getByRole('checkbox', { name: 'Nền' }))
  await desk.page.waitForTimeout(1500)
  await picture('map-tiles-desk', desk.page)
  const atDesk = async () => (await desk.page.waitForTimeout(800), desk.page.locator('.mapbox canvas').evaluate((c) => c.toDataURL()))
  const both = await atDesk()
  await desk.page.getByRole('checkbox', { name: 'Ảnh' }).uncheck()
  const one = await atDesk()
  assert.notEqual(one, both, 'pictures are drawn at the desk')
  await desk.page.getByRole('checkbox', { name: 'Nền' }).uncheck()
  assert.notEqual(await atDesk(), one, 'vector tiles are drawn at the desk')
})

test('nothing was asked of anybody else', () => {
  assert.deepEqual(elsewhere, [])
  assert.deepEqual(phone.faults, [])
})
