// A small stand-in for the server's JSON API (docs/api.md), in memory, for work on
// the screens and their pictures. It also serves dist. Not shipped.
import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { accounts, areaById, areas, db, desk, forms, geo, kinds, looks, newId, pack, put, quarantine, rolesYaml, units, version } from './data.mjs'

const port = Number(process.env.PORT ?? 8099)
const dist = new URL('../../dist/', import.meta.url).pathname
const kindOf = (n) => kinds.find((k) => k.name === n)
const fold = (s) => s.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
const sessions = new Map()
const fail = (status, code, vi, en, field = '') => ({ status, body: { error: { code, field, text: { vi, en }, retry: status === 429 } } })
const notFound = fail(404, 'not_found', 'Không tìm thấy, hoặc nằm ngoài phạm vi của bạn.', 'Not found, or outside your scope.')

function meOf(user) {
  const role = rolesYaml.find((r) => r.code === user.role)
  const may = {}
  for (const k of kinds) {
    const rules = role.rules.filter((r) => r.kinds.includes(k.name) || r.kinds.includes('*'))
    const verbs = new Set(rules.flatMap((r) => r.verbs))
    if (verbs.size) may[k.name] = { ...Object.fromEntries(['read', 'create', 'update', 'delete', 'export'].map((v) => [v, verbs.has(v)])), sees: [...new Set(rules.flatMap((r) => r.sees))] }
  }
  const unit = units.find((u) => u.id === user.cells.unit)
  return { user: { id: user.id, login: user.cells.login, name: user.cells.name, post: user.cells.post, language: user.cells.language, unit: unit.id }, unit: { id: unit.id, name: unit.name, type: unit.type }, roles: [{ code: role.code, label: role.label, unit: unit.id, area: '' }], powers: role.powers ?? [], may, mustChange: user.mustChange ?? false, demo: true, version: '0.1.0', serverTime: Date.now() }
}

const isChild = (r) => r.kind === 'person' && r.cells.born && 2026 - Number(r.cells.born.slice(0, 4)) < 16
const titleOf = (r) => String(r.cells[kindOf(r.kind).title] ?? '')
function values(r) {
  const v = {}
  for (const [c, x] of Object.entries(r.cells)) {
    const [name, key] = c.split(':')
    if (x === null) continue
    if (key) (v[name] ??= {})[key] = x
    else v[c] = x
  }
  return v
}
function row(r, me) {
  const sees = me.may[r.kind]?.sees ?? []
  const child = Boolean(isChild(r))
  const v = values(r)
  const hidden = kindOf(r.kind).fields.filter((f) => v[f.name] !== undefined && f.sensitivity !== 'plain' && !(child ? sees.includes('child') : sees.includes(f.sensitivity))).map((f) => f.name)
  for (const h of hidden) delete v[h]
  return { kind: r.kind, id: r.id, title: hidden.includes(kindOf(r.kind).title) ? '' : titleOf(r), area: r.cells.area ?? '', v, hidden, child, deleted: r.deleted, conflict: r.conflicts.length > 0, seq: 1 }
}
const find = (id) => { for (const m of db.values()) if (m.has(id)) return m.get(id) }
function refsOf(values_) {
  const refs = {}
  const walk = (x) => {
    if (typeof x === 'string' && x.length === 22) {
      const r = find(x)
      if (r) refs[x] = { kind: r.kind, title: titleOf(r) }
      else if (areaById.has(x)) refs[x] = { kind: 'area', title: areaById.get(x).fullName }
      else { const u = units.find((y) => y.id === x); if (u) refs[x] = { kind: 'unit', title: u.name } }
    } else if (x && typeof x === 'object') Object.values(x).forEach(walk)
  }
  walk(values_)
  return refs
}
function record(r, me) {
  const m = me.may[r.kind] ?? {}
  return { ...row(r, me), versions: r.versions, conflicts: r.conflicts, created: r.created, refused: [], refs: refsOf([r.cells, r.created, r.conflicts]), may: { update: Boolean(m.update) && !kindOf(r.kind).addOnly, delete: Boolean(m.delete) } }
}

