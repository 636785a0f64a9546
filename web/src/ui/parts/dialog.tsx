import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../store/words'
import { Icon } from './icon'

/** A dialog over the page; the browser keeps the focus in it and Escape closes it. */
export function Dialog(p: { title?: string; class?: string; onClose: () => void; children: ComponentChildren }): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const d = ref.current
    const from = document.activeElement
    d?.showModal()
    d?.querySelector<HTMLElement>('[autofocus]')?.focus()
    return () => {
      d?.close()
      if (from instanceof HTMLElement) from.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      class={p.class}
      aria-label={p.title}
      onCancel={(e) => {
        e.preventDefault()
        p.onClose()
      }}
      onPointerDown={(e) => e.target === ref.current && p.onClose()}
    >
      {p.title && (
        <div class="top">
          <h2>{p.title}</h2>
          <button type="button" class="btn bare square" aria-label={t('dialog.close')} onClick={p.onClose}>
            <Icon name="x" />
          </button>
        </div>
      )}
      {p.title ? <div class="body">{p.children}</div> : p.children}
    </dialog>
  )
}
