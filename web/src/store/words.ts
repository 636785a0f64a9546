import { signal } from '@preact/signals'
import type { Lang, Text } from '../core/api/types'
import { fill, type Fills } from '../core/i18n/fill'
import { vi, type Key } from '../core/i18n/vi'
import { say } from '../core/kinds'
import { ago, agoDays, type Ago } from '../core/relative'
import { now, today } from './clock'

export const lang = signal<Lang>('vi')
const texts = signal<Record<Key, string>>(vi)

/** The screen text of a key in the reader's language. */
export function t(key: Key, fills?: Fills): string {
  return fill(texts.value[key], fills)
}

/** The same where the key was put together; the fallback where there is none. */
export function tIf(key: string, fallback: string, fills?: Fills): string {
  return key in texts.value ? t(key as Key, fills) : fallback
}

/** A label of data in the reader's language. */
export function l(text: Text): string {
  return say(text, lang.value)
}

/** Switches the screen's language; English is fetched when first asked for. */
export async function speak(to: Lang): Promise<void> {
  texts.value = to === 'vi' ? vi : (await import('../core/i18n/en')).en
  lang.value = to
  document.documentElement.lang = to
  localStorage.setItem('bamban.lang', to)
}

/** The language that this browser used last, else the first language of the product. */
export function rememberedLang(): Lang {
  return localStorage.getItem('bamban.lang') === 'en' ? 'en' : 'vi'
}

function words(a: Ago): string {
  return t(a.key, a)
}

export function showAgo(ms: number): string {
  return words(ago(ms, now()))
}

export function showAgoDay(day: string): string {
  return words(agoDays(day, today()))
}
