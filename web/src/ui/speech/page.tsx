import type { JSX } from 'preact'
import { termsOn } from '../../core/kinds'
import { appTexts, keyOfChoice } from '../../core/speech'
import { today } from '../../store/clock'
import { book } from '../../store/session'
import { l } from '../../store/words'
import { useTitle } from '../parts/use'
import { SpeechPanel } from './panel'
import { say, sayApp } from './texts'
import { useSpeech } from './use'

/** The texts that belong to no form: those of the app itself and what people agree to. */
export function SpeechPage(): JSX.Element {
  const speech = useSpeech()
  const { pack } = book()
  useTitle(say('page.title'))
  return (
    <div class="voices">
      <h1>{say('page.title')}</h1>
      <p class="help">{say('page.lead')}</p>
      <SpeechPanel speech={speech} title={say('page.app')} texts={appTexts.map((key) => ({ of: `text:${key}`, text: sayApp(key) }))} />
      <SpeechPanel speech={speech} title={say('page.topics')} texts={termsOn(pack, 'note_topic', today()).map((x) => ({ of: keyOfChoice('note', 'topic', x.code), text: l(x.label) }))} />
      <SpeechPanel
        speech={speech}
        title={say('page.consent')}
        texts={termsOn(pack, 'consent_purpose', today()).map((x) => ({ of: `consent:${x.code}`, text: [l(x.label), l(x.help)].filter(Boolean).join('. ') }))}
      />
    </div>
  )
}

/** The recordings of one notice, on its page. */
export function NoticeSpeech({ id, text }: { id: string; text: string }): JSX.Element {
  return <SpeechPanel speech={useSpeech()} texts={[{ of: `notice:${id}`, text }]} />
}
