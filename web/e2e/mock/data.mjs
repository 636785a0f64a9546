// Made-up data for the mock: the pack's own areas, units and words, generated people.
// For development and tests of the screens only; nothing of this is shipped.
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'

const root = new URL('../../../packs/lai-chau/', import.meta.url)
const yaml = (f) => parse(readFileSync(new URL(f, root), 'utf8'))
export const kinds = JSON.parse(readFileSync(new URL('kinds.json', import.meta.url), 'utf8'))
export const geo = (name) => readFileSync(new URL(`geo/${name}`, root), 'utf8')

function csv(file) {
  const rows = readFileSync(new URL(file, root), 'utf8').trim().split(/\r?\n/).map((line) => [...line.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)].map((m) => m[1].replace(/^"|"$/g, '').replace(/""/g, '"')))
  const [head, ...rest] = rows
  return rest.map((r) => Object.fromEntries(head.map((h, i) => [h, r[i] ?? ''])))
}

let seed = 7
const rnd = () => {
  seed = (seed + 0x6d2b79f5) | 0
  let x = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
  return ((x ^ (x >>> 14)) >>> 0) / 4294967296
}
const pick = (a) => a[Math.floor(rnd() * a.length)]
let serial = 0
export const newId = (p = 'x') => (p + String(++serial).padStart(6, '0')).padEnd(22, '-').slice(0, 22)

const text = (t, k) => ({ vi: t?.[k]?.vi ?? '', en: t?.[k]?.en ?? '' })
const vocabularies = yaml('vocabularies.yaml').vocabularies.map((v) => ({
  code: v.code,
  label: v.label,
  terms: v.terms.map((t, i) => ({ code: t.code, label: t.label, help: text(t, 'help'), validFrom: t.valid_from ?? '', validTo: t.valid_to ?? '', source: t.source ?? '', order: 10 * (i + 1) })),
}))
const roles = yaml('roles.yaml').roles
const manifest = yaml('pack.yaml')
export const pack = {
  name: manifest.name, version: manifest.version, title: manifest.title, timeZone: manifest.time_zone, vocabularies,
  words: yaml('words.yaml').words, attribution: manifest.attribution,
  roles: roles.map((r) => ({ code: r.code, label: r.label, help: r.help, grants: r.grants ?? [] })), settings: { child_age: 16, visit_due_days: 60 },
}
const names = yaml('names.yaml')

// Forms, with the terms of vocabularies as choices, as the server gives them.
const withChoices = (list) => list.map((q) => ({
  ...q,
  choices: q.vocabulary ? vocabularies.find((v) => v.code === q.vocabulary).terms.map((t) => ({ code: t.code, label: t.label })) : (q.choices ?? []),
  questions: withChoices(q.questions ?? []),
}))
export const forms = readdirSync(new URL('forms/', root)).map((f) => yaml(`forms/${f}`)).map((f) => ({ ...f, questions: withChoices(f.questions) }))

// Areas
const points = Object.fromEntries(csv('areas/points.csv').map((p) => [p.area, p]))
const byKey = new Map()
export const areas = [...csv('areas/province.csv'), ...csv('areas/old.csv'), ...csv('areas/new.csv')].map((a) => {
  const p = points[a.key]
  const out = { id: newId('a'), key: a.key, code: a.code, era: a.era, level: a.level, type: a.type, name: a.name, fullName: a['full_name.vi'] || a.name, parent: a.parent, validFrom: a.valid_from, validTo: a.valid_to, border: a.border === 'yes', approx: p?.approx === 'yes', generated: false, point: p ? { lat: Number(p.lat), lon: Number(p.lon) } : null, lineage: [], within: [], source: a.source, note: a.note ?? '' }
  byKey.set(a.key, out)
  return out
})
for (const a of areas) a.parent = byKey.get(a.parent)?.id ?? ''
const sides = { merged: ['merged_into', 'merged_from'], unchanged: ['unchanged', 'unchanged'], renamed: ['renamed_to', 'renamed_from'], split: ['split_into', 'split_from'] }
for (const l of csv('areas/lineage.csv')) {
  const [from, to, side] = [byKey.get(l.from), byKey.get(l.to), sides[l.relation]]
  from?.lineage.push({ relation: side[0], area: to.id, date: l.date, source: l.source })
  to?.lineage.push({ relation: side[1], area: from.id, date: l.date, source: l.source })
}
export const villages = []
for (const c of areas.filter((a) => a.border)) {
  const former = c.lineage.find((x) => x.relation === 'merged_from' || x.relation === 'unchanged')
  for (let i = 0; i < 4; i++) {
    const name = `${pick(names.village_first)} ${pick(names.village_second)}`
    if (c.point === null) c.point = { lat: 22.2 + rnd() * 0.5, lon: 102.6 + rnd() * 0.9 }
    villages.push({ id: newId('v'), code: `G${villages.length}`, era: '', level: 'village', type: 'village', name, fullName: `Bản ${name}`, parent: c.id, validFrom: '', validTo: '', border: false, approx: true, generated: true, point: { lat: c.point.lat + rnd() * 0.06 - 0.03, lon: c.point.lon + rnd() * 0.06 - 0.03 }, lineage: [], within: former ? [{ area: former.area, from: '', to: '2025-06-30' }] : [], source: '', note: '' })
  }
}
areas.push(...villages)
export const areaById = new Map(areas.map((a) => [a.id, a]))

