import type { ComponentChildren, JSX } from 'preact'
import { useIdFor } from './use'

/** Under an input: what is wrong, else the help. */
export function Under({ id, error, help }: { id: string; error: string; help: string }): JSX.Element | null {
  if (error)
    return (
      <p class="error" id={`${id}-error`} role="alert">
        {error}
      </p>
    )
  return help ? (
    <p class="help" id={`${id}-help`}>
      {help}
    </p>
  ) : null
}

/** A plain labelled text input, for pages that are not about a kind's fields. */
export function TextField(p: {
  label: string
  value: string
  onInput: (s: string) => void
  error?: string
  help?: string
  secret?: boolean
  name?: string
  autocomplete?: string
  autofocus?: boolean
  required?: boolean
  placeholder?: string
  after?: ComponentChildren
}): JSX.Element {
  const id = useIdFor(p.name ?? 'text')
  const note = p.error ? `${id}-error` : p.help ? `${id}-help` : undefined
  return (
    <div class="field">
      <label class="label" for={id}>
        {p.label}
      </label>
      <div class="with-peek">
        <input
          id={id}
          class="input"
          name={p.name}
          {...(p.secret ? { type: 'password' } : { type: 'text' })}
          value={p.value}
          autocomplete={p.autocomplete ?? 'off'}
          autofocus={p.autofocus}
          required={p.required}
          placeholder={p.placeholder}
          spellcheck={false}
          autocapitalize="none"
          aria-invalid={p.error ? 'true' : undefined}
          aria-describedby={note}
          onInput={(e) => p.onInput(e.currentTarget.value)}
        />
        {p.after}
      </div>
      <Under id={id} error={p.error ?? ''} help={p.help ?? ''} />
    </div>
  )
}
