import type { JSX } from 'preact'
import { termsOn } from '../../../core/kinds'
import { today } from '../../../store/clock'
import { setting } from '../../../store/phone/book'
import { ask, problemOf } from '../../../store/phone/client'
import { readSpeech } from '../../../store/phone/speech'
import { book } from '../../../store/session'
import { tell } from '../../../store/toast'
import { l } from '../../../store/words'
import { languageName, mostText, recordIn, recordsIn } from '../../speech/language'
import { RecordSheet } from '../../speech/recorder'
import { say as sayText } from '../../speech/texts'
import { say, sayProblem } from './texts'

/** Of a pack that says nothing of it, in thousands of bytes. */
const usualMost = 1000

/** Records how a text is said in the village's language. It is kept sealed, goes up with what waits, and is heard here at once. */
export function SpeakSheet({ of, text, onClose }: { of: string; text: string; onClose: () => void }): JSX.Element {
  const offered = termsOn(book().pack, 'language', today())
  const language = offered.some((x) => x.code === recordsIn.value) ? recordsIn.value : (offered[0]?.code ?? '')
  const keep = async (sound: Blob): Promise<string> => {
    const most = setting('recording_kb') ?? usualMost
    if (sound.size > most * 1000) return say('speak.long', { kb: most })
    try {
      const { meta } = await ask('keepMade', 'voice', new Uint8Array(await sound.arrayBuffer()))
      const [record = ''] = await ask('newIds', 1)
      const fields = { of, language, status: 'in_use', sum: meta.digest, by: book().me.user.id, on: today() }
      await ask('record', [{ kind: 'recording', record, fields }], '')
      await readSpeech()
    } catch (e) {
      return sayProblem(problemOf(e).code)
    }
    tell(say('speak.kept'))
    onClose()
    return ''
  }
  const which = (
    <div>
      <label class="label" for="speak-language">
        {sayText('panel.language')}
      </label>
      <select id="speak-language" class="input" value={language} onChange={(e) => recordIn(e.currentTarget.value)}>
        {offered.map((x) => (
          <option key={x.code} value={x.code}>
            {l(x.label)}
          </option>
        ))}
      </select>
    </div>
  )
  return (
    <RecordSheet
      title={sayText('sheet.title', { language: languageName(language) })}
      most={mostText}
      text={text}
      before={which}
      orFile
      help={`${sayText('sheet.help')} ${say('speak.help')}`}
      unable={sayText('sheet.none')}
      keeping={say('keeping')}
      keep={keep}
      onClose={onClose}
    />
  )
}
