// What people do at the desk, from the door to the saved record, in a real browser:
//   BASE_URL=… node --test e2e/journeys.test.mjs
// Runs against the mock (npm run mock) and against a demo server. Steps that only
// the mock can stage are skipped elsewhere, and say so.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, base, signIn } from './browser.mjs'
import { deskPages } from './desk.mjs'

const mock = process.env.MOCK === '1'
const needsMock = mock ? {} : { skip: 'staged by the mock only' }
const needsServer = mock ? { skip: 'the mock has no passkeys' } : {}
let page, context
deskPages((p, c) => ([page, context] = [p, c]))

const desk = () => signIn(page, { role: 'Chỉ huy đồn' })
const shown = (what) => what.waitFor({ timeout: 5000 })
const row = (label) => page.locator('.kv', { has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) })

async function household() {
  const { rows } = await api(page, '/records/household?limit=5&sort=name')
  await page.goto(`/household/${rows[0].id}`)
  await shown(page.locator('.rec h1'))
  return rows[0]
}

test('a wrong password is told at the door, and a right one opens the desk', async () => {
  await page.goto('/')
  await page.getByLabel('Tên đăng nhập').fill('khongco')
  await page.getByLabel('Mật khẩu', { exact: true }).fill('sai')
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await shown(page.getByRole('alert').filter({ hasText: /\S/ }))
  await page.locator('.accounts button').nth(1).click()
  await shown(page.getByRole('heading', { name: 'Hôm nay' }))
  await shown(page.getByText('Đã lưu hết'))
})

/** An account with a one-time password, as a desk makes one; the mock has its own. */
async function newAccount() {
  if (mock) return { login: 'canbo', password: 'lần đầu' }
  const me = await desk()
  const login = `thu${Date.now() % 1e9}`
  const answer = await page.request.post('/api/users', { data: { login, name: 'Tẩn Thị Thử', unit: me.user.unit, role: 'station_officer' }, headers: { 'X-Bamban': '1' } })
  assert.equal(answer.status(), 201, await answer.text())
  const { password } = await answer.json()
  await context.clearCookies()
  return { login, password }
}

async function enterBy(login, password) {
  await page.goto('/')
  await page.getByLabel('Tên đăng nhập').fill(login)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
}

async function choosePassword(given, own) {
  await page.getByLabel('Mật khẩu được cấp').fill(given)
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(own)
  await page.getByLabel('Ghi lại mật khẩu mới').fill(own)
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click()
  await shown(page.getByRole('button', { name: /^Tài khoản của tôi/ }))
}

async function signOut() {
  await page.getByRole('button', { name: /^Tài khoản của tôi/ }).click()
  await page.locator('button.item', { hasText: 'Đăng xuất' }).click()
  await shown(page.getByRole('button', { name: 'Đăng nhập', exact: true }))
}

test('a first sign-in asks for a password of one’s own', async () => {
  const { login, password } = await newAccount()
  await enterBy(login, password)
  await shown(page.getByLabel('Mật khẩu được cấp'))
  if (!mock) {
    // Before that nothing opens, by the address or by the API.
    await page.goto('/household')
    await shown(page.getByLabel('Mật khẩu được cấp'))
    assert.equal((await page.request.get('/api/records/household')).status(), 403)
  }
  await page.getByLabel('Mật khẩu được cấp').fill(password)
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill('ngắn')
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click()
  await shown(page.getByText('cần ít nhất 10 ký tự'))
  await choosePassword(password, 'nương ngô đầu bản')
  if (mock) return
  await signOut()
  await enterBy(login, password)
  await shown(page.getByRole('alert').filter({ hasText: /\S/ }))
  await page.getByLabel('Mật khẩu', { exact: true }).fill('nương ngô đầu bản')
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await shown(page.getByRole('heading', { name: 'Hôm nay' }))
})

test('a passkey of the device is added, opens the desk, and once removed opens nothing', needsServer, async () => {
  const { login, password } = await newAccount()
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  await enterBy(login, password)
  await choosePassword(password, 'nương ngô đầu bản')
  await page.goto('/me')
  await shown(page.getByText('Chưa có khóa nào.'))
  await page.getByRole('button', { name: 'Thêm khóa của máy này' }).click()
  await shown(page.locator('.toast', { hasText: 'Đã thêm khóa' }))
  await shown(page.getByRole('button', { name: 'Bỏ khóa' }))
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
  assert.deepEqual(credentials.map((c) => c.rpId), [new URL(base).hostname])
  await signOut()

  const byPasskey = async () => {
    await page.getByLabel('Tên đăng nhập').fill(login)
    await page.getByRole('button', { name: 'Dùng khóa đăng nhập của máy này' }).click()
  }
  await byPasskey()
  await shown(page.getByRole('button', { name: /^Tài khoản của tôi/ }))
  const { sessions } = await api(page, '/me/sessions')
  assert.equal(sessions.find((s) => s.current).method, 'passkey')
  await page.goto('/me')
  await page.getByRole('button', { name: 'Bỏ khóa' }).click()
  await shown(page.locator('.toast', { hasText: 'Đã bỏ khóa' }))
  await signOut()
  await byPasskey()
  await shown(page.getByRole('alert').filter({ hasText: 'Chưa có khóa đăng nhập nào' }))
})

