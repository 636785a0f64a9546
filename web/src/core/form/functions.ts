import { CelScalar, celFunc, isCelList, listType, type CelFunc, type CelValue } from '@bufbuild/cel'

/**
 * The functions that forms have beyond CEL's own, as in internal/form/functions.go.
 * Days are text, YYYY-MM-DD: they compare as text does.
 */
export const functions: CelFunc[] = [
  celFunc('answered', [CelScalar.DYN], CelScalar.BOOL, answered),
  celFunc('days', [CelScalar.STRING, CelScalar.STRING], CelScalar.INT, (a, b) => BigInt(dayNumber(b) - dayNumber(a))),
  celFunc('age', [CelScalar.STRING, CelScalar.STRING], CelScalar.INT, age),
  celFunc('add_days', [CelScalar.STRING, CelScalar.INT], CelScalar.STRING, (d, n) => fromNumber(dayNumber(d) + small(n))),
  celFunc('add_months', [CelScalar.STRING, CelScalar.INT], CelScalar.STRING, addMonths),
  celFunc('year', [CelScalar.STRING], CelScalar.INT, (d) => BigInt(parts(d)[0])),
  celFunc('month', [CelScalar.STRING], CelScalar.INT, (d) => BigInt(parts(d)[1])),
  celFunc('day', [CelScalar.STRING], CelScalar.INT, (d) => BigInt(parts(d)[2])),
  celFunc('sum', [listType(CelScalar.DYN)], CelScalar.INT, (l) => sum(l)),
  celFunc('sum_decimal', [listType(CelScalar.DYN)], CelScalar.DOUBLE, (l) => sumDecimal(l)),
  celFunc('round', [CelScalar.DOUBLE], CelScalar.INT, round),
]

const dayMs = 86_400_000
const maxInt = 2n ** 63n - 1n

function answered(v: CelValue): boolean {
  return v !== null && v !== '' && !(isCelList(v) && v.size === 0)
}

/** Whether a text is a day that exists. */
export function isDay(s: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(s)) return false
  const t = new Date(`${s}T00:00:00Z`)
  return !Number.isNaN(t.getTime()) && t.toISOString().startsWith(s)
}

function parts(s: string): [number, number, number] {
  if (!isDay(s)) throw new Error('not a day')
  return [Number(s.slice(0, 4)), Number(s.slice(5, 7)), Number(s.slice(8))]
}

function dayNumber(s: string): number {
  parts(s)
  return Date.parse(`${s}T00:00:00Z`) / dayMs
}

function fromNumber(n: number): string {
  const t = new Date(n * dayMs)
  if (Number.isNaN(t.getTime()) || t.getUTCFullYear() < 1 || t.getUTCFullYear() > 9999) throw new Error('not a day')
  return t.toISOString().slice(0, 10)
}

function small(n: bigint): number {
  if (n < -1_000_000n || n > 1_000_000n) throw new Error('not a day')
  return Number(n)
}

/** Whole years; who is born on 29 February turns on 1 March. */
function age(born: string, on: string): bigint {
  const [y, m, d] = parts(born)
  const [oy, om, od] = parts(on)
  return BigInt(oy - y - (om < m || (om === m && od < d) ? 1 : 0))
}

/** Ends on the month's last day where the day isn't in it. */
function addMonths(day: string, n: bigint): string {
  const [y, m, d] = parts(day)
  const month = y * 12 + (m - 1) + small(n)
  const year = Math.floor(month / 12)
  if (year < 1 || year > 9999) throw new Error('not a day')
  const first = new Date(0)
  first.setUTCFullYear(year, month - year * 12, 1)
  const last = new Date(first)
  last.setUTCFullYear(year, month - year * 12 + 1, 0)
  return fromNumber(first.getTime() / dayMs + Math.min(d, last.getUTCDate()) - 1)
}

/** Passes over what is not answered. */
function sum(values: Iterable<CelValue>): bigint {
  let total = 0n
  for (const v of values) {
    if (typeof v !== 'bigint') continue
    total += v
    if (total > maxInt || total < -maxInt - 1n) throw new Error('too large')
  }
  return total
}

function sumDecimal(values: Iterable<CelValue>): number {
  let total = 0
  for (const v of values) if (typeof v === 'number') total += v
  return total
}

/** To the nearest whole number, halves away from zero. */
function round(n: number): bigint {
  const whole = Math.trunc(n)
  const to = Math.abs(n - whole) >= 0.5 ? whole + Math.sign(n) : whole
  if (!Number.isSafeInteger(to)) throw new Error('too large to round')
  return BigInt(to)
}
