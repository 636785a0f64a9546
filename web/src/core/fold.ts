/**
 * Folded text: what search and filters compare. The server folds the same way;
 * both run testdata/fold.json.
 *
 * Canonical decomposition, marks dropped, đ to d, lower case, everything that
 * is neither letter nor digit becomes one space, ends trimmed.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .replace(/\p{Lu}/gu, (c) => c.toLowerCase())
    .replace(/[^\p{L}\p{Nd}]+/gu, ' ')
    .trim()
}

/** Whether every word of the query begins a word of the text, in any order. */
export function matches(text: string, query: string): boolean {
  const words = fold(text).split(' ')
  return fold(query)
    .split(' ')
    .every((q) => q === '' || words.some((w) => w.startsWith(q)))
}
