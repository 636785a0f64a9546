import { describe, expect, it } from 'vitest'
import type { Row } from './messages'
import { People } from './people'

const row = (id: string, name: string, v: Row['v'] = {}): Row => ({ id, kind: 'person', v: { name, born: '2015', ...v }, waiting: 0, at: 0 })

describe('people of a phone', () => {
  const people = new People([row('a', 'Lò Thị Bé'), row('b', 'Lo Thi Be', { same_as: 'a' }), row('c', 'Bé', { same_as: 'b' }), row('d', 'Xa', { same_as: '0' }), row('e', 'Vòng', { same_as: 'f' }), row('f', 'Vòng 2', { same_as: 'e' })])

  it('shows a record that leads on as the one it leads to, and keeps one whose other is not here', () => {
    expect(people.listed.map((r) => r.id)).toEqual(['a', 'd', 'e'])
    expect(people.of('c')?.id).toBe('a')
    expect(people.of('d')?.id).toBe('d')
    expect(people.of('x')).toBeUndefined()
    expect(people.records('a')).toEqual(['a', 'b', 'c'])
  })

  it('comes to an end where records lead to each other', () => {
    expect(people.of('f')?.id).toBe('e')
    expect(people.of('e')?.id).toBe('e')
  })

  it('tells who may be written down already, once each', () => {
    expect(people.like({ name: 'be lo thi', born: '2016-01' }).map((r) => r.id)).toEqual(['a'])
    expect(people.like({ name: 'be lo thi', born: '' })).toEqual([])
  })
})
