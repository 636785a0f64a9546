import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { browserName } from './browser'
import { ageOn, dayOf, daysBetween, parseDay, parsePartial, showDay, showInstant } from './dates'
import { fold, matches } from './fold'
import { byGivenName, givenName, initials } from './names'
import { parseDecimal, parseWhole, showBytes, showMoney, showNumber } from './numbers'
import { ago, agoDays } from './relative'

describe('folded text', () => {
  const vectors = JSON.parse(readFileSync(new URL('../../../testdata/fold.json', import.meta.url), 'utf8')) as { in: string; out: string }[]
  it('gives what the server gives for every shared vector', () => {
    expect(vectors.length).toBeGreaterThan(39)
    for (const v of vectors) expect(fold(v.in), JSON.stringify(v.in)).toBe(v.out)
  })
  it('folds what is folded to itself', () => {
    for (const v of vectors) expect(fold(v.out)).toBe(v.out)
  })
  it('matches words in any order by their beginnings', () => {
    expect(matches('Đồn Biên phòng Thu Lũm', 'lum don')).toBe(true)
    expect(matches('Đồn Biên phòng Thu Lũm', 'lum pa')).toBe(false)
    expect(matches('bất kỳ', '')).toBe(true)
  })
})

describe('days', () => {
  it('are those of the province, not of the machine', () => {
    expect(dayOf(Date.UTC(2026, 2, 2, 17, 0))).toBe('2026-03-03')
    expect(showInstant(Date.UTC(2026, 2, 2, 18, 5))).toBe('03/03/2026 01:05')
  })
  it('show as much as is known', () => {
    expect([showDay('2026-03-03'), showDay('2026-03'), showDay('2026')]).toEqual(['03/03/2026', '03/2026', '2026'])
  })
  it('are read as people type them', () => {
    for (const s of ['3/3/2026', '03-03-2026', '03.03.2026', '03032026', '2026-03-03', ' 03/03/2026 ']) expect(parseDay(s), s).toBe('2026-03-03')
    for (const s of ['31/02/2026', '3/13/2026', 'hôm qua', '', '3/3/26']) expect(parseDay(s), s).toBeNull()
    expect(['2026', '3/2026', '2026-03', '3/3/2026', '13/2026'].map(parsePartial)).toEqual(['2026', '2026-03', '2026-03', '2026-03-03', null])
  })
  it('count and give ages', () => {
    expect(daysBetween('2026-02-27', '2026-03-03')).toBe(4)
    expect(ageOn('2010-03-04', '2026-03-03')).toBe(15)
    expect(ageOn('2010-03-03', '2026-03-03')).toBe(16)
    expect(ageOn('2010', '2026-03-03')).toBe(16)
    expect(ageOn('2010-04', '2026-03-03')).toBe(15)
    expect(ageOn('?', '2026-03-03')).toBeNull()
  })
})

describe('how long ago', () => {
  const now = Date.UTC(2026, 2, 3, 5, 0)
  it('is said in words that fit the distance', () => {
    expect(ago(now - 20_000, now)).toEqual({ key: 'ago.now' })
    expect(ago(now - 5 * 60_000, now)).toEqual({ key: 'ago.minutes', n: 5 })
    expect(ago(now - 3 * 3600_000, now)).toEqual({ key: 'ago.hours', n: 3 })
    expect(ago(now - 26 * 3600_000, now)).toEqual({ key: 'ago.yesterday' })
    expect(ago(now - 12 * 86_400_000, now)).toEqual({ key: 'ago.days', n: 12 })
    expect(ago(now - 90 * 86_400_000, now)).toEqual({ key: 'ago.day', day: '03/12/2025' })
    expect(agoDays('2026-03-10', '2026-03-03')).toEqual({ key: 'ago.indays', n: 7 })
  })
})

describe('numbers', () => {
  it('are written with dots and read back', () => {
    expect(showMoney(1_500_000)).toBe('1.500.000\u00a0₫')
    expect([showNumber(0), showNumber(999), showNumber(1000), showNumber(-1234.5)]).toEqual(['0', '999', '1.000', '−1.234,5'])
    expect(['1.500.000 ₫', '12', '1 000', 'x', '1,5'].map(parseWhole)).toEqual([1_500_000, 12, 1000, null, null])
    expect(['1,5', '1.234,5', '22.39', '', 'a'].map(parseDecimal)).toEqual([1.5, 1234.5, 22.39, null, null])
    expect([showBytes(812), showBytes(14_200), showBytes(3_210_000)]).toEqual(['812 B', '14 KB', '3,2 MB'])
  })
})

describe('names', () => {
  it('sort by given name, then the whole', () => {
    const names = ['Lò Thị Xuân', 'Vàng A Páo', 'Giàng Thị An', 'Lò Văn Ân', 'Phùng Thị Đào', 'Bùi Văn Dũng']
    expect([...names].sort(byGivenName).map(givenName)).toEqual(['An', 'Ân', 'Dũng', 'Đào', 'Páo', 'Xuân'])
  })
  it('shorten to initials', () => {
    expect([initials('Nguyễn Văn An'), initials('Đặng Thị Kim Oanh'), initials('An')]).toEqual(['N.V.A', 'Đ.K.O', 'A'])
  })
})

describe('browsers', () => {
  it('are called what people call them', () => {
    const linux = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)'
    for (const [agent, want] of [
      [`${linux} Chrome/140.0.0.0 Safari/537.36`, 'Chrome, Linux'],
      [`${linux} HeadlessChrome/140.0.0.0 Safari/537.36`, 'Chrome, Linux'],
      ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36', 'Samsung Internet, Android'],
      ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/130.0.122 Chrome/124.0.0.0 Safari/537.36', 'Cốc Cốc, Windows'],
      ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge, Windows'],
      ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari, iPhone'],
      ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
      ['curl/8.5.0', ''],
    ] as const)
      expect(browserName(agent)).toBe(want)
  })
})
