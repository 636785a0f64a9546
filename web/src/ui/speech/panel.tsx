import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { termsOn } from '../../core/kinds'
import { mediaUrl } from '../../core/speech'
import { asFault } from '../../store/client'
import { today } from '../../store/clock'
import { getRecord, setFields, turnover } from '../../store/records'
import { book, may } from '../../store/session'
import { recordText } from '../../store/speech'
import { tell, warn } from '../../store/toast'
import { l, lang } from '../../store/words'
import { Listen } from '../form/listen'
import { Icon } from '../parts/icon'
import { useIdFor } from '../parts/use'
import { RecordSheet } from './recorder'
import { mostText, recordsIn, recordIn, languageName, inSentence } from './language'
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
              recordIn(e.currentTarget.value)
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
      {sheet && <TextSheet x={sheet} language={language} onClose={() => setSheet(null)} />}
    </section>
  )
}

/** Records one text in one language and gives it to the server. */
function TextSheet({ x, language, onClose }: { x: Speakable; language: string; onClose: () => void }): JSX.Element {
  const keep = (sound: Blob): Promise<string> =>
    recordText(x.of, language, sound).then(
      () => {
        tell(say('sheet.kept'))
        onClose()
        return ''
      },
      (e: unknown) => l(asFault(e).text),
    )
  return (
    <RecordSheet title={say('sheet.title', { language: languageName(language) })} most={mostText} text={x.text} orFile help={say('sheet.help')} unable={say('sheet.none')} keeping={say('sheet.keeping')} keep={keep} onClose={onClose} />
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
        {speech.coming(x.of, language) && <span class="quiet small"> · {say('panel.coming')}</span>}
        {file && !record && <span class="quiet small"> · {say('panel.pack')}</span>}
      </span>
      {file && <Listen audio={{ [language]: file }} of={x.of} text={x.text} host={{ lang: lang.value, voice: language, media: mediaUrl, speech: () => ({}) }} />}
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
