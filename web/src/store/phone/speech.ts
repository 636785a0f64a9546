/** The page's part of spoken texts: what there is, in which language it is played, and the bytes that are on the phone. */
import { computed, signal } from '@preact/signals'
import { pathOf } from '../../core/areas'
import { textOf } from '../../core/decode'
import type { Texts } from '../../core/form/types'
import { mediaUrl, speechCache, spokenTexts } from '../../core/speech'
import { today } from '../clock'
import { book } from '../session'
import { myAreas } from './book'
import { ask, status } from './client'
import type { Row } from './messages'

const remembered = 'bamban.speech'

/** The language in which texts are played; "" for that of the screen. */
export const speaking = signal(localStorage.getItem(remembered) ?? '')

/** The files that speak each text. */
export const spoken = signal(new Map<string, Texts>())

/** The languages in which something is recorded. */
export const spokenIn = computed(() => [...new Set([...spoken.value.values()].flatMap((t) => Object.keys(t)))].sort())

const remembersRecording = 'bamban.records-texts'

/** Whether each text has a button to record it, for who speaks the village's language. */
export const recordsTexts = signal(localStorage.getItem(remembersRecording) === 'yes')

export function setRecordsTexts(on: boolean): void {
  recordsTexts.value = on
  localStorage.setItem(remembersRecording, on ? 'yes' : '')
}

export function chooseSpeech(language: string): void {
  speaking.value = language
  localStorage.setItem(remembered, language)
  void ask('fetchSpeech', language).catch(() => 0)
}

let asked = ''

/** Reads what is recorded, and has the worker fetch what is not on the phone: once after each meeting, and when more is recorded. */
export async function readSpeech(): Promise<void> {
  spoken.value = spokenTexts((await ask('list', 'recording')).map(heardHere), book().pack.recordings)
  const now = `${status.value?.met ?? 0} ${book().pack.version} ${[...spoken.value.values()].flatMap((t) => Object.values(t)).join()}`
  if (!navigator.onLine || now === asked || (status.value?.unsent ?? 0) > 0) return
  asked = now
  await ask('fetchSpeech', speaking.value).catch(() => 0)
}

/** What this officer recorded is heard at once, from the phone, before the server has its sound. */
function heardHere(r: Row): Row {
  const mine = r.v.by === book().me.user.id && !r.v.digest && r.v.sum
  return mine ? { ...r, v: { ...r.v, digest: r.v.sum ?? null } } : r
}

/** An address of a recording's bytes on this phone, to be revoked when it was heard; "" where it isn't here yet. */
export async function soundOf(file: string): Promise<string> {
  const r = await (await caches.open(speechCache)).match(mediaUrl(file))
  if (r) return URL.createObjectURL(await r.blob())
  const own = file.startsWith('sha256:') ? await ask('look', file.slice(7)).catch(() => null) : null
  return own ? URL.createObjectURL(new Blob([own.bytes], { type: own.media })) : ''
}

/** Notices in force that concern a place of the user's, the newest first. */
export function inForce(notices: Row[]): Row[] {
  const [day, mine, { areas }] = [today(), myAreas(), book()]
  const near = (area: string): boolean => mine.length === 0 || mine.some((m) => m === area || pathOf(areas, m).some((a) => a.id === area) || pathOf(areas, area).some((a) => a.id === m))
  return notices
    .filter((n) => textOf(n.v.from) <= day && (!n.v.to || day <= textOf(n.v.to)) && (!n.v.area || near(textOf(n.v.area))))
    .sort((a, b) => (textOf(a.v.from) < textOf(b.v.from) || (a.v.from === b.v.from && a.id < b.id) ? 1 : -1))
}
