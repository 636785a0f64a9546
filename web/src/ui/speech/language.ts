import { signal } from '@preact/signals'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { book } from '../../store/session'
import { lang } from '../../store/words'

/** How long a text may be spoken, in seconds. */
export const mostText = 120

const remembered = 'bamban.records-in'

/** The language that texts are recorded in, wherever that is done; "" until one is chosen. */
export const recordsIn = signal(localStorage.getItem(remembered) ?? '')

export function recordIn(language: string): void {
  recordsIn.value = language
  localStorage.setItem(remembered, language)
}

export function languageName(code: string): string {
  return termLabel(book().pack, 'language', code, today(), lang.value)
}

/** Inside a sentence: in Vietnamese "tiếng Mông", in English the name as it is. */
export function inSentence(name: string): string {
  return lang.value === 'vi' ? name.charAt(0).toLowerCase() + name.slice(1) : name
}
