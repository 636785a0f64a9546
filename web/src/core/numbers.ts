/** Numbers and money, written alike in both languages of the screen. */

/** 1500000 as 1.500.000; decimals after a comma. */
export function showNumber(n: number): string {
  const [whole = '', fraction] = String(Math.abs(n)).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.')
  return (n < 0 ? '−' : '') + grouped + (fraction ? `,${fraction}` : '')
}

/** 1500000 as 1.500.000 ₫, with a space that does not break. */
export function showMoney(dong: number): string {
  return `${showNumber(dong)}\u00a0₫`
}

/** What somebody typed for a whole number: dots, spaces and ₫ are let pass. */
export function parseWhole(typed: string): number | null {
  const s = typed.replace(/[.\s\u00a0₫đ]/g, '').replace('−', '-')
  return /^-?\d{1,15}$/.test(s) ? Number(s) : null
}

/** What somebody typed for a number with a decimal comma (or point, if there is one alone). */
export function parseDecimal(typed: string): number | null {
  let s = typed.replace(/[\s\u00a0]/g, '').replace('−', '-')
  s = s.includes(',') ? s.replace(/\./g, '').replace(',', '.') : s
  return /^-?\d+(\.\d+)?$/.test(s) ? Number(s) : null
}

/** Bytes as 812 B, 14 KB, 3,2 MB. */
export function showBytes(n: number): string {
  if (n < 1000) return `${n} B`
  if (n < 1_000_000) return `${showNumber(Math.round(n / 1000))} KB`
  return `${showNumber(Math.round(n / 100_000) / 10)} MB`
}
