import type { JSX } from 'preact'
import { remindLater } from '../../../store/phone/suggest'
import { showAgo } from '../../../store/words'
import '../../css/record.phone.css'
import { say } from './bundle.texts'

/** Work that has waited long: suggests a file, or to be reminded later. */
export function OldUnsent({ oldest }: { oldest: number }): JSX.Element {
  return (
    <section class="card stack carried">
      <p class="strong">{say('old', { ago: showAgo(oldest) })}</p>
      <p>{say('old.help')}</p>
      <p class="row">
        <a class="btn main grow" href="/phone/link">
          {say('title')}
        </a>
        <button type="button" class="btn" onClick={() => remindLater(Date.now())}>
          {say('later')}
        </button>
      </p>
    </section>
  )
}