test('a field is edited in place, saved at once, and undone', async () => {
  await desk()
  await household()
  const phone = row('Điện thoại')
  const before = await phone.locator('dd').innerText()
  await phone.locator('button').click()
  await phone.locator('input').fill('0900 111 222')
  await page.keyboard.press('Enter')
  await shown(page.locator('.toast', { hasText: 'Đã lưu' }))
  await shown(phone.getByText('0900 111 222'))
  await page.locator('.toast button').click()
  await shown(page.locator('.toast', { hasText: 'Đã hoàn tác' }))
  assert.equal(await row('Điện thoại').locator('dd').innerText(), before)
})

test('what cannot be is told at the field before anything is sent', async () => {
  await desk()
  await household()
  await row('Chủ hộ').locator('button').click()
  await row('Chủ hộ').locator('input').fill('')
  await page.keyboard.press('Enter')
  await shown(page.locator('.kv .error', { hasText: 'Cần ghi phần này' }))
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('.kv .edit').count(), 0)
})

test('what the server refuses is told at the field', needsMock, async () => {
  await desk()
  await household()
  await row('Nơi ở').locator('button').click()
  await row('Nơi ở').locator('input').fill('chỗ cấm')
  await page.keyboard.press('Enter')
  await shown(page.locator('.kv .error', { hasText: 'Máy chủ không nhận' }))
})

test('when the server is away the words stay, the header says so, and saving again works', async () => {
  const stamp = `Cạnh suối ${Date.now()}`
  await desk()
  await household()
  await row('Nơi ở').locator('button').click()
  await page.route('**/api/records/**', (r) => (r.request().method() === 'PATCH' ? r.abort() : r.continue()))
  await row('Nơi ở').locator('input').fill(stamp)
  await page.keyboard.press('Enter')
  await shown(page.getByText('1 việc chưa lưu được'))
  assert.equal(await row('Nơi ở').locator('input').inputValue(), stamp)
  await page.unroute('**/api/records/**')
  await page.getByRole('button', { name: 'Lưu lại' }).click()
  await shown(page.getByText('Đã lưu hết'))
  await shown(row('Nơi ở').getByText(stamp))
})

test('a household is added, and a person into it', async () => {
  await desk()
  await page.goto('/household')
  await page.getByRole('link', { name: 'Thêm hộ' }).click()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await shown(page.getByText('Cần ghi phần này.').first())
  await page.getByLabel(/^Thôn, bản/).click()
  await page.locator('[role=option]').first().click()
  await page.getByLabel(/^Chủ hộ/).fill('Lò Văn Thử')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await shown(page.locator('.rec h1', { hasText: 'Lò Văn Thử' }))
  await page.getByRole('button', { name: 'Thêm người' }).click()
  await page.getByLabel(/^Họ và tên/).fill('Lò Thị Bé')
  await page.getByLabel(/^Ngày sinh/).fill('3/2018')
  await page.getByLabel(/^Quan hệ/).selectOption('child')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  const member = page.locator('.rel a', { hasText: 'Lò Thị Bé' })
  await shown(member)
  await shown(member.getByText('trẻ em'))
})

test('a deletion has an undo instead of a question', async () => {
  await desk()
  await household()
  await page.getByRole('button', { name: 'Xóa', exact: true }).click()
  await shown(page.getByText('Bài ghi này đã xóa'))
  await page.locator('.toast button').click()
  await page.getByText('Bài ghi này đã xóa').waitFor({ state: 'detached' })
})

test('a poverty decision is added for a year', async () => {
  await desk()
  await household()
  await page.getByRole('button', { name: 'Thêm năm' }).click()
  await page.getByLabel('Năm', { exact: true }).fill('2024')
  await page.locator('form.card').getByLabel(/^Diện/).selectOption('poor')
  await page.locator('form.card').getByRole('button', { name: 'Lưu' }).click()
  await shown(page.locator('.mini td', { hasText: '2024' }))
})

