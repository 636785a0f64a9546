import type { JSX } from 'preact'
import { showMoney, showNumber } from '../../core/numbers'
import { today } from '../../store/clock'
import type { MoneyLine, Span } from '../../store/money'
import { go, link, place } from '../../store/router'
import { Icon } from '../parts/icon'
import { useIdFor } from '../parts/use'
import { say } from './texts'

/** The months that the address asks for; without, this year so far. */
export function spanHere(): Span {
  const q = place.value.query
  const month = (name: string, other: string): string => (/^\d{4}-(0[1-9]|1[0-2])$/.test(q.get(name) ?? '') ? (q.get(name) ?? other) : other)
  const to = month('to', today().slice(0, 7))
  const from = month('from', `${today().slice(0, 4)}-01`)
  return from <= to ? { from, to } : { from: to, to: from }
}

/** The head of a page that is printed and signed. */
export function PrintHead({ title }: { title: string }): JSX.Element {
  return (
    <header>
      <h1>{title}</h1>
      <div class="acts noprint">
        <button type="button" class="btn" onClick={() => window.print()}>
          <Icon name="file-text" /> {say('print')}
        </button>
      </div>
    </header>
  )
}

/** Chooses the months of a page. */
export function SpanPicker({ span }: { span: Span }): JSX.Element {
  const path = `/${place.value.parts.map(encodeURIComponent).join('/')}`
  const set = (part: Partial<Span>): void => go(link(path, { ...span, ...part }), { replace: true })
  return (
    <div class="row wrap noprint">
      <Month label={say('from')} value={span.from} onPick={(v) => set({ from: v })} />
      <Month label={say('to')} value={span.to} onPick={(v) => set({ to: v })} />
    </div>
  )
}

function Month(p: { label: string; value: string; onPick: (v: string) => void }): JSX.Element {
  const id = useIdFor('month')
  return (
    <span class="field inline">
      <label class="label" for={id}>
        {p.label}
      </label>
      <input id={id} type="month" class="input" value={p.value} onChange={(e) => e.currentTarget.value && p.onPick(e.currentTarget.value)} />
    </span>
  )
}

/** Months in words: 01/2026–03/2026. */
export function spanWords({ from, to }: Span): string {
  const word = (m: string): string => `${m.slice(5)}/${m.slice(0, 4)}`
  return from === to ? word(from) : `${word(from)} – ${word(to)}`
}

export const amount = (n: number, item: string): string => (item === 'vnd' ? showMoney(n) : showNumber(n))

/** What was given, is due and, where all books are read, is free, in words. */
export function shareWords(l: MoneyLine, partial: boolean): string {
  const fills = { given: amount(l.given, l.item), due: amount(l.due, l.item), free: amount(freeOf(l), l.item) }
  return say(partial ? 'share.part' : 'share', fills)
}

const freeOf = (l: MoneyLine): number => Math.max(0, l.left - l.due)

/** How much of what there was is given, spoken for and free, as a strip with its figures in its text. */
export function ShareStrip({ line: l, partial = false }: { line: MoneyLine; partial?: boolean }): JSX.Element {
  const free = partial ? 0 : freeOf(l)
  const text = shareWords(l, partial)
  return (
    <span class="path" role="img" aria-label={text} title={text}>
      {l.given > 0 && <span class="end" style={{ flexGrow: l.given }} />}
      {l.due > 0 && <span style={{ flexGrow: l.due, opacity: 0.7 }} />}
      {free > 0 && <span style={{ flexGrow: free, opacity: 0.25 }} />}
    </span>
  )
}
