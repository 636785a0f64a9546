import { fold } from './fold'

/** The given name: last word of a name in family, middle, given order. */
export function givenName(name: string): string {
  return name.trim().split(/\s+/).at(-1) ?? ''
}

/** Up to three initials for a small mark: Nguyễn Văn An gives N.V.A. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const kept = words.length > 3 ? [...words.slice(0, 1), ...words.slice(-2)] : words
  return kept.map((w) => (w[0] ?? '').toUpperCase()).join('.')
}

const collator = new Intl.Collator('vi')

/** Orders names as people here expect: by given name, then by the whole. */
export function byGivenName(a: string, b: string): number {
  return (
    collator.compare(givenName(a), givenName(b)) || collator.compare(a, b) || fold(a).localeCompare(fold(b))
  )
}
