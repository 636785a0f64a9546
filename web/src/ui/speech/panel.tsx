import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { termLabel, termsOn } from '../../core/kinds'
import { mediaUrl } from '../../core/speech'
import { asFault } from '../../store/client'
import { today } from '../../store/clock'
import { getRecord, setFields, turnover } from '../../store/records'
import { book, may } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, lang } from '../../store/words'
import { Listen } from '../form/listen'
import { Icon } from '../parts/icon'
import { useIdFor } from '../parts/use'
import { RecordSheet } from './recorder'
import { say } from './texts'
import type { Speech } from './use'
import '../css/speech.css'

/** A text that can be recorded, in words. */
export interface Speakable {
  of: string
  text: string
  /** A choice of the question above it. */
  under?: boolean
}

const remembered = 'bamban.records-in'

/** The language that is recorded in, on every panel; "" until one is chosen. */
const recordsIn = signal(localStorage.getItem(remembered) ?? '')

function languageName(code: string): string {
  return termLabel(book().pack, 'language', code, today(), lang.value)
}

/** Inside a sentence: in Vietnamese "tiếng Mông", in English the name as it is. */
function inSentence(name: string): string {
  return lang.value === 'vi' ? name.charAt(0).toLowerCase() + name.slice(1) : name
}

/** Texts with what is recorded of each in one language, how much is missing, and the way to record it. */
export function SpeechPanel({ speech, texts, title }: { speech: Speech; texts: Speakable[]; title?: string }): JSX.Element | null {
  const offered = termsOn(book().pack, 'language', today())
  const language = [recordsIn.value, speech.languages[0]].find((code) => offered.some((x) => x.code === code)) ?? offered[0]?.code ?? ''
  const [only, setOnly] = useState(false)
  const [sheet, setSheet] = useState<Speakable | null>(null)
  const id = useIdFor('speech-language')
  const has = (x: Speakable): boolean => speech.of(x.of)[language] !== undefined
  const shown = only ? texts.filter((x) => !has(x)) : texts
  const n = texts.filter(has).length
  return (
    <section class="speech">
      <h2>{title ?? say('panel.title')}</h2>
      <div class="row wrap pickers">
        <div>
          <label class="label" for={id}>
            {say('panel.language')}
          </label>
          <select
            id={id}
            class="input"
            value={language}
            onChange={(e) => {
              recordsIn.value = e.currentTarget.value
              localStorage.setItem(remembered, e.currentTarget.value)
            }}
          >
            {offered.map((x) => (
              <option key={x.code} value={x.code}>
                {l(x.label)}
              </option>
            ))}
          </select>
        </div>
        <p class="grow strong" role="status">
          {say('panel.have', { n: String(n), all: String(texts.length), language: inSentence(languageName(language)) })}
        </p>
        <label class="only">
          <input type="checkbox" checked={only} onChange={(e) => setOnly(e.currentTarget.checked)} /> {say('panel.only')}
        </label>
      </div>
      {shown.length === 0 && <p class="quiet">{say('panel.done')}</p>}
      <ul class="card lines" hidden={shown.length === 0}>
        {shown.map((x) => (
          <Line key={x.of} x={x} speech={speech} language={language} onRecord={() => setSheet(x)} />
        ))}
      </ul>
      {sheet && <RecordSheet of={sheet.of} text={sheet.text} language={language} languageName={languageName(language)} onClose={() => setSheet(null)} />}
    </section>
  )
}

function Line({ x, speech, language, onRecord }: { x: Speakable; speech: Speech; language: string; onRecord: () => void }): JSX.Element {
  const file = speech.of(x.of)[language]
  const record = speech.record(x.of, language)
  const withdraw = async (id: string): Promise<void> => {
    try {
      const { record: now } = await setFields(await getRecord('recording', id), { status: 'withdrawn' })
      turnover.value += 1
      tell(say('panel.withdrawn'), {
        label: say('panel.undo'),
        run: () => void setFields(now, { status: 'in_use' }).then(() => (turnover.value += 1)),
      })
    } catch (e) {
      warn(l(asFault(e).text))
    }
  }
  return (
    <li class={x.under ? 'under' : ''} data-of={x.of}>
      <span class="grow">
        {x.text}
        {!file && <span class="quiet small"> · {say('panel.missing')}</span>}
        {file && !record && <span class="quiet small"> · {say('panel.pack')}</span>}
      </span>
      {file && <Listen audio={{ [language]: file }} of={x.of} host={{ lang: lang.value, voice: language, media: mediaUrl, speech: () => ({}) }} />}
      {record && may('recording').update && (
        <button type="button" class="btn bare" onClick={() => void withdraw(record.id)}>
          <Icon name="x" /> {say('panel.withdraw')}
        </button>
      )}
      {may('recording').create && (
        <button type="button" class="btn" aria-label={`${say(file ? 'panel.again' : 'panel.record')}: ${x.text}`} onClick={onRecord}>
          <Icon name="mic" /> {say(file ? 'panel.again' : 'panel.record')}
        </button>
      )}
    </li>
  )
}
