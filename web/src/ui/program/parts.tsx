import type { ComponentChildren, JSX } from 'preact'
import { showMoney, showNumber } from '../../core/numbers'
import { termLabel, termsOn } from '../../core/kinds'
import { today } from '../../store/clock'
import { book } from '../../store/session'
import { lang, l } from '../../store/words'
import { useIdFor } from '../parts/use'
import { Under } from '../parts/textfield'
import { say } from './texts'

/** A quantity of something with its unit: đồng as money, the rest with its name. */
export function showQuantity(n: number, item: string): string {
  return item === 'vnd' ? showMoney(n) : `${showNumber(n)} × ${itemName(item)}`
}

export const itemName = (code: string): string => termLabel(book().pack, 'item', code, today(), lang.value)

/** A choice among a few, as a native select: it works with every keyboard and reader. */
export function Select(p: { label: string; value: string; options: { code: string; text: string }[]; onChange: (v: string) => void; empty?: string; error?: string; help?: string }): JSX.Element {
  const id = useIdFor('select')
  return (
    <div class="field">
      <label class="label" for={id}>
        {p.label}
      </label>
      <select id={id} class="input" value={p.value} aria-invalid={p.error ? 'true' : undefined} onChange={(e) => p.onChange(e.currentTarget.value)}>
        {p.empty !== undefined && <option value="">{p.empty}</option>}
        {p.options.map((o) => (
          <option key={o.code} value={o.code}>
            {o.text}
          </option>
        ))}
      </select>
      <Under id={id} error={p.error ?? ''} help={p.help ?? ''} />
    </div>
  )
}

export const termOptions = (vocabulary: string): { code: string; text: string }[] => termsOn(book().pack, vocabulary, today()).map((x) => ({ code: x.code, text: l(x.label) }))

/** A day, by the browser's own picker. */
export function DayField(p: { label: string; value: string; onChange: (v: string) => void }): JSX.Element {
  const id = useIdFor('day')
  return (
    <div class="field">
      <label class="label" for={id}>
        {p.label}
      </label>
      <input id={id} type="date" class="input" value={p.value} onInput={(e) => p.onChange(e.currentTarget.value)} />
    </div>
  )
}

/** The foot of a dialog: what it does, and a way out; while it works, how far it is. */
export function Foot(p: { go: string; busy: string; onGo: () => void; onClose: () => void; onStop?: () => void; disabled?: boolean; children?: ComponentChildren }): JSX.Element {
  return (
    <>
      {p.children}
      <p class="row foot" role="status">
        {p.busy ? (
          <>
            <span class="grow">{p.busy}</span>
            {p.onStop && (
              <button type="button" class="btn" onClick={p.onStop}>
                {say('stop')}
              </button>
            )}
          </>
        ) : (
          <>
            <button type="button" class="btn main" disabled={p.disabled} onClick={p.onGo}>
              {p.go}
            </button>
            <button type="button" class="btn" onClick={p.onClose}>
              {say('cancel')}
            </button>
          </>
        )}
      </p>
    </>
  )
}

/** Those that were left as they were, and why. */
export function Failures({ all, name }: { all: { record: string; vi: string; en: string }[]; name: (id: string) => string }): JSX.Element | null {
  if (!all.length) return null
  return (
    <div class="notice due" role="alert">
      <div class="grow">
        <strong>
          {say('failed')} ({all.length})
        </strong>
        <ul class="plainlist">
          {all.slice(0, 20).map((f) => (
            <li key={f.record}>
              {name(f.record)}: {lang.value === 'vi' ? f.vi : f.en}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
