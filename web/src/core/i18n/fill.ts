import { showNumber } from '../numbers'

export type Fills = Record<string, string | number>

/** Fills {name} in a text; of "one|many" takes the first where n is 1. */
export function fill(text: string, fills: Fills = {}): string {
  const forms = text.split('|')
  const form = (fills.n === 1 ? forms[0] : forms.at(-1)) ?? text
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const v = fills[name]
    return v === undefined ? whole : typeof v === 'number' ? showNumber(v) : v
  })
}
