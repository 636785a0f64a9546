import type { JSX } from 'preact'
import { ask, problemOf } from '../../../store/phone/client'
import type { Kept } from '../../../store/phone/recording'
import { RecordSheet } from '../../speech/recorder'
import { say, sayProblem } from './texts'

/** How long a recording may be, in seconds: speech for a record, not a meeting. */
const most = 180

/** Records what somebody says and keeps it sealed. */
export function VoiceSheet({ onKept, onClose }: { onKept: (k: Kept) => void; onClose: () => void }): JSX.Element {
  const keep = async (sound: Blob): Promise<string> => {
    try {
      onKept(await ask('keepMade', 'voice', new Uint8Array(await sound.arrayBuffer())))
      return ''
    } catch (e) {
      return sayProblem(problemOf(e).code)
    }
  }
  return <RecordSheet title={say('voice.title')} most={most} help={say('voice.help')} unable={say('voice.none')} keeping={say('keeping')} keep={keep} onClose={onClose} />
}
