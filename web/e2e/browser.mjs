// The browser that journeys and pictures use: Debian's own, nothing fetched.
import { chromium } from 'playwright-core'

export const base = process.env.BASE_URL ?? 'http://127.0.0.1:8099'

/** The province's day, which is seven hours ahead. */
export const provinceDay = (daysAgo = 0) => new Date(Date.now() + 7 * 36e5 - daysAgo * 864e5).toISOString().slice(0, 10)

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--headless=new', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

/** Where a page's server is, where that is not the one of all tests. */
const servers = new WeakMap()

export function useServer(page, address) {
  servers.set(page, address)
}

const serverOf = (page) => servers.get(page) ?? base

/** Signs in over the API, in the page's own session; picks the demo account of a role where no login is given. */
export async function signIn(page, { login = process.env.LOGIN, password = process.env.PASSWORD, role } = {}) {
  const welcome = await (await page.request.get(`${serverOf(page)}/api/welcome`)).json()
  const account = login ? { login, password } : (welcome.accounts.find((a) => role && JSON.stringify(a).includes(role)) ?? welcome.accounts[0])
  const answer = await page.request.post(`${serverOf(page)}/api/session`, { data: { login: account.login, password: account.password }, headers: { 'X-Bamban': '1' } })
  if (!answer.ok()) throw new Error(`sign-in as ${account.login}: ${answer.status()} ${await answer.text()}`)
  return answer.json()
}

export async function api(page, path) {
  const answer = await page.request.get(`${serverOf(page)}/api${path}`)
  if (!answer.ok()) throw new Error(`GET ${path}: ${answer.status()} ${await answer.text()}`)
  return answer.json()
}