test('history tells who changed what and can undo it', async () => {
  const phone = `09${String(Date.now()).slice(-8)}`
  await desk()
  await household()
  await row('Điện thoại').locator('button').click()
  await row('Điện thoại').locator('input').fill(phone)
  await page.keyboard.press('Enter')
  await shown(page.locator('.toast'))
  await page.getByRole('button', { name: 'Xem lịch sử' }).click()
  const entry = page.locator('.time > li').first()
  await shown(entry.getByText(phone))
  await entry.getByRole('button', { name: 'Hoàn tác' }).click()
  await row('Điện thoại').getByText(phone).waitFor({ state: 'detached' })
})

test('two values are settled by choosing one', async (x) => {
  await desk()
  const { rows } = await api(page, '/conflicts')
  if (rows.length === 0) return x.skip('no open conflict in this data')
  await page.goto('/settle')
  const before = await page.locator('.conflict').count()
  await shown(page.locator('.conflict').first())
  await page.getByRole('button', { name: 'Giữ giá trị này' }).nth(1).click()
  await shown(page.locator('.toast', { hasText: 'Đã chọn' }))
  assert.ok((await page.locator('.conflict').count()) <= Math.max(before, 1))
})

test('the palette finds by folded words and opens by Enter', async () => {
  await desk()
  const { rows } = await api(page, '/records/household?limit=1&sort=name')
  const plain = rows[0].title.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase()
  await page.goto('/')
  await shown(page.getByRole('heading', { name: 'Hôm nay' }))
  await page.keyboard.press('Control+k')
  await page.locator('.palette input').fill(plain)
  await shown(page.locator('.palette [role=option]', { hasText: rows[0].title }).first())
  await page.keyboard.press('Enter')
  await shown(page.locator('.rec h1', { hasText: rows[0].title }))
})

test('lists are walked by keyboard, filtered, and found again as they were left', async () => {
  await desk()
  await page.goto('/household')
  await shown(page.locator('.table .line').first())
  for (let i = 0; i < 4; i++) await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await shown(page.locator('.rec h1'))
  await page.goBack()
  await page.locator('.rec').waitFor({ state: 'detached' })
  await page.locator('.table').evaluate((e) => (e.scrollTop = 1500))
  await page.waitForTimeout(300)
  await page.locator('.table .line .cover').nth(8).click()
  await shown(page.locator('.rec h1'))
  await page.goBack()
  await page.waitForTimeout(200)
  assert.ok(Math.abs((await page.locator('.table').evaluate((e) => e.scrollTop)) - 1500) < 5)
  const all = await page.locator('.list-head [role=status]').innerText()
  await page.getByRole('button', { name: 'Diện hộ theo năm' }).click()
  await page.locator('.sheet .item').first().click()
  await page.waitForFunction((was) => document.querySelector('.list-head [role=status]').textContent !== was, all)
  assert.match(page.url(), /f\.poverty=/)
})

test('a long list comes in pages and shows its end', async () => {
  await desk()
  const { total } = await api(page, '/records/household?limit=1')
  await page.goto('/household')
  await shown(page.locator('.table .line').first())
  for (let i = 0; i < total / 40 + 4; i++) {
    await page.locator('.table').evaluate((e) => (e.scrollTop = e.scrollHeight))
    await page.waitForTimeout(60)
    if (await page.getByText('Hết danh sách').count()) break
  }
  await shown(page.getByText('Hết danh sách'))
  assert.ok((await page.locator('.table .line').count()) < 60, 'only what is in sight is drawn')
})

test('on a phone, back from a record finds the list where it was', async () => {
  await context.close()
  context = await context.browser().newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, baseURL: base })
  page = await context.newPage()
  await desk()
  await page.goto('/household')
  await shown(page.locator('.table .line').first())
  await page.locator('.table').evaluate((e) => (e.scrollTop = 1280))
  await page.waitForTimeout(300)
  await page.locator('.table .line .cover').nth(6).click()
  await shown(page.locator('.rec h1'))
  await page.goBack()
  await page.waitForTimeout(200)
  assert.ok(Math.abs((await page.locator('.table').evaluate((e) => e.scrollTop)) - 1280) < 5)
})

