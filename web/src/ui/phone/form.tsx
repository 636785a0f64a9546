import type { ComponentChildren, JSX } from 'preact'

/** What is filled in on the phone; errors are said by the page, not by the browser. */
export function PhoneForm({ save, class: look, children }: { save: () => Promise<void>; class?: string; children: ComponentChildren }): JSX.Element {
  return (
    <form
      class={look}
      noValidate
      autocomplete="off" // else the browser keeps what is typed, readable, to restore its tabs
      onSubmit={(e) => {
        e.preventDefault()
        void save()
      }}
    >
      {children}
    </form>
  )
}

/** The button at its end. */
export function Save({ busy, children }: { busy: boolean; children: ComponentChildren }): JSX.Element {
  return (
    <p class="foot">
      <button type="submit" class="btn main wide" disabled={busy}>
        {children}
      </button>
    </p>
  )
}
