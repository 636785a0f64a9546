import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as d from './api/decoders'
import type { Area, Field, Pack } from './api/types'
import { indexAreas, formerDay, lines, onMap, parentOn, pathOf, placeName } from './areas'
import { defaultColumns, defaultSort, groupsOf, isSteered, relatedOf } from './columns'
import { list, object, str, WireFault } from './decode'
import { pathOf as svgPath, shapes, viewOf } from './geo'
import { cellLabel, fieldOf, filterable, filterVocabulary, nextStates, termLabel, termsOn } from './kinds'
import { parsePosition, validate, validateObject } from './validate'

const kinds = d.kinds(JSON.parse(readFileSync(new URL('../../e2e/mock/kinds.json', import.meta.url), 'utf8')), 'kinds')
function kind(name: string): (typeof kinds)[number] {
  const k = kinds.find((x) => x.name === name)
  if (!k) throw new Error(`no kind ${name}`)
  return k
}
function field(k: string, name: string): Field {
  const f = kind(k).fields.find((x) => x.name === name)
  if (!f) throw new Error(`no field ${name}`)
  return f
}

describe('what comes off the wire', () => {
  const row = object<{ a: string; b: string[] }>({ a: str, b: list(str) })
  it('reads absent and null as empty', () => {
    expect(row({}, 'x')).toEqual({ a: '', b: [] })
    expect(row({ a: null, b: null }, 'x')).toEqual({ a: '', b: [] })
  })
  it('names the place that is wrong', () => {
    expect(() => row({ b: ['x', 1] }, 'x')).toThrow('x.b[1]: not text')
    expect(() => row([], 'x')).toThrow(WireFault)
  })
  it('takes today’s conflicts as a count or as a list', () => {
    expect(d.today({ conflicts: 2, quarantined: [1, 2, 3] }, 't')).toMatchObject({ conflicts: 2, quarantined: 3 })
  })
  it('takes looks flat or as rows', () => {
    const flat = d.looks({ rows: [{ id: 'l', user: 'u', at: 1 }] }, 'l').rows[0]
    const nested = d.looks({ rows: [{ id: 'l', v: { user: 'u', at: 1 } }] }, 'l').rows[0]
    expect(nested).toEqual(flat)
  })
  it('refuses a type of field that this app does not know', () => {
    expect(() => d.field({ name: 'x', type: 'video' }, 'f')).toThrow('f.type')
  })
})

describe('kinds', () => {
  it('find the field of a keyed cell, and label it with its key', () => {
    expect(fieldOf(kind('household'), 'poverty:2026')?.name).toBe('poverty')
    expect(cellLabel(kind('household'), 'poverty:2026', 'vi')).toBe('Diện hộ theo năm · 2026')
    expect(fieldOf(kind('household'), 'name:2026')).toBeUndefined()
  })
  it('have columns, sort and groups that name fields of theirs', () => {
    for (const k of kinds) {
      const names = new Set(k.fields.map((f) => f.name))
      for (const c of defaultColumns(k)) expect(names, `${k.name}.${c}`).toContain(c)
      expect(defaultColumns(k).length, k.name).toBeGreaterThan(0)
      const sort = defaultSort(k).replace('-', '')
      if (sort) expect(k.fields.find((f) => f.name === sort)?.sort, `${k.name} by ${sort}`).toBe(true)
      const grouped = groupsOf(k).flatMap((g) => g.fields)
      expect(new Set(grouped).size, k.name).toBe(grouped.length)
      for (const r of relatedOf(k.name)) expect(field(r.kind, r.field).index, `${r.kind}.${r.field}`).toBe(true)
    }
  })
  it('offer the terms of the latest poverty decision as a filter', () => {
    const f = filterable(kind('household')).find((x) => x.name === 'poverty')
    expect(f && filterVocabulary(f)).toBe('poverty_status')
  })
  it('let a machine go only where its states say', () => {
    expect(nextStates(field('consent', 'status'), '').map((s) => s.code)).toEqual(['given'])
    expect(nextStates(field('consent', 'status'), 'given').map((s) => s.code)).toEqual(['withdrawn'])
    expect(nextStates(field('consent', 'status'), 'withdrawn')).toEqual([])
  })
  it('do not edit in place what has an action of its own', () => {
    expect([isSteered('device', 'status'), isSteered('household', 'phone')]).toEqual([true, false])
  })
})

describe('terms', () => {
  const term = (code: string, vi: string, validFrom = '', validTo = ''): Pack['vocabularies'][number]['terms'][number] => ({
    code,
    label: { vi, en: vi },
    help: { vi: '', en: '' },
    validFrom,
    validTo,
  })
  const pack: Pack = {
    name: 'p',
    version: '1',
    title: { vi: '', en: '' },
    words: {},
    roles: [],
    attribution: [],
    recordings: [],
    calendars: [],
    indicators: [],
    vocabularies: [{ code: 'v', label: { vi: '', en: '' }, terms: [term('a', 'cũ', '', '2026-12-31'), term('a', 'mới', '2027-01-01'), term('b', 'bỏ', '', '2020-01-01')] }],
  }
  it('are those in force on the day', () => {
    expect(termsOn(pack, 'v', '2026-06-01').map((x) => x.label.vi)).toEqual(['cũ'])
    expect(termsOn(pack, 'v', '2027-01-01').map((x) => x.label.vi)).toEqual(['mới'])
  })
  it('keep their label after they ended', () => {
    expect(termLabel(pack, 'v', 'b', '2026-06-01', 'vi')).toBe('bỏ')
    expect(termLabel(pack, 'v', 'x', '2026-06-01', 'vi')).toBe('x')
  })
})

