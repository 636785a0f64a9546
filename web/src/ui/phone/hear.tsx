import type { JSX } from 'preact'
import { mediaUrl } from '../../core/speech'
import { soundOf, speaking, spoken } from '../../store/phone/speech'
import { lang } from '../../store/words'
import { Listen, type Hearing } from '../form/listen'
import '../css/form.css'

/** How texts are played on the phone: from what was fetched, in the officer's language of speech. */
export function hearing(): Hearing {
  return { lang: lang.value, media: mediaUrl, speech: (of) => spoken.value.get(of) ?? {}, voice: speaking.value, sound: soundOf }
}

/** A button that plays a text, where it is recorded. */
export function Hear({ of }: { of: string }): JSX.Element {
  return <Listen audio={{}} of={of} host={hearing()} />
}
