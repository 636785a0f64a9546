// A program is designed, checked, tried, published and used, without a file, against a real server:
//   BASE_URL=http://127.0.0.1:8099 [OUT=shots] node --test e2e/design.test.mjs
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings } from './axe.mjs'
import { api, signIn } from './browser.mjs'
import { deskPages } from './desk.mjs'

let page
deskPages((p) => (page = p))

const shown = (l) => l.first().waitFor({ timeout: 15_000 })
const look = (name) => (process.env.OUT ? page.screenshot({ path: `${process.env.OUT}/design-${name}.png`, fullPage: true }) : null)
const part = (name) => page.getByRole('navigation', { name: 'Soạn chương trình' }).getByRole('link', { name }).click()
const saved = () => shown(page.getByRole('status').getByText('Đã lưu', { exact: true }))
const name = `Bếp ấm ${Date.now().toString(36)}`
let code = ''

test('a new program is designed from the shortest path, mended, tried and published', async () => {
  await signIn(page, { role: 'Ban Chỉ huy BĐBP' })
  await page.goto('/program')
  await page.getByRole('link', { name: 'Soạn chương trình' }).click()
  await page.getByRole('button', { name: 'Soạn mới' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Tên chương trình').fill(name)
  await dialog.getByRole('button', { name: 'Bắt đầu soạn' }).click()
  await shown(page.getByRole('heading', { name }))
  assert.deepEqual(await findings(page), [])
  code = await page.getByLabel('Mã', { exact: true }).inputValue()
  assert.match(code, /^bep_am_/)
  await look('basics')

  await part('Ai được giúp')
  await page.getByRole('button', { name: 'Thêm điều kiện' }).click()
  await page.getByLabel('Khi chưa đạt thì nói').fill('Hộ không thuộc diện nghèo.')
  await page.getByRole('checkbox', { name: 'Hộ nghèo', exact: true }).check()
  await saved()
  assert.deepEqual(await findings(page), [])
  await look('who')

  await part('Hỗ trợ gì')
  await page.getByRole('button', { name: 'Thêm khoản' }).click()
  await page.getByLabel('Tên khoản').fill('Bếp và củi')
  await saved()
  await part('Kiểm tra và thử')
  await shown(page.getByRole('heading', { name: 'Còn 1 chỗ phải sửa' }))
  await look('wrong')
  await page.getByRole('link', { name: /Hỗ trợ gì · Bếp và củi/ }).click()
  await page.getByRole('spinbutton', { name: 'Mức' }).fill('1500000')
  await saved()
  assert.deepEqual(await findings(page), [])
  await look('gives')

  await part('Các bước')
  await shown(page.getByText('Bước đầu', { exact: true }))
  assert.deepEqual(await findings(page), [])
  await look('path')

  await part('Kiểm tra và thử')
  await page.getByRole('button', { name: 'Thử', exact: true }).click()
  await shown(page.getByText(/đủ điều kiện/).locator('visible=true'))
  await page.getByRole('button', { name: 'Đã duyệt' }).click()
  await page.getByRole('button', { name: 'Đã trao' }).click()
  await shown(page.getByText('Hồ sơ kết thúc ở đây.'))
  assert.deepEqual(await findings(page), [])
  await look('try')

  await part('Công bố')
  assert.ok(await page.getByRole('button', { name: 'Công bố', exact: true }).isDisabled(), 'nothing is published without a reason')
  await page.getByLabel('Căn cứ công bố').fill('Thông báo thử')
  await look('publish')
  await page.getByRole('button', { name: 'Công bố', exact: true }).click()
  await page.waitForURL(`**/program/${code}`)
  await shown(page.getByRole('heading', { name }))
})

test('what was published takes proposals, and a change to it is a draft of version 2', async () => {
  await signIn(page, { role: 'Chỉ huy đồn' })
  const { rows } = await api(page, '/records/household?limit=50')
  let done = 0
  for (const r of rows) {
    const check = await api(page, `/programs/${code}/check?household=${r.id}`)
    if (check.reasons.length > 0) continue
    const made = await page.request.post('/api/enrolments', { data: { program: code, household: r.id }, headers: { 'X-Bamban': '1' } })
    assert.equal(made.status(), 201, await made.text())
    done += 1
    break
  }
  assert.equal(done, 1, 'a poor household among the first fifty')
  for (const [method, path] of [['get', '/api/designs'], ['post', '/api/designs']]) {
    const answer = await page.request[method](path, { data: {}, headers: { 'X-Bamban': '1' } })
    assert.equal(answer.status(), 403, `${path} is closed to a station`)
  }

  await signIn(page, { role: 'Ban Chỉ huy BĐBP' })
  await page.goto('/design')
  await shown(page.getByText(/Phiên bản 1 · có hiệu lực từ/))
  await look('list')
  await page.getByRole('button', { name: 'Soạn mới' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Sửa chương trình đang chạy').check()
  await dialog.getByLabel('Chương trình', { exact: true }).selectOption({ label: name })
  await dialog.getByRole('button', { name: 'Bắt đầu soạn' }).click()
  await shown(page.getByText('Chương trình đang chạy không đổi đối tượng.'))
  await part('Các bước')
  await page.getByRole('button', { name: 'Bỏ “Đề nghị”' }).click()
  await saved()
  await part('Kiểm tra và thử')
  await shown(page.getByText(/phải sửa/))
  await part('Công bố')
  assert.ok(await page.getByRole('button', { name: 'Công bố', exact: true }).isDisabled(), 'a step at which somebody stands stays')
  await page.setViewportSize({ width: 360, height: 740 })
  await part('Các bước')
  await look('narrow')
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(wide <= 360, `the page is ${wide} px wide`)
  await page.getByRole('button', { name: 'Bỏ bản soạn' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Bỏ bản soạn' }).click()
  await shown(page.getByText('Chưa có bản soạn nào.'))
})
