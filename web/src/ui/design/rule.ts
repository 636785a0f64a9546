/** A condition of eligibility as a row of choices, where it is as simple as that. */
export interface RuleRow {
  fact: string
  op: 'yes' | 'no' | 'least' | 'most' | 'between' | 'among' | 'not_among'
  least: number
  most: number
  values: string[]
}

interface FactLike {
  name: string
  type: string
}

const name = '([a-z_]+)'
const whole = '(-?\\d{1,6})'
const literal = '"[a-z0-9_]*"'

/** Reads a condition that choices can say; null for any other. */
export function readRule(when: string, facts: readonly FactLike[]): RuleRow | null {
  const text = when.trim()
  const typed = (fact: string | undefined, type: string): string => (facts.some((f) => f.name === fact && f.type === type) ? (fact ?? '') : '')
  const row = (fact: string, part: Partial<RuleRow> & { op: RuleRow['op'] }): RuleRow | null => (fact ? { fact, least: 0, most: 0, values: [], ...part } : null)
  const match = (pattern: string): RegExpMatchArray | null => new RegExp(`^${pattern}$`).exec(text)

  let m = match(`(!?)\\s*${name}`)
  if (m) return row(typed(m[2], 'yes_no'), { op: m[1] ? 'no' : 'yes' })
  m = match(`${name}\\s*(>=|>|<=|<|==)\\s*${whole}`)
  if (m) {
    const n = Number(m[3])
    const fact = typed(m[1], 'integer')
    if (m[2] === '==') return row(fact, { op: 'between', least: n, most: n })
    return m[2] === '>=' || m[2] === '>' ? row(fact, { op: 'least', least: m[2] === '>' ? n + 1 : n }) : row(fact, { op: 'most', most: m[2] === '<' ? n - 1 : n })
  }
  m = match(`${name}\\s*(>=|>)\\s*${whole}\\s*&&\\s*${name}\\s*(<=|<)\\s*${whole}`)
  if (m && m[1] === m[4]) return row(typed(m[1], 'integer'), { op: 'between', least: Number(m[3]) + (m[2] === '>' ? 1 : 0), most: Number(m[6]) - (m[5] === '<' ? 1 : 0) })
  m = match(`${name}\\s*(==|!=)\\s*(${literal})`)
  if (m) return row(typed(m[1], 'text'), { op: m[2] === '==' ? 'among' : 'not_among', values: [(m[3] ?? '').slice(1, -1)] })
  m = match(`(!\\()?\\s*${name}\\s+in\\s+\\[\\s*(${literal}(?:\\s*,\\s*${literal})*)\\s*\\]\\s*(\\))?`)
  if (m && Boolean(m[1]) === Boolean(m[4])) return row(typed(m[2], 'text'), { op: m[1] ? 'not_among' : 'among', values: [...(m[3] ?? '').matchAll(/"([a-z0-9_]*)"/g)].map((x) => x[1] ?? '') })
  return null
}

/** The condition of a row, in CEL. */
export function writeRule(r: RuleRow): string {
  const set = `${r.fact} in [${r.values.map((v) => JSON.stringify(v)).join(', ')}]`
  switch (r.op) {
    case 'yes':
      return r.fact
    case 'no':
      return `!${r.fact}`
    case 'least':
      return `${r.fact} >= ${r.least}`
    case 'most':
      return `${r.fact} <= ${r.most}`
    case 'between':
      return `${r.fact} >= ${r.least} && ${r.fact} <= ${r.most}`
    case 'among':
      return set
    case 'not_among':
      return `!(${set})`
  }
}

/** What a fact may be asked; the first is what a new row says. */
export function opsOf(type: string): RuleRow['op'][] {
  if (type === 'yes_no') return ['yes', 'no']
  return type === 'integer' ? ['least', 'most', 'between'] : ['among', 'not_among']
}
