import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { showDay } from '../../core/dates'
import { textOf } from '../../core/decode'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { version } from '../../store/phone/client'
import { chooseSpeech, inForce, readSpeech, recordsTexts, setRecordsTexts, speaking, spokenIn } from '../../store/phone/speech'
import { book, may } from '../../store/session'
import { lang } from '../../store/words'
import { Hear } from './hear'
import { useRows } from './use'
import { say } from './words'
import '../css/simple.css'

/** What people of this area are told now; each can be heard. */
export function Notices({ large }: { large?: boolean }): JSX.Element | null {
  useEffect(() => void readSpeech().catch(() => undefined), [version.value])
  const rows = useRows('notice')
  const now = rows && inForce(rows)
  if (!now || (now.length === 0 && !large)) return null
  return (
    <section>
      <h2>{say('notices')}</h2>
      {now.length === 0 && <p class="quiet">{say('notices.none')}</p>}
      <ul class="cards" hidden={now.length === 0}>
        {now.map((n) => (
          <li key={n.id} class={`notice-line ${large ? 'large' : ''}`}>
            <span class="name">{textOf(n.v.title)}</span>
            <p>{textOf(n.v.text)}</p>
            {n.v.to && <p class="quiet small">{say('notice.until', { day: showDay(textOf(n.v.to)) })}</p>}
            <Hear of={`notice:${n.id}`} text={`${textOf(n.v.title)}. ${textOf(n.v.text)}`} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** In which language texts are spoken. */
export function SpeechSetting(): JSX.Element {
  useEffect(() => void readSpeech().catch(() => undefined), [version.value])
  const some = spokenIn.value
  const name = (code: string): string => termLabel(book().pack, 'language', code, today(), lang.value)
  return (
    <section class="field">
      <label class="label" for="speech-language">
        {say('speech.title')}
      </label>
      {some.length === 0 ? (
        <p class="quiet">{say('speech.none')}</p>
      ) : (
        <>
          <select id="speech-language" class="input" value={speaking.value} onChange={(e) => chooseSpeech(e.currentTarget.value)}>
            <option value="">{say('speech.screen')}</option>
            {some.map((code) => (
              <option key={code} value={code}>
                {name(code)}
              </option>
            ))}
          </select>
          <p class="help">{say('speech.help')}</p>
        </>
      )}
      {may('recording').create && (
        <>
          <label class="only">
            <input type="checkbox" checked={recordsTexts.value} onChange={(e) => setRecordsTexts(e.currentTarget.checked)} /> {say('speech.record')}
          </label>
          <p class="help">{say('speech.record.help')}</p>
        </>
      )}
    </section>
  )
}
