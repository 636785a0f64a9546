// Recording on the phone, in a real browser against a real server: a visit with the
// pack's form, photos, a signature and a voice, kept without signal and sent later.
//   BASE_URL=… node --test e2e/phone-recording.test.mjs
import assert from 'node:assert/strict'
import { open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { api } from './browser.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'
import { drawn, withExif } from './photo.mjs'

if (process.env.MOCK === '1') {
  console.log('1..0 # SKIP the mock has no phones')
  process.exit(0)
}

const word = `MAYANH${Date.now()}`
let phone, page, desk, photo, photoFile, homePath, user

before(async () => {
  phone = await Phone.make()
  page = phone.page
  desk = await openDesk()
  const invited = await invite(desk)
  user = invited.user
  await phone.enrol(invited.code)
  photo = withExif(await drawn(page, 2400, 1600), word)
  photoFile = join(phone.profile, '..', `${word}.jpg`)
  await writeFile(photoFile, photo)
})
after(async () => {
  await phone?.close()
  await desk?.close()
  assert.deepEqual(phone.faults, [], 'errors in the page')
})
afterEach(async (x) => {
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/rec-${x.name.slice(0, 40).replace(/\W+/g, '-')}.png` })
})

const shown = (what) => what.waitFor({ timeout: 20_000 })
const question = (name) => page.locator(`[data-question="${name}"]`)
const pick = (name, text) => question(name).getByText(text, { exact: true }).click()

test('a visit with answers, a photo and a signature is kept without signal', async () => {
  await phone.show('/phone/homes')
  await page.locator('.cards a').first().click()
  await shown(page.getByRole('link', { name: 'Ghi lần thăm' }))
  homePath = new URL(page.url()).pathname
  await phone.context.setOffline(true)
  await page.getByRole('link', { name: 'Ghi lần thăm' }).click()
  await shown(page.getByRole('heading', { name: 'Thăm hộ gia đình' }))
  await pick('at_home', 'Có')
  await question('household_size').locator('input').fill('4')
  await pick('damage', 'Mái dột')
  await question('house_photo').getByRole('button').click()
  await page.getByLabel('Chọn ảnh có trên máy').setInputFiles(photoFile)
  await shown(question('house_photo').locator('img'))
  await pick('has_children', 'Không')
  await page.getByRole('button', { name: 'Thêm: Quà đã trao' }).click()
  await question('gifts.0.what').locator('input').fill('Mười cân gạo')
  await question('receipt').getByRole('button').click()
  await sign()
  await shown(question('receipt').locator('img'))
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(page.getByText('Đã lưu trên máy.'))
})

async function sign() {
  const pad = page.locator('canvas.pad')
  await shown(pad)
  const box = await pad.boundingBox()
  await page.mouse.move(box.x + 30, box.y + 60)
  await page.mouse.down()
  for (let i = 1; i < 12; i++) await page.mouse.move(box.x + 30 + i * 20, box.y + 60 + (i % 3) * 20)
  await page.mouse.up()
  await page.getByRole('button', { name: 'Dùng', exact: true }).click()
}

test('it is sent when there is signal, and the desk sees it with its picture', async () => {
  await phone.context.setOffline(false)
  await phone.show('/phone/link')
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Mọi việc đã gửi'))
  const house = homePath.split('/').at(-1)
  const { rows } = await api(desk.page, `/records/visit?f.household=${house}&sort=-on&limit=5`)
  const visit = (await Promise.all(rows.map((r) => api(desk.page, `/records/visit/${r.id}`)))).find((v) => v.v.form === 'household_visit' && v.v.answers.includes('Mười cân gạo'))
  assert.ok(visit, 'the visit is at the desk with its answers')
  const answers = JSON.parse(visit.v.answers)
  assert.equal(answers.household_size, 4)
  const attached = await api(desk.page, `/records/attachment?f.subject=${visit.id}&limit=10`)
  assert.deepEqual(attached.rows.map((r) => r.v.kind).sort(), ['photo', 'signature'])
  for (let i = 0; ; i++) {
    const got = await desk.page.request.get(`/api/files/${answers.house_photo}`)
    if (got.ok()) {
      const bytes = await got.body()
      assert.ok(bytes.length <= 200 * 1024, `${bytes.length} bytes`)
      assert.ok(!bytes.includes(word), 'what the camera wrote is not in the file')
      break
    }
    assert.ok(i < 50, `the photo arrives: ${got.status()}`)
    await new Promise((r) => setTimeout(r, 200))
  }
  const record = attached.rows.find((r) => r.v.kind === 'photo')
  const full = await api(desk.page, `/records/attachment/${record.id}`)
  assert.equal(full.v.taken_at, Date.parse('2026-03-03T08:15:00+07:00'))
  assert.deepEqual([full.v.point.lat.toFixed(4), full.v.point.lon.toFixed(4), full.v.point.acc], ['22.3987', '103.1234', 12])
})

test('a file that is no photo is refused in plain words, and nothing is lost', async () => {
  await phone.show(homePath)
  await page.getByRole('link', { name: 'Ghi lần thăm' }).click()
  await page.getByLabel('Ghi chép').fill('Đang viết dở thì chọn nhầm tệp')
  await pick('at_home', 'Có')
  await pick('damage', 'Mái dột')
  await question('house_photo').getByRole('button').click()
  await page.getByLabel('Chọn ảnh có trên máy').setInputFiles({ name: 'anh.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('PK\u0003\u0004 không phải ảnh') })
  await shown(page.getByText('Tệp này không phải là ảnh'))
  await page.keyboard.press('Escape')
  assert.equal(await page.getByLabel('Ghi chép').inputValue(), 'Đang viết dở thì chọn nhầm tệp')
})

test('a visit begun is there again after the app was killed', async () => {
  await page.waitForTimeout(700) // longer than typing is waited for
  await phone.kill()
  page = phone.page
  await phone.unlock()
  await phone.show(homePath.replace('/home/', '/visit/'))
  await shown(page.getByLabel('Ghi chép'))
  assert.equal(await page.getByLabel('Ghi chép').inputValue(), 'Đang viết dở thì chọn nhầm tệp')
  await pick('at_home', 'Không')
  await page.getByText('Đi nương, đi rừng').click()
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(page.getByText('Đã lưu trên máy.'))
})

test('a visit is corrected, and its history says from what to what', async () => {
  await page.getByText('Đang viết dở thì chọn nhầm tệp').first().click()
  await page.getByRole('link', { name: 'Sửa lần thăm này' }).click()
  await page.getByLabel('Ghi chép').fill('Nhà đi vắng, đã nhắn hàng xóm')
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(page.getByText('Đã lưu trên máy.').last())
  await page.getByText('Nhà đi vắng, đã nhắn hàng xóm').first().click()
  await page.getByText('Lịch sử').click()
  await shown(page.locator('.known del', { hasText: 'Đang viết dở thì chọn nhầm tệp' }).first())
})

test('somebody who moves in, and a note, are written down on the phone and arrive', async () => {
  await phone.show(homePath)
  await page.getByRole('link', { name: 'Thêm người vào nhà' }).click()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await shown(page.getByText(/cần/i).first()) // a name is needed, and nothing was kept
  const name = `Lò Bé Thử ${Date.now() % 1e6}`
  await page.getByLabel('Họ và tên').fill(name)
  await page.getByLabel('Ngày sinh').fill('03/2026')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await shown(page.getByText(name))
  await page.getByRole('link', { name: 'Ghi chú' }).click()
  await page.getByLabel('Nội dung').fill('Cần thêm chăn ấm cho cháu bé')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await shown(page.getByText('Cần thêm chăn ấm cho cháu bé').first())
  await phone.show('/phone/link')
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Mọi việc đã gửi'))
  const { rows } = await api(desk.page, `/records/person?q=${encodeURIComponent(name)}&limit=5`)
  assert.ok(rows.length > 0, 'the new person is at the desk')
})

test('a film of 3 GB picked by mistake is told from a photo at once, and nothing is lost', async () => {
  const film = join(phone.profile, '..', `${word}.mp4`)
  const f = await open(film, 'w')
  await f.truncate(3 * 2 ** 30)
  await f.close()
  await phone.show(homePath)
  await page.getByRole('link', { name: 'Ghi lần thăm' }).click()
  await page.getByLabel('Ghi chép').fill('Đang viết dở thì chọn nhầm phim')
  await page.getByRole('button', { name: 'Thêm ảnh' }).click()
  const begun = Date.now()
  await page.getByLabel('Chọn ảnh có trên máy').setInputFiles(film)
  await shown(page.getByText('Tệp này quá lớn, có lẽ là phim. Hãy chọn một ảnh.'))
  assert.ok(Date.now() - begun < 5000, 'nobody waits for a film to be read')
  await rm(film)
  await page.keyboard.press('Escape')
  assert.equal(await page.getByLabel('Ghi chép').inputValue(), 'Đang viết dở thì chọn nhầm phim')
})

test('after use and lock no photo, signature or voice can be read in the browser’s files', async () => {
  // Of each picture that arrived at the desk, bytes from its middle: they are looked for in the profile.
  const { rows } = await api(desk.page, '/records/attachment?limit=200')
  const pieces = []
  for (const r of rows) {
    if (r.v.by !== user) continue
    const got = await desk.page.request.get(`/api/files/${r.v.digest}`)
    if (!got.ok()) continue
    const bytes = await got.body()
    for (const at of [0.3, 0.5, 0.7]) pieces.push(bytes.subarray(Math.floor(bytes.length * at), Math.floor(bytes.length * at) + 32))
  }
  assert.ok(pieces.length >= 6, `${pieces.length} pieces of files that this phone took`)
  await phone.show('/phone/link')
  await page.getByRole('button', { name: 'Khóa máy' }).click()
  await shown(page.getByLabel('Mã mở máy'))
  await phone.context.close()
  let looked = 0
  for await (const [path, bytes] of phone.files()) {
    looked++
    for (const p of pieces) assert.ok(!bytes.includes(p), `a piece of a photo lies open in ${path}`)
  }
  assert.ok(looked > 20, `${looked} files`)
  await phone.open()
  page = phone.page
})
