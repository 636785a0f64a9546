import type { JSX } from 'preact'
import { dismiss, toast } from '../../store/toast'

/** Says what was saved or failed; read aloud, and gone by itself. */
export function Toasts(): JSX.Element {
  const now = toast.value
  return (
    <div aria-live="polite" role="status">
      {now && (
        <div class={`toast ${now.bad ? 'bad' : ''}`} key={now.id}>
          <span>{now.text}</span>
          {now.action && (
            <button
              type="button"
              onClick={() => {
                const run = now.action?.run
                dismiss()
                run?.()
              }}
            >
              {now.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
