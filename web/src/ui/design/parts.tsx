import type { ComponentChildren, JSX } from 'preact'
import type { Text } from '../../core/api/types'
import { fold } from '../../core/fold'
import type { Choice } from '../../store/programs'
import { tell } from '../../store/toast'
import { l } from '../../store/words'
import { Icon } from '../parts/icon'
import { TextField } from '../parts/textfield'
import { useIdFor } from '../parts/use'
import { codeOf } from './body'
import { say } from './texts'

/** A text in Vietnamese and, where it is shown, in English. English that was never written follows. */
export function TextPair(p: { label: string; value: Text; english: boolean; onChange: (t: Text) => void; error?: string; help?: string; autofocus?: boolean }): JSX.Element {
  const follows = p.value.en === '' || p.value.en === p.value.vi
  return (
    <>
      <TextField label={p.label} value={p.value.vi} error={p.error ?? ''} help={p.help ?? ''} autofocus={p.autofocus ?? false} onInput={(vi) => p.onChange({ vi, en: follows ? '' : p.value.en })} />
      {p.english && <TextField label={say('inEnglish', { label: p.label })} value={follows ? '' : p.value.en} placeholder={p.value.vi} help={say('english.help')} onInput={(en) => p.onChange({ vi: p.value.vi, en })} />}
    </>
  )
}

/** A tick with its words. */
export function Tick(p: { label: string; on: boolean; onChange: (on: boolean) => void }): JSX.Element {
  return (
    <label class="tick">
      <input type="checkbox" checked={p.on} onChange={(e) => p.onChange(e.currentTarget.checked)} /> {p.label}
    </label>
  )
}

/** Several of a few. */
export function Ticks(p: { label: string; options: { code: string; text: string }[]; chosen: string[]; onChange: (all: string[]) => void; error?: string; help?: string }): JSX.Element {
  return (
    <fieldset class="field ticks">
      <legend class="label">{p.label}</legend>
      {p.options.map((o) => (
        <Tick key={o.code} label={o.text} on={p.chosen.includes(o.code)} onChange={(on) => p.onChange(on ? [...p.chosen, o.code] : p.chosen.filter((c) => c !== o.code))} />
      ))}
      {p.help && <p class="help">{p.help}</p>}
      {p.error && (
        <p class="error" role="alert">
          {p.error}
        </p>
      )}
    </fieldset>
  )
}

/** A number, whole or not; null where the field is empty. */
export function NumberField(p: { label: string; value: number | null; onChange: (n: number | null) => void; error?: string; min?: number }): JSX.Element {
  const id = useIdFor('number')
  return (
    <div class="field">
      <label class="label" for={id}>
        {p.label}
      </label>
      <input
        id={id}
        type="number"
        step="any"
        class="input num"
        min={p.min}
        value={p.value ?? ''}
        aria-invalid={p.error ? 'true' : undefined}
        onInput={(e) => p.onChange(e.currentTarget.value === '' || !Number.isFinite(e.currentTarget.valueAsNumber) ? null : e.currentTarget.valueAsNumber)}
      />
      {p.error && (
        <p class="error" role="alert">
          {p.error}
        </p>
      )}
    </div>
  )
}

/** A list without one of its members; the toast brings it back. */
export function dropped<T>(list: T[], at: number, name: string, put: (list: T[]) => void): void {
  put(list.filter((_, i) => i !== at))
  tell(say('removed', { name }), { label: say('undo'), run: () => put(list) })
}

export const replaced = <T,>(list: T[], at: number, part: Partial<T>): T[] => list.map((x, i) => (i === at ? { ...x, ...part } : x))

/** A card of a list: its name, ways to move and remove it, and what it says. */
export function Card(p: { name: string; onRemove: () => void; onUp?: (() => void) | undefined; onDown?: (() => void) | undefined; children: ComponentChildren }): JSX.Element {
  return (
    <section class="card part" aria-label={p.name}>
      <div class="row">
        <strong class="grow">{p.name}</strong>
        {p.onUp && (
          <button type="button" class="btn bare square" aria-label={`${say('up')}: ${p.name}`} onClick={p.onUp}>
            <Icon name="arrow-up" />
          </button>
        )}
        {p.onDown && (
          <button type="button" class="btn bare square" aria-label={`${say('down')}: ${p.name}`} onClick={p.onDown}>
            <Icon name="arrow-down" />
          </button>
        )}
        <button type="button" class="btn bare square" aria-label={say('remove', { name: p.name })} onClick={p.onRemove}>
          <Icon name="x" />
        </button>
      </div>
      {p.children}
    </section>
  )
}

/** A list of names with codes of their own: variants, funders, levels. */
export function Choices(p: { title: string; add: string; list: Choice[]; english: boolean; onChange: (list: Choice[]) => void; help?: string }): JSX.Element {
  return (
    <fieldset class="field choices">
      <legend class="label">{p.title}</legend>
      {p.help && <p class="help">{p.help}</p>}
      {p.list.map((c, i) => (
        <div class="row choice" key={c.code}>
          <div class="grow">
            <TextPair label={`${p.title} ${i + 1}`} value={c.label} english={p.english} onChange={(label) => p.onChange(replaced(p.list, i, { label }))} />
          </div>
          <button type="button" class="btn bare square" aria-label={say('remove', { name: l(c.label) })} onClick={() => dropped(p.list, i, l(c.label), p.onChange)}>
            <Icon name="x" />
          </button>
        </div>
      ))}
      <Add label={p.add} onAdd={() => p.onChange([...p.list, { code: fresh(p.list), label: { vi: '', en: '' } }])} />
    </fieldset>
  )
}

export function Add({ label, onAdd }: { label: string; onAdd: () => void }): JSX.Element {
  return (
    <button type="button" class="btn small" onClick={onAdd}>
      <Icon name="plus" /> {label}
    </button>
  )
}

/** A code for a new member of a list: letters and a number, which never change after. */
export function fresh(list: readonly { code: string }[], base = 'muc'): string {
  return codeOf(
    base,
    list.map((x) => x.code),
    fold,
  )
}
