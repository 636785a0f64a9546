/** How long a PIN must be. */
export const pinLength = 6

export type Weakness = 'short' | 'digits' | 'same' | 'row' | 'year'

/** Why a PIN is one that others would try first, or null. */
export function weakness(pin: string): Weakness | null {
  if (!/^\d*$/.test(pin)) return 'digits'
  if (pin.length < pinLength) return 'short'
  const digits = Array.from(pin, Number)
  const steps = new Set(digits.slice(1).map((d, i) => (d - (digits[i] ?? 0) + 10) % 10))
  if (steps.size === 1) return steps.has(0) ? 'same' : 'row'
  const half = pin.length / 2
  if (Number.isInteger(half) && pin.slice(0, half) === pin.slice(half)) return 'same'
  if (/^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d\d$/.test(pin) || /^(19|20)\d\d(0[1-9]|1[0-2])$/.test(pin)) return 'year'
  return null
}
