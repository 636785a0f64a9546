import { describe, expect, it } from 'vitest'
import { byNearness, dueBy, enrolledOf, found, homesOf, lateBy, youngestOf } from './homes'
import { goesOn } from './programs'
import type { Program } from '../programs'
import type { Row } from './messages'

const row = (kind: string, id: string, v: Row['v'], waiting = 0): Row => ({ id, kind, v, waiting, at: 0 })
const house = (id: string, name: string, more: Row['v'] = {}): Row => row('household', id, { name, area: 'a', ...more })
const visit = (id: string, household: string, on: string, due = '', waiting = 0): Row => row('visit', id, { household, on, ...(due ? { next_due: due } : {}) }, waiting)

const homes = homesOf(
  [
    house('1', 'Giàng A Páo'),
    house('2', 'Lò Văn Điện', { 'poverty:2024': { status: 'poor' }, 'poverty:2026': { status: 'not_poor' } }),
    house('3', 'Lò Thị Ánh', { 'poverty:2026': { status: 'near_poor' } }),
    house('4', 'Vàng A Dế'),
  ],
  [visit('v1', '1', '2026-01-01', '2026-02-01'), visit('v2', '1', '2026-03-01', '2026-04-01', 2), visit('v3', '2', '2026-03-01', '2026-03-20')],
  (area) => (area === 'a' ? 'Nậm Khao' : ''),
)
const names = (some: typeof homes): string[] => some.map((h) => h.name)

describe('households of the phone', () => {
  it('are by given name, with what the last visit says and what waits', () => {
    expect(names(homes)).toEqual(['Lò Thị Ánh', 'Vàng A Dế', 'Lò Văn Điện', 'Giàng A Páo'])
    expect(homes.find((h) => h.id === '1')).toMatchObject({ seen: '2026-03-01', due: '2026-04-01', waiting: 2 })
  })

  it('are found without marks, by the beginnings of words of name and village, in any order', () => {
    expect(names(found(homes, 'dien', 'all'))).toEqual(['Lò Văn Điện'])
    expect(names(found(homes, 'nam lo', 'all'))).toEqual(['Lò Thị Ánh', 'Lò Văn Điện'])
    expect(found(homes, 'ien', 'all')).toEqual([])
    expect(found(homes, '  ', 'all')).toHaveLength(4)
  })

  it('are filtered by the status of the latest year and by whether anybody was there', () => {
    expect(names(found(homes, '', 'poor'))).toEqual(['Lò Thị Ánh'])
    expect(names(found(homes, '', 'never'))).toEqual(['Lò Thị Ánh', 'Vàng A Dế'])
  })

  it('with a child are those where somebody young lives now', () => {
    const people = [row('person', 'p1', { born: '2019-04' }), row('person', 'p2', { born: '1980' }), row('person', 'p3', { born: '2020-01-02' })]
    const lives = (person: string, household: string, to = ''): Row => row('membership', person + household, { person, household, ...(to ? { to } : {}) })
    const youngest = youngestOf([lives('p1', '1'), lives('p2', '1'), lives('p2', '2'), lives('p3', '2', '2025-01-01')], people)
    expect(Object.fromEntries(youngest)).toEqual({ 1: '2019-04', 2: '1980' })
    const some = homesOf([house('1', 'Giàng A Páo'), house('2', 'Lò Văn Điện')], [], () => '', youngest)
    expect(names(found(some, '', 'child', '2010-11-26'))).toEqual(['Giàng A Páo'])
    expect(found(some, '', 'child')).toEqual([])
  })

  it('with a child in a scheme are those of a child whose enrolment goes on, where the child lives now', () => {
    const step = (code: string, more = {}): object => ({ code, bad: false, end: false, ...more })
    const program = { code: 'school', steps: [step('proposed'), step('active'), step('done', { end: true }), step('refused', { bad: true })] } as unknown as Program
    const people = [row('person', 'p1', { born: '2019-04' }), row('person', 'p2', { born: '1980' }), row('person', 'p3', { born: '2020-01-02' }), row('person', 'p4', { born: '2018' })]
    const lives = ['1', '2', '3', '4'].map((n) => row('membership', `m${n}`, { person: `p${n}`, household: n }))
    const enrolled = (id: string, person: string, status: string, more: Row['v'] = {}): Row => row('enrolment', id, { person, program: 'school', status, ...more })
    const some = (enrolments: Row[]): string[] =>
      found(homesOf(['1', '2', '3', '4', '5'].map((n) => house(n, `Hộ ${n}`)), [], () => '', new Map(), [], '', enrolledOf(enrolments, lives, people)), '', 'scheme', '2010-11-26', goesOn([program], '2026-11-27')).map((h) => h.id)
    expect(some([enrolled('e1', 'p1', 'active'), enrolled('e2', 'p2', 'active'), enrolled('e3', 'p3', 'done'), enrolled('e4', 'p4', 'refused')])).toEqual(['1'])
    expect(some([enrolled('e1', 'p1', 'active', { household: '5' }), enrolled('e3', 'p3', 'active', { ends: '2026-05-31' }), enrolled('e4', 'p4', 'proposed', { ends: '2027-05-31' })])).toEqual(['1', '4'])
    expect(some([row('enrolment', 'e5', { household: '2', program: 'school', status: 'active' })])).toEqual([])
  })

  it('are told by how near they are, those of unknown place last', () => {
    const some = homesOf([house('1', 'Xa', { point: { lat: 22.5, lon: 103 } }), house('2', 'Chưa rõ'), house('3', 'Gần', { point: { lat: 22.41, lon: 103 } })], [], () => '')
    const near = byNearness(some, { lat: 22.4, lon: 103 })
    expect(near.map((n) => n.home.name)).toEqual(['Gần', 'Xa', 'Chưa rõ'])
    expect(near[0]?.metres).toBeCloseTo(1112, -1)
    expect(near[2]?.metres).toBeNull()
  })

  it('are due the latest first, then those never visited', () => {
    expect(names(dueBy(homes, '2026-05-01'))).toEqual(['Lò Văn Điện', 'Giàng A Páo', 'Lò Thị Ánh', 'Vàng A Dế'])
    const late = homes.find((h) => h.id === '2')
    expect(late && lateBy(late, '2026-05-01')).toBe(42)
  })
})
