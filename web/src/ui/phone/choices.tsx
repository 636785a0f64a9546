import type { JSX } from 'preact'
import { termsOn } from '../../core/kinds'
import { today } from '../../store/clock'
import { book } from '../../store/session'
import { l } from '../../store/words'

/** One of a vocabulary's terms, to be touched. */
export function Choices({ label, vocabulary, value, onPick }: { label: string; vocabulary: string; value: string; onPick: (code: string) => void }): JSX.Element {
  return (
    <fieldset class="question">
      <legend class="label">{label}</legend>
      <div class="answers">
        {termsOn(book().pack, vocabulary, today()).map((x) => (
          <label class={`answer ${value === x.code ? 'on' : ''}`} key={x.code}>
            <input type="radio" name={vocabulary} checked={value === x.code} onChange={() => onPick(x.code)} />
            <span>{l(x.label)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** What is still missing, once somebody tried to save. */
export function Needs({ needs }: { needs: string[] }): JSX.Element | null {
  if (needs.length === 0) return null
  return (
    <ul class="error" role="alert">
      {needs.map((n) => (
        <li key={n}>{n}</li>
      ))}
    </ul>
  )
}