const unitYaml = yaml('units.yaml').units
const unitId = new Map(unitYaml.map((u) => [u.key, newId('u')]))
export const units = unitYaml.map((u) => ({ id: unitId.get(u.key), code: u.code, type: u.type, name: u.name.vi, nameEn: u.name.en, parent: unitId.get(u.parent) ?? '', areas: (u.areas ?? []).map((x) => ({ area: byKey.get(x.area)?.id ?? '', from: x.from ?? '', to: x.to ?? '', source: x.source ?? '' })), aliases: u.aliases ?? [], unconfirmed: u.unconfirmed ?? false, note: u.note ?? '' }))

// Records: kind → Map(id → {id, kind, v, versions, conflicts, created, history})
export const db = new Map(kinds.map((k) => [k.name, new Map()]))
let clock = Date.now() - 12_000_000_000
let tick = 0
export const version = () => `v${String(++tick).padStart(18, '0')}`
export function put(kind, v, by, at = (clock += 2_600_000 * rnd())) {
  const id = newId(kind[0])
  const cells = flat(kind, v)
  const r = { kind, id, cells, versions: Object.fromEntries(Object.keys(cells).map((c) => [c, version()])), conflicts: [], created: { at, user: by, device: desk }, deleted: false, history: [] }
  r.history.unshift({ change: { d: '-------A', n: ++tick }, at, received: at + 900, user: by, device: desk, op: 'set', fields: Object.entries(cells).map(([field, to]) => ({ field, from: null, to })) })
  db.get(kind).set(id, r)
  return r
}
function flat(kind, v) {
  const keyed = new Set(kinds.find((k) => k.name === kind).fields.filter((f) => f.type === 'keyed').map((f) => f.name))
  return Object.fromEntries(Object.entries(v).flatMap(([k, x]) => (keyed.has(k) ? Object.entries(x).map(([key, y]) => [`${k}:${key}`, y]) : [[k, x]])))
}
const person = (f) => `${pick(names.family)} ${pick(f ? names.middle_female : names.middle_male)} ${pick(f ? names.given_female : names.given_male)}`

export let desk = 'd-desk----------------'
const command = units.find((u) => u.type === 'provincial_command')
const stations = units.filter((u) => u.type === 'border_station')
const station = stations[0]
const committee = units.find((u) => u.type === 'commune_committee') ?? station
const mkUser = (login, role, unit, f = false, status = 'active') => {
  const u = put('user', { login, name: person(f), unit: unit.id, post: pick(['Đồn trưởng', 'Chính trị viên', 'Đội trưởng', 'Nhân viên']), phone: '0912 000 000', language: 'vi', status, generated: true }, '')
  u.role = role
  u.created.user = u.id
  put('grant', { user: u.id, role, unit: unit.id, from: '2026-01-01' }, u.id)
  return u
}
export const accounts = [mkUser('tinh', 'provincial_desk', command), mkUser('don', 'station_desk', station), mkUser('canbo', 'station_officer', station, true), mkUser('ban', 'village_reporter', station), mkUser('xa', 'partner', committee, true), mkUser('kiemtra', 'auditor', command), mkUser('cntt', 'it_officer', command)]
for (let i = 0; i < 22; i++) mkUser(`cb${i}`, pick(['station_officer', 'station_desk', 'village_reporter']), pick(stations), rnd() > 0.6, i === 5 ? 'suspended' : 'active')
const users = [...db.get('user').values()]
const d0 = put('device', { name: 'Máy chủ tỉnh', tag: '-------A', status: 'active', unit: command.id }, users[0].id)
desk = d0.id
for (const u of users) { u.created.device = desk; u.history[0].device = desk }
const phones = users.slice(2, 12).map((u, i) => put('device', { name: `Điện thoại ${u.cells.name.split(' ').at(-1)}`, user: u.id, unit: u.cells.unit, tag: `-------${i}`, status: i === 3 ? 'revoked' : i === 4 ? 'invited' : 'active', ...(i === 3 ? { reason: 'Rơi xuống suối' } : {}) }, users[0].id))