const below = (area) => { const out = new Set([area]); for (let grew = true; grew; ) { grew = false; for (const a of areas) if (!out.has(a.id) && (out.has(a.parent) || a.within.some((w) => out.has(w.area)))) { out.add(a.id); grew = true } } return out }
const latest = (r, name) => Object.entries(r.cells).filter(([c]) => c.startsWith(`${name}:`)).sort().at(-1)?.[1]?.status
function list(kind, q, me) {
  let rows = [...db.get(kind).values()].filter((r) => r.deleted === (q.get('deleted') === '1'))
  if (q.get('area')) { const set = below(q.get('area')); rows = rows.filter((r) => set.has(r.cells.area)) }
  if (q.get('unit')) rows = rows.filter((r) => r.cells.unit === q.get('unit'))
  for (const [k, v] of q) if (k.startsWith('f.')) { const f = k.slice(2), want = v.split(','); rows = rows.filter((r) => want.includes(String(kindOf(kind).fields.find((x) => x.name === f)?.type === 'keyed' ? latest(r, f) : (r.cells[f] ?? '')))) }
  if (q.get('q')) { const words = fold(q.get('q')).split(' '); rows = rows.filter((r) => { const hay = fold(kindOf(kind).fields.filter((f) => f.search).map((f) => r.cells[f.name] ?? '').join(' ')).split(' '); return words.every((w) => hay.some((h) => h.startsWith(w))) }) }
  const sort = q.get('sort') ?? '', name = sort.replace('-', ''), sign = sort.startsWith('-') ? -1 : 1
  const key = (r) => { const s = String(r.cells[name] ?? r.id); return kindOf(kind).fields.find((f) => f.name === name)?.type === 'name' ? s.split(' ').at(-1) + ' ' + s : s }
  rows.sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id < b.id ? -1 : 1))
  const from = Number(q.get('after') || 0), limit = Number(q.get('limit') || 50)
  const cut = rows.slice(from, from + limit)
  return { rows: cut.map((r) => row(r, me)), refs: refsOf(cut.map((r) => r.cells)), total: rows.length, next: from + limit < rows.length ? String(from + limit) : '' }
}
function write(r, fields, me, extra = {}) {
  const change = { d: '-------A', n: Math.floor(Date.now() / 1000) * 10 + Math.floor(Math.random() * 10) }
  const entry = { change, at: Date.now(), received: Date.now(), user: me.user.id, device: desk, op: 'set', fields: [], ...extra }
  for (const [f, to] of Object.entries(fields)) {
    const from = f === '_deleted' ? r.deleted : (r.cells[f] ?? null)
    if (f === '_deleted') r.deleted = Boolean(to)
    else { r.cells[f] = to; r.versions[f] = version() }
    entry.fields.push({ field: f, from, to })
  }
  r.history.unshift(entry)
  return { record: record(r, me), change }
}

