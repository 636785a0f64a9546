import type { JSX } from 'preact'
import { mediaUrl } from '../../core/speech'
import { recordsTexts, soundOf, speaking, spoken } from '../../store/phone/speech'
import { may } from '../../store/session'
import { lang } from '../../store/words'
import { Listen, type Hearing } from '../form/listen'
import { lazy } from '../parts/lazy'
import '../css/form.css'

const SpeakSheet = lazy(async () => (await import('./record/speak')).SpeakSheet)

/** How texts are played on the phone: from what was fetched, in the officer's language of speech; and recorded, by who may and chose to. */
export function hearing(): Hearing {
  const record = recordsTexts.value && may('recording').create ? { record: (x: { of: string; text: string; onClose: () => void }) => <SpeakSheet {...x} /> } : {}
  return { lang: lang.value, media: mediaUrl, speech: (of) => spoken.value.get(of) ?? {}, voice: speaking.value, sound: soundOf, ...record }
}

/** A button that plays a text, where it is recorded. */
export function Hear({ of, text }: { of: string; text: string }): JSX.Element {
  return <Listen audio={{}} of={of} text={text} host={hearing()} />
}