describe('validation before sending', () => {
  it('says what is missing, too long, out of bounds or no day', () => {
    expect(validate(field('household', 'name'), ' ')?.key).toBe('wrong.required')
    expect(validate(field('household', 'code'), 'x'.repeat(33))).toEqual({ key: 'wrong.long', n: 32 })
    expect(validate(field('household', 'code'), 'ộ'.repeat(32))).toBeNull()
    expect(validate(field('visit', 'met'), 101)).toEqual({ key: 'wrong.large', n: 100 })
    expect(validate(field('visit', 'met'), 1.5)?.key).toBe('wrong.whole')
    expect(validate(field('visit', 'met'), 'ba')?.key).toBe('wrong.number')
    expect(validate(field('visit', 'on'), '2026-02-31')?.key).toBe('wrong.date')
    expect(validate(field('person', 'born'), '2010-13')?.key).toBe('wrong.partial')
    expect(validate(field('person', 'born'), '2010')).toBeNull()
    expect(validate(field('household', 'point'), { lat: 91, lon: 0 })?.key).toBe('wrong.position')
    expect(validate(field('household', 'phone'), null)).toBeNull()
  })
  it('names the part of an object that is wrong', () => {
    expect(validateObject(field('household', 'poverty').fields, {})?.field?.name).toBe('status')
    expect(validateObject(field('household', 'poverty').fields, { status: 'poor' })).toBeNull()
  })
  it('reads positions with points or commas', () => {
    expect(parsePosition('22.39, 103.51')).toEqual({ lat: 22.39, lon: 103.51 })
    expect(parsePosition('22,39; 103,51')).toEqual({ lat: 22.39, lon: 103.51 })
    expect([parsePosition('200, 1'), parsePosition('ở kia')]).toEqual([null, null])
  })
})

describe('places', () => {
  const area = (id: string, parent: string, over: Partial<Area> = {}): Area => ({
    id,
    code: '',
    era: '',
    level: 'commune',
    type: '',
    name: id,
    fullName: '',
    parent,
    validFrom: '',
    validTo: '',
    border: false,
    approx: false,
    generated: false,
    point: null,
    lineage: [],
    within: [],
    source: '',
    note: '',
    ...over,
  })
  const all = [
    area('tinh', '', { level: 'province', fullName: 'Tỉnh Lai Châu' }),
    area('cu', 'tinh', { fullName: 'Xã Cũ', validTo: '2025-06-30' }),
    area('moi', 'tinh', { fullName: 'Xã Mới', validFrom: '2025-07-01' }),
    area('ban', 'moi', { level: 'village', fullName: 'Bản Nà Vàng', within: [{ area: 'cu', from: '', to: '2025-06-30' }] }),
  ]
  const ix = indexAreas(all)
  it('are named with what holds them, below the province', () => {
    expect(placeName(ix, 'ban')).toBe('Bản Nà Vàng, xã Mới')
    expect(placeName(ix, 'tinh')).toBe('Tỉnh Lai Châu')
    expect(pathOf(ix, 'ban').map((a) => a.id)).toEqual(['ban', 'moi', 'tinh'])
  })
  it('lie where they lay on a day', () => {
    const ban = all[3] ?? area('', '')
    expect(formerDay(all)).toBe('2025-06-30')
    expect(parentOn(ix, ban, '2025-06-30')?.id).toBe('cu')
    expect(parentOn(ix, ban, '2026-01-01')?.id).toBe('moi')
    expect(all.filter((a) => onMap(a, '2026-01-01')).map((a) => a.id)).toEqual(['tinh', 'moi', 'ban'])
  })
  it('open as a tree, and filter to what matches and the way to it', () => {
    const kids = (a: Area): Area[] => ix.children.get(a.id) ?? []
    const show = (open: string[], filter: string): string =>
      lines(ix.roots, kids, new Set(open), filter, (a) => a.fullName)
        .map((x) => `${'.'.repeat(x.depth)}${x.node.id}`)
        .join(' ')
    expect(show([], '')).toBe('tinh')
    expect(show(['tinh'], '')).toBe('tinh .cu .moi')
    expect(show([], 'na vang')).toBe('tinh .moi ..ban')
    expect(show([], 'khong co')).toBe('')
  })
})

describe('the map', () => {
  const file = { features: [{ geometry: { type: 'LineString', coordinates: [[103, 22], [104, 23]] }, properties: { part: 'province', name_vi: 'Biên giới' } }] }
  it('reads lines, fits them, and draws them north up', () => {
    const [s] = shapes(file, 'map')
    if (!s) throw new Error('no shape')
    const v = viewOf(s.rings.flat(), 400, 20)
    const [x1, y1] = v.at(103, 22)
    const [x2, y2] = v.at(104, 23)
    expect(x1).toBeLessThan(x2)
    expect(y1).toBeGreaterThan(y2)
    expect(Math.min(x1, y2)).toBeGreaterThanOrEqual(19.9)
    expect(svgPath(s, v)).toMatch(/^M[\d.]+ [\d.]+L[\d.]+ [\d.]+$/)
  })
})