function api(method, path, q, body, me, setCookie) {
  const [a, b, c, e] = path.split('/').slice(2).map(decodeURIComponent)
  if (a === 'welcome') return { body: { product: 'Bám Bản', version: '0.1.0', demo: true, languages: ['vi', 'en'], accounts: accounts.map((u) => ({ login: u.cells.login, password: 'dùng-thử-2026', role: rolesYaml.find((r) => r.code === u.role).label, unit: units.find((x) => x.id === u.cells.unit).name })) } }
  if (a === 'session' && method === 'POST') {
    const u = [...db.get('user').values()].find((x) => x.cells.login === body.login)
    if (body.password === 'khóa') return fail(429, 'session.locked', 'Đã thử sai nhiều lần. Hãy chờ 15 phút rồi thử lại.', 'Too many wrong tries. Wait 15 minutes and try again.')
    if (!u || body.password === 'sai') return fail(401, 'session.wrong', 'Tên đăng nhập hoặc mật khẩu chưa đúng.', 'The sign-in name or password is not right.')
    u.mustChange = body.password === 'lần đầu'
    const token = newId('s')
    sessions.set(token, u)
    setCookie(`bamban_session=${token}; Path=/; HttpOnly; SameSite=Strict`)
    return { body: meOf(u) }
  }
  if (!me) return fail(401, 'session.none', 'Hãy đăng nhập.', 'Sign in first.')
  if (a === 'session') { setCookie('bamban_session=; Path=/; Max-Age=0'); return { body: null } }
  if (a === 'me' && !b) return method === 'GET' ? { body: me } : ((find(me.user.id).cells.language = body.language), { body: null })
  if (a === 'me' && b === 'password') { find(me.user.id).mustChange = false; return { body: null } }
  if (a === 'me' && b === 'sessions') return { body: { sessions: [{ id: 's1', started: Date.now() - 3_600_000, expires: Date.now() + 9e6, agent: 'Chromium trên Windows 10', method: 'password', current: true }, { id: 's2', started: Date.now() - 86_400_000, expires: Date.now() + 9e6, agent: 'Firefox trên Linux', method: 'passkey' }] } }
  if (a === 'me' && b === 'passkeys') return { body: { passkeys: [{ id: 'p1', name: 'Máy của đồn', made: Date.now() - 4e9 }] } }
  if (a === 'pack') return { body: pack }
  if (a === 'forms' && !b) return { body: { forms: forms.map((f) => ({ id: f.id, version: f.version, kind: f.kind, title: f.title, questions: f.questions.length, latest: true })) } }
  if (a === 'forms') {
    const form = forms.find((f) => f.id === b && String(f.version) === c)
    return form ? { body: form } : fail(404, 'not_found', 'Không tìm thấy.', 'Not found.')
  }
  if (a === 'areas') return { body: { areas } }
  if (a === 'units') return { body: { units } }
  if (a === 'kinds') return { body: kinds }
  if (a === 'map') return { raw: geo(b) }
  if (a === 'today') {
    const recent = [...db.values()].flatMap((m) => [...m.values()]).flatMap((r) => r.history.slice(0, 1).map((h) => ({ ...h, kind: r.kind, id: r.id, title: titleOf(r) }))).filter((h) => me.may[h.kind]?.read).sort((x, y) => y.at - x.at).slice(0, 20)
    return { body: { conflicts: [...db.get('household').values()].filter((r) => r.conflicts.length).length, quarantined: quarantine.length, counts: Object.fromEntries([...db].filter(([k]) => me.may[k]?.read).map(([k, m]) => [k, m.size])), recent, refs: refsOf(recent) } }
  }
  if (a === 'conflicts') { const rows = [...db.get('household').values()].filter((r) => r.conflicts.length); return { body: { rows: rows.map((r) => ({ ...row(r, me), fields: r.conflicts.map((x) => x.field) })), next: '' } } }
  if (a === 'quarantine' && b === 'release') { quarantine.splice(quarantine.findIndex((x) => x.change.n === body.change.n), 1); return { body: null } }
  if (a === 'quarantine') return { body: { items: quarantine, refs: refsOf(quarantine), next: '' } }
  if (a === 'looks') return { body: { rows: looks.filter((x) => (!q.get('kind') || x.kind === q.get('kind')) && (!q.get('user') || x.user === q.get('user'))), refs: refsOf(looks), next: '' } }
  if (a === 'search') return { body: { hits: search(q, me), took: 1 } }
  if (a === 'users' && !b) { const u = put('user', { login: body.login, name: body.name, unit: body.unit, post: body.post, status: 'active' }, me.user.id, Date.now()); u.role = body.role; return { body: { id: u.id, password: 'suối-đá-mây-07' } } }
  if (a === 'users' && c === 'password') return { body: { id: b, password: 'nương-ngô-gió-31' } }
  if (a === 'users' && c === 'status') return { body: write(find(b), { status: body.status }, me) }
  if (a === 'devices' && c === 'revoke') return { body: write(find(b), { status: 'revoked', reason: body.reason }, me) }
  if (a === 'devices') return { body: { id: put('device', { name: body.name, user: body.user, tag: '-------z', status: 'invited' }, me.user.id, Date.now()).id, code: '7Q4K-9MZC', until: Date.now() + 86_400_000 } }
  if (a === 'move') { const h = find(body.household); return { body: write(h, { area: body.area }, me) } }
  if (a === 'export') return { raw: 'ten\n', type: 'text/csv' }
  if (a === 'records') {
    if (!me.may[b]?.read) return fail(403, 'forbidden', 'Vai trò của bạn không được làm việc này.', 'Your role doesn’t allow this.')
    if (!c) {
      if (method === 'GET') return { body: list(b, q, me) }
      const missing = kindOf(b).fields.find((f) => f.required && body.fields[f.name] === undefined)
      if (missing) return fail(422, 'field.required', `Cần ghi “${missing.label.vi}”.`, `“${missing.label.en}” is needed.`, missing.name)
      const m = kindOf(b).fields.find((f) => f.type === 'machine')
      return { status: 201, body: record(put(b, { ...(m ? { [m.name]: m.states[0].code } : {}), ...body.fields }, me.user.id, Date.now()), me) }
    }
    const r = db.get(b).get(c)
    if (!r) return notFound
    if (e === 'history') return { body: { entries: r.history, refs: refsOf(r.history) } }
    if (e === 'undo') { const h = r.history.find((x) => x.change.n === body.change.n); h.undone = true; return { body: write(r, Object.fromEntries(h.fields.map((f) => [f.field, f.from])), me, { op: 'undo', undoes: h.change }) } }
    if (e === 'settle') { const i = r.conflicts.findIndex((x) => x.field === body.field); const hd = r.conflicts[i].heads.find((x) => x.version === body.version); r.conflicts.splice(i, 1); return { body: write(r, { [body.field]: hd.value }, me, { op: 'settle' }) } }
    if (method === 'GET') return { body: record(r, me) }
    if (method === 'DELETE') return { body: write(r, { _deleted: true }, me) }
    if (method === 'PATCH') {
      const tooLong = Object.entries(body.fields).find(([, v]) => typeof v === 'string' && v.includes('cấm'))
      if (tooLong) return fail(422, 'field.bad', 'Máy chủ không nhận giá trị này.', 'The server does not take this value.', tooLong[0])
      return { body: write(r, body.fields, me) }
    }
  }
  return notFound
}
function search(q, me) {
  const words = fold(q.get('q') ?? '').split(' '), only = q.get('kind')?.split(',')
  const hit = (s) => { const hay = fold(s).split(' '); return words.every((w) => hay.some((h) => h.startsWith(w))) }
  const out = []
  for (const [k, m] of db) if (me.may[k]?.read && (!only || only.includes(k))) for (const r of m.values()) if (out.length < 40 && hit(kindOf(k).fields.filter((f) => f.search).map((f) => r.cells[f.name] ?? '').join(' '))) out.push({ kind: k, id: r.id, title: titleOf(r), area: r.cells.area ?? '', child: Boolean(isChild(r)) })
  if (!only || only.includes('area')) for (const x of areas) if (hit(x.fullName)) out.push({ kind: 'area', id: x.id, title: x.fullName, area: x.id, child: false })
  if (!only || only.includes('unit')) for (const x of units) if (hit([x.name, ...x.aliases].join(' '))) out.push({ kind: 'unit', id: x.id, title: x.name, area: '', child: false })
  return out.slice(0, Number(q.get('limit') || 20))
}

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8' }
createServer((req, res) => {
  const url = new URL(req.url, 'http://x')
  if (!url.pathname.startsWith('/api/')) {
    let file = join(dist, url.pathname)
    if (url.pathname === '/' || !existsSync(file)) file = join(dist, 'index.html')
    res.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file))
    return
  }
  let data = ''
  req.on('data', (x) => (data += x))
  req.on('end', () => {
    const token = /bamban_session=([^;]+)/.exec(req.headers.cookie ?? '')?.[1]
    const user = sessions.get(token)
    const head = { 'Content-Type': 'application/json' }
    let out
    try {
      if (req.method !== 'GET' && req.headers['x-bamban'] !== '1') out = fail(403, 'csrf', 'Thiếu X-Bamban.', 'X-Bamban is missing.')
      else out = api(req.method, url.pathname, url.searchParams, data ? JSON.parse(data) : {}, user && meOf(user), (v) => (head['Set-Cookie'] = v))
    } catch (e) {
      console.error(e)
      out = fail(500, 'internal', 'Máy chủ gặp lỗi.', 'The server failed.')
    }
    if (out.type) head['Content-Type'] = out.type
    res.writeHead(out.status ?? 200, head).end(out.raw ?? (out.body === null ? '' : JSON.stringify(out.body)))
  })
}).listen(port, '127.0.0.1', () => console.log(`mock on http://127.0.0.1:${port}`))
