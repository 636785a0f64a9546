import { expect, it } from 'vitest'
import { metres, showMetres, spotOf } from './near'

it('measures along the ground', () => {
  // One minute of latitude is a nautical mile, 1,852 m within 0.6%; of longitude that times the cosine.
  expect(metres({ lat: 22, lon: 103 }, { lat: 22 + 1 / 60, lon: 103 })).toBeCloseTo(1853, -1)
  expect(metres({ lat: 60, lon: 103 }, { lat: 60, lon: 103 + 1 / 60 })).toBeCloseTo(926.6, -1)
  expect(metres({ lat: 22, lon: 103 }, { lat: 22, lon: 103 })).toBe(0)
})

it('says it as people do', () => {
  expect([4, 349, 994, 1234, 9949, 14_300].map((m) => showMetres(m, 'vi'))).toEqual(['0 m', '350 m', '990 m', '1,2 km', '9,9 km', '14 km'])
  expect(showMetres(1234, 'en')).toBe('1.2 km')
})

it('knows a position from anything else', () => {
  expect(spotOf({ lat: 22.1, lon: 103.2, acc: 8 })).toEqual({ lat: 22.1, lon: 103.2 })
  for (const v of [null, 'x', {}, { lat: '22', lon: 103 }]) expect(spotOf(v)).toBeNull()
})