test('the tree of places is walked by arrows and filtered by folded words', async () => {
  await desk()
  await page.goto('/area')
  await page.getByRole('tree').focus()
  for (const k of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(k)
  await shown(page.locator('.rec h1', { hasText: 'Bản' }))
  await page.locator('[data-filter]').fill('khong lao')
  await shown(page.locator('.leaf', { hasText: 'Khổng Lào' }))
  await page.getByRole('button', { name: /^Trước/ }).click()
  await page.locator('[data-filter]').fill('ban lang')
  await shown(page.locator('.leaf', { hasText: 'Bản Lang' }))
})

test('an account is made, its password shown once, and the account suspended', async () => {
  await desk()
  await page.goto('/user/new')
  await page.getByLabel('Họ và tên').fill('Vàng A Thử')
  await page.getByLabel('Tên đăng nhập').fill(`thu${Date.now() % 1e6}`)
  await page.getByRole('radio').first().check()
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click()
  await shown(page.locator('.once'))
  assert.ok((await page.locator('.once').innerText()).length >= 8)
  await page.getByRole('button', { name: 'Đã trao, đóng lại' }).click()
  await shown(page.locator('.rec h1', { hasText: 'Vàng A Thử' }))
  await page.getByRole('button', { name: 'Tạm khóa' }).click()
  await shown(page.getByRole('button', { name: 'Mở khóa' }))
})

test('a phone is enrolled by a code shown once, and revoked with a reason', async () => {
  await desk()
  await page.goto('/device/new')
  await page.getByLabel('Người giữ').click()
  await page.locator('[role=option]').first().click()
  await page.getByLabel('Tên máy').fill('Máy thử')
  await page.getByRole('button', { name: 'Ghi danh thiết bị' }).click()
  await shown(page.locator('.once'))
  await page.getByRole('button', { name: 'Đã trao, đóng lại' }).click()
  await page.getByRole('button', { name: 'Thu hồi' }).click()
  await page.getByLabel('Lý do thu hồi').fill('Thử')
  await page.locator('dialog').getByRole('button', { name: 'Thu hồi' }).click()
  await shown(page.getByText('Đã thu hồi thiết bị'))
})

test('the screen switches language and theme, and keeps both', async () => {
  await desk()
  await page.goto('/')
  await page.getByRole('button', { name: 'en', exact: true }).click()
  await shown(page.getByRole('heading', { name: 'Today' }))
  await page.getByRole('button', { name: /^My account/ }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await page.reload()
  await shown(page.getByRole('heading', { name: 'Today' }))
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark')
  await page.getByRole('button', { name: 'vi', exact: true }).click()
  await shown(page.getByRole('heading', { name: 'Hôm nay' }))
})

test('a page that is out of my scope says so', async () => {
  await desk()
  await page.goto('/household/0000000000000000000000')
  await shown(page.getByText('Không tìm thấy, hoặc nằm ngoài địa bàn'))
})

test('a partner reads a household and asks for nothing that is refused; a page of others leads back', needsServer, async () => {
  await signIn(page, { role: 'Đơn vị phối hợp' })
  const refused = []
  page.on('response', (r) => r.status() === 403 && refused.push(r.url()))
  await household()
  await page.waitForLoadState('networkidle')
  assert.deepEqual(refused, [])
  await page.goto('/looks')
  await shown(page.getByText('Vai trò của bạn không được làm việc này'))
  assert.equal(await page.getByRole('button', { name: 'Thử lại' }).count(), 0)
  await page.getByRole('link', { name: 'Về Hôm nay' }).click()
  await shown(page.getByRole('heading', { name: 'Hôm nay' }))
})

test('a form of the pack is tried out as on a phone: conditions, rows, what is missing', async () => {
  await desk()
  await page.goto('/form')
  await page.locator('.forms .line', { hasText: 'Thăm hộ gia đình' }).first().click()
  const phone = page.locator('.phone')
  await shown(phone.getByText('Có gặp người trong nhà không?'))
  assert.equal(await phone.getByText('Số người đang ở trong nhà').count(), 0)
  await phone.getByText('Có', { exact: true }).first().click()
  await phone.getByLabel('Số người đang ở trong nhà').fill('4')
  await phone.getByLabel('Thu nhập của cả nhà tháng trước').fill('2.000.000')
  await shown(phone.locator('output', { hasText: '500.000' }))
  await phone.locator('[data-question=has_children] .answer').first().click()
  await phone.getByRole('button', { name: 'Thêm: Từng trẻ' }).click()
  await page.getByRole('button', { name: 'Kiểm tra như khi lưu' }).click()
  await shown(page.getByText('Còn 2 chỗ cần xem lại'))
  await phone.getByRole('button', { name: 'Bỏ dòng này' }).click()
  await phone.getByRole('button', { name: 'Hoàn tác' }).click()
  await page.getByRole('button', { name: 'English' }).click()
  await shown(phone.getByText('Which child'))
})
