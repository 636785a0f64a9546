import type { JSX } from 'preact'
import { Icon } from '../parts/icon'
import { say } from './texts'

/** The way from an officer to what they have in hand. */
export function HoldsLink({ user }: { user: string }): JSX.Element {
  return (
    <p class="noprint">
      <a class="btn" href={`/reconcile/${user}`}>
        <Icon name="list-checks" /> {say('rec.holds')}
      </a>
    </p>
  )
}
