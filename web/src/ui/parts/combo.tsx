import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../../store/words'
import { Icon } from './icon'
import { useIdFor } from './use'

export interface Option {
  id: string
  text: string
  note?: string
}

/** A search box with a list under it: type, arrows, Enter. Shows what is chosen as its text. */
export function Combo(p: {
  id: string
  shown: string
  options: Option[]
  onType: (typed: string) => void
  onPick: (o: Option) => void
  onClear?: (() => void) | undefined
  invalid?: boolean
  describedBy?: string | undefined
  autofocus?: boolean
  busy?: boolean
  /** Where no label of its own stands by it. */
  label?: string
  row?: (o: Option) => ComponentChildren
}): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const listId = useIdFor('options')
  const open = typed !== null
  useEffect(() => setAt(0), [p.options])
  const type = (s: string): void => {
    setTyped(s)
    p.onType(s)
  }
  const pick = (o: Option | undefined): void => {
    if (!o) return
    setTyped(null)
    p.onPick(o)
  }
  const keys = (e: KeyboardEvent): void => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault()
      if (!open) type('')
      else setAt(Math.max(0, Math.min(p.options.length - 1, at + (e.key === 'ArrowDown' ? 1 : -1))))
    } else if (e.key === 'Enter' && open) {
      e.preventDefault()
      e.stopPropagation()
      pick(p.options[at])
    } else if (e.key === 'Escape' && open) {
      e.stopPropagation()
      setTyped(null)
    }
  }
  return (
    <div class="picker">
      <div class="with-peek">
        <input
          id={p.id}
          class="input"
          role="combobox"
          aria-label={p.label}
          autocomplete="off"
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={open && p.options[at] ? `${listId}-${at}` : undefined}
          aria-invalid={p.invalid ? 'true' : undefined}
          aria-describedby={p.describedBy}
          autofocus={p.autofocus}
          placeholder={t('edit.search')}
          value={typed ?? p.shown}
          onFocus={(e) => {
            e.currentTarget.select()
            type('')
          }}
          onBlur={() => setTyped(null)}
          onInput={(e) => type(e.currentTarget.value)}
          onKeyDown={keys}
        />
        {p.onClear && p.shown !== '' && !open && (
          <button type="button" aria-label={t('edit.clear')} onClick={p.onClear}>
            <Icon name="x" />
          </button>
        )}
      </div>
      {open && (
        <ul id={listId} role="listbox">
          {p.options.length === 0 && <li class="option quiet">{p.busy ? t('app.loading') : t('edit.search.none')}</li>}
          {p.options.map((o, i) => (
            <li
              key={o.id}
              id={`${listId}-${i}`}
              class="option"
              role="option"
              aria-selected={i === at}
              onPointerDown={(e) => {
                e.preventDefault()
                pick(o)
              }}
            >
              {p.row ? (
                p.row(o)
              ) : (
                <>
                  <span>{o.text}</span>
                  {o.note && <span class="quiet tiny">{o.note}</span>}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