const relations = ['head', 'spouse', 'child', 'child', 'child_in_law', 'grandchild']
for (let i = 0; i < 640; i++) {
  const village = villages[i % villages.length]
  const by = pick(users).id
  const head = person(false)
  const status = rnd() < 0.3 ? 'poor' : rnd() < 0.3 ? 'near_poor' : 'not_poor'
  const h = put('household', { area: village.id, name: head, ...(rnd() < 0.8 ? { code: String(100 + i) } : {}), address: pick(['Sau nhà văn hóa bản', 'Cạnh suối, qua cầu treo', 'Đầu bản, gần trường', 'Cuối dốc, nhà mái tôn xanh']), ...(rnd() < 0.6 ? { phone: `09${Math.floor(10_000_000 + rnd() * 89_999_999)}` } : {}), poverty: { 2025: { status: 'poor', decision: '12/QĐ-UBND' }, 2026: { status, decision: '08/QĐ-UBND', source: 'Sổ của xã' } }, since: String(1985 + Math.floor(rnd() * 35)), point: { lat: village.point.lat, lon: village.point.lon, acc: 12 }, generated: true }, by)
  const n = 1 + Math.floor(rnd() * 5)
  for (let j = 0; j < n; j++) {
    const female = j === 1 || rnd() > 0.5
    const born = j < 2 ? `${1960 + Math.floor(rnd() * 35)}${rnd() > 0.5 ? '-0' + (1 + Math.floor(rnd() * 9)) : ''}` : `${2008 + Math.floor(rnd() * 17)}-0${1 + Math.floor(rnd() * 9)}-1${Math.floor(rnd() * 9)}`
    const p = put('person', { area: village.id, name: j === 0 ? head : person(female), born, sex: j === 0 ? 'male' : female ? 'female' : 'male', languages: ['vietnamese', pick(['hmong', 'dao', 'ha_nhi', 'thai'])], ...(rnd() < 0.5 ? { ethnicity: pick(['hmong', 'dao', 'ha_nhi', 'thai']) } : {}), generated: true }, by)
    put('membership', { household: h.id, person: p.id, area: village.id, relation: relations[j] ?? 'child', from: j < 2 ? '2005' : born.slice(0, 4) }, by)
    if (j === 0 && rnd() < 0.7) put('consent', { person: p.id, area: village.id, purpose: 'hold_record', form: pick(['written', 'voice_recorded']), given_on: '2026-04-11', status: 'given' }, by)
  }
  const officer = pick(users.slice(2, 14))
  if (rnd() < 0.6) put('assignment', { user: officer.id, unit: officer.cells.unit, role: 'household_in_charge', household: h.id, from: '2026-02-01', decision: '03/QĐ-ĐBP' }, users[1].id)
  for (let j = 0; j < rnd() * 4; j++) put('visit', { household: h.id, area: village.id, on: `2026-${pick(['05', '06', '07', '08', '10', '11'])}-${10 + Math.floor(rnd() * 12)}`, by: officer.id, purposes: [pick(['routine', 'follow_up', 'livelihood', 'schooling'])], conditions: [pick(['well', 'needs_attention', 'not_home'])], met: 1 + Math.floor(rnd() * 4), note: pick(['Đang thu ngô, nhà đủ ăn đến tháng ba. Con thứ hai ốm, đã hẹn trạm y tế.', 'Mái bếp dột, cần hai tấm tôn trước mùa mưa.', 'Cả nhà khỏe. Lợn giống đã lớn, giữ lại hai con nái.']), next_due: '2026-12-20' }, officer.id)
  if (rnd() < 0.3) put('note', { subject: h.id, area: village.id, topic: pick(['request', 'housing', 'schooling']), text: 'Gia đình xin được học lớp xóa mù buổi tối, chị muốn có người trông con nhỏ.', by: officer.id, on: '2026-09-12' }, officer.id)
}
// Two that people wrote differently.
const houses = [...db.get('household').values()]
for (const [h, field, other] of [[houses[3], 'phone', '0987 111 222'], [houses[8], 'address', 'Chuyển lên đầu bản, cạnh điểm trường mới']]) {
  const shown = version()
  h.cells[field] ??= '0912 345 678'
  h.versions[field] = shown
  h.conflicts.push({ field, heads: [{ value: h.cells[field], version: shown, user: users[2].id, device: phones[0].id, at: Date.now() - 5_400_000 }, { value: other, version: version(), user: users[7].id, device: phones[5].id, at: Date.now() - 9_000_000 }] })
}
export const quarantine = [0, 1, 2].map((i) => ({ change: { d: '-------3', n: 40 + i }, code: i ? 'device.revoked' : 'machine.not_allowed', text: i ? { vi: 'Gửi từ thiết bị đã thu hồi, viết sau lúc thu hồi.', en: 'Sent from a revoked device, written after it was revoked.' } : { vi: 'Bước này không đi được từ tình trạng hiện nay.', en: 'This step does not follow from the present state.' }, at: Date.now() - 86_400_000 * (i + 1), received: Date.now() - 3_600_000 * (i + 2), user: users[5].id, device: phones[3].id, kind: i === 2 ? 'visit' : 'household', id: i === 2 ? [...db.get('visit').keys()][4] : houses[20 + i].id, fields: i === 2 ? { met: 3, note: 'Đã sửa lại mái bếp.' } : { phone: '0966 777 888' } }))
export const looks = Array.from({ length: 40 }, (_, i) => ({ id: newId('l'), user: users[i % 9].id, unit: users[i % 9].cells.unit, at: Date.now() - i * 2_700_000, kind: pick(['person', 'household', 'consent']), records: [], count: 1 + Math.floor(rnd() * 50), opened: pick([['child'], ['sensitive'], ['child', 'sensitive']]), why: pick(['read', 'list', 'export', 'search']) }))
export const rolesYaml = roles
