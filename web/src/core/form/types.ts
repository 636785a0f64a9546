/** A form as the pack declares it; docs/forms.md explains each part. */
import { bool, dict, list, maybe, num, object, str, WireFault, type Decoder, type Json } from '../decode'

export type Texts = Record<string, string>

export const questionTypes = [
  'text',
  'integer',
  'money',
  'decimal',
  'date',
  'one',
  'several',
  'yes_no',
  'person',
  'household',
  'photo',
  'voice',
  'signature',
  'position',
  'repeat',
  'group',
  'note',
] as const
export type QuestionType = (typeof questionTypes)[number]

export interface Choice {
  code: string
  label: Texts
  audio: Texts
  image: string
  data: Texts
  from: string
  to: string
}

export interface Question {
  name: string
  type: QuestionType
  /** Empty: calculated and not shown. */
  label: Texts
  help: Texts
  /** Recordings by language: a file of the pack, or sha256:HEX. */
  audio: Texts
  image: string
  required: boolean
  when: string
  check: string
  message: Texts
  value: string
  min: number | null
  max: number | null
  unit: string
  vocabulary: string
  choices: Choice[]
  filter: string
  questions: Question[]
}

export interface Declaration {
  id: string
  version: number
  kind: string
  title: Texts
  questions: Question[]
}

export type Answers = Record<string, Json>

const texts = dict(str)

const type: Decoder<QuestionType> = (v, path) => {
  const found = questionTypes.find((t) => t === v)
  if (!found) throw new WireFault(path, 'a type of question')
  return found
}

const choice = object<Choice>({ code: str, label: texts, audio: texts, image: str, data: texts, from: str, to: str })

const question: Decoder<Question> = (v, path) => questionShape(v, path)
const questionShape = object<Question>({
  name: str,
  type,
  label: texts,
  help: texts,
  audio: texts,
  image: str,
  required: bool,
  when: str,
  check: str,
  message: texts,
  value: str,
  min: maybe(num),
  max: maybe(num),
  unit: str,
  vocabulary: str,
  choices: list(choice),
  filter: str,
  questions: (v, path) => list(question)(v, path),
})

export const declaration = object<Declaration>({ id: str, version: num, kind: str, title: texts, questions: list(question) })

/** The types that have a value of their own. */
export function holdsAnswer(t: QuestionType): boolean {
  return t !== 'group' && t !== 'note'
}

/** A text of a form in a language of the reader's, else in any that it has. */
export function inLanguage(t: Texts, lang: string): string {
  return t[lang] ?? t.vi ?? t.en ?? Object.values(t)[0] ?? ''
}
