/** Which recording speaks which text: the rules, without a network. */
import type { PackRecording } from './api/types'
import { textOf, type Json } from './decode'
import type { Declaration, Question, Texts } from './form/types'

/** Where the phone keeps recordings and pictures of texts: they are nobody's and are not sealed. */
export const speechCache = 'bamban-speech'

/** Texts of the app itself that can be recorded, by key. */
export const appTexts = ['reporter.visit', 'reporter.tell', 'reporter.take', 'reporter.mine'] as const
export type AppText = (typeof appTexts)[number]

/** A record of a recording, as far as is asked here. */
export interface Recorded {
  id: string
  v: Record<string, Json>
}

export const keyOfForm = (form: string): string => `form:${form}`
export const keyOfQuestion = (form: string, question: string): string => `form:${form}/${question}`
export const keyOfChoice = (form: string, question: string, code: string): string => `choice:${form}/${question}/${code}`

/** Records in use whose sound is there; of each text and language the newest. Ids are in the order of making. */
export function newestInUse<T extends Recorded>(recordings: T[]): T[] {
  const out = new Map<string, T>()
  for (const r of recordings) {
    if (r.v.status === 'withdrawn' || !r.v.digest) continue
    const key = `${textOf(r.v.of)} ${textOf(r.v.language)}`
    const was = out.get(key)
    if (!was || was.id < r.id) out.set(key, r)
  }
  return [...out.values()]
}

/** Records in use that a phone made and whose sound it has still to send. */
export function stillComing<T extends Recorded>(recordings: T[]): T[] {
  return recordings.filter((r) => r.v.status !== 'withdrawn' && !r.v.digest && r.v.sum)
}

/** The files that speak each text, by language: an office's own before those of the pack. */
export function spokenTexts(recordings: Recorded[], pack: PackRecording[]): Map<string, Texts> {
  const out = new Map<string, Texts>()
  const put = (of: string, language: string, file: string): void => void out.set(of, { ...out.get(of), [language]: file })
  for (const r of pack) put(r.of, r.language, r.file)
  for (const r of newestInUse(recordings)) put(textOf(r.v.of), textOf(r.v.language), `sha256:${textOf(r.v.digest)}`)
  return out
}

/** The term by which packs name the language of a screen: that language's English name. */
function termOf(lang: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(lang)?.toLowerCase() ?? lang
}

/** The file to play: in the chosen language, else in that of the screen, else in any. */
export function fileFor(audio: Texts, chosen: string, lang: string): string | undefined {
  return audio[chosen] ?? audio[lang] ?? audio[termOf(lang)] ?? Object.values(audio)[0]
}

/** Where a recording or picture is to be had; on the phone also the name under which it is kept. */
export function mediaUrl(file: string): string {
  return file.startsWith('sha256:') ? `/api/files/${file.slice(7)}` : `/api/media/${encodeURIComponent(file.replace(/^media\//, ''))}`
}

function filesIn(questions: Question[]): [string, string][] {
  return questions.flatMap((q) => [
    ...Object.entries(q.audio),
    ...(q.image ? [['', q.image] as [string, string]] : []),
    ...q.choices.flatMap((c) => [...Object.entries(c.audio), ...(c.image ? [['', c.image] as [string, string]] : [])]),
    ...filesIn(q.questions),
  ])
}

/** What a phone fetches ahead of use, in order: pictures and the chosen language first, then the smallest. A size that isn't known is 0. */
export function ahead(recordings: Recorded[], pack: PackRecording[], forms: Declaration[], chosen: string): { file: string; size: number }[] {
  const out = new Map<string, { file: string; size: number; first: boolean }>()
  const put = (file: string, size: number, language: string): void => {
    if (!out.has(file)) out.set(file, { file, size, first: language === chosen || language === '' })
  }
  for (const r of newestInUse(recordings)) put(`sha256:${textOf(r.v.digest)}`, typeof r.v.size === 'number' ? r.v.size : 0, textOf(r.v.language))
  for (const r of pack) put(r.file, 0, r.language)
  for (const f of forms) for (const [language, file] of filesIn(f.questions)) put(file, 0, language)
  return [...out.values()].sort((a, b) => Number(b.first) - Number(a.first) || a.size - b.size)
}

/** The texts of a form that can be recorded, in their order: its title, questions, choices. */
export function textsOf(d: Declaration): { of: string; text: Texts; under: boolean }[] {
  const walk = (questions: Question[]): { of: string; text: Texts; under: boolean }[] =>
    questions.flatMap((q) => [
      ...(Object.keys(q.label).length > 0 ? [{ of: keyOfQuestion(d.id, q.name), text: q.label, under: false }] : []),
      ...q.choices.map((c) => ({ of: keyOfChoice(d.id, q.name, c.code), text: c.label, under: true })),
      ...walk(q.questions),
    ])
  return [{ of: keyOfForm(d.id), text: d.title, under: false }, ...walk(d.questions)]
}
