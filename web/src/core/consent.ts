/** What a consent must have before it may be written down: the rules, without a screen. */
import { ageOn } from './dates'

/** The kinds of attachment that prove a form of consent; none where a witness does. */
const proofs: Record<string, ('voice' | 'signature' | 'photo')[]> = {
  voice_recorded: ['voice'],
  written: ['photo'],
  digital: ['signature'],
}

/** How a form of consent is proved; a form that isn't known takes any. */
export function proofsOf(form: string): ('voice' | 'signature' | 'photo')[] {
  return form === 'spoken_witnessed' ? [] : (proofs[form] ?? ['voice', 'signature', 'photo'])
}

/** What is asked besides for somebody born on a day that may be known in part: of a child the guardian, from an age on the child too. */
export function asksFor(born: string, day: string, childAge: number, assentAge: number): { guardian: boolean; assent: boolean } {
  // What is not known of the date counts for the child: born in December, on the last day.
  const latest = born.length === 4 ? `${born}-12-31` : born.length === 7 ? `${born}-31` : born
  const earliest = born.length === 4 ? `${born}-01-01` : born.length === 7 ? `${born}-01` : born
  const [youngest, oldest] = born ? [ageOn(latest, day), ageOn(earliest, day)] : [null, null]
  const guardian = youngest !== null && youngest < childAge
  return { guardian, assent: guardian && oldest !== null && oldest >= assentAge }
}

export interface ConsentDraft {
  purpose: string
  form: string
  language: string
  /** The unit that may see, where the purpose is to share. */
  partner: string
  guardian: string
  assent: boolean
  note: string
  proof: string
}

/** The purpose that opens something to a unit that is named. */
export const sharing = 'share_partner'

export type Need = 'purpose' | 'partner' | 'form' | 'language' | 'evidence' | 'witness' | 'guardian' | 'assent'

/** What is still missing, in the order of the screen. */
export function missing(c: ConsentDraft, asks: { guardian: boolean; assent: boolean }): Need[] {
  const out: Need[] = []
  if (!c.purpose) out.push('purpose')
  if (c.purpose === sharing && !c.partner) out.push('partner')
  if (asks.guardian && !c.guardian) out.push('guardian')
  if (asks.assent && !c.assent) out.push('assent')
  if (!c.form) out.push('form')
  if (c.form && proofsOf(c.form).length === 0 && !c.note.trim()) out.push('witness')
  if (c.form && proofsOf(c.form).length > 0 && !c.proof) out.push('evidence')
  if (!c.language) out.push('language')
  return out
}
