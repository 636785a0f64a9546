import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** How far a sheet stays from the sides of the screen, in pixels. */
const edge = 8

/**
 * A button that opens a small sheet. Escape and a press elsewhere close it and
 * the focus goes back to the button; arrow keys walk its items.
 */
export function Menu(p: {
  label: string
  button: ComponentChildren
  class?: string
  left?: boolean
  keepOpen?: boolean
  children: (close: () => void) => ComponentChildren
}): JSX.Element {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const close = (): void => {
    setOpen(false)
    box.current?.querySelector('button')?.focus()
  }
  // A sheet that would stand out at a side of a narrow screen is moved in.
  useLayoutEffect(() => {
    const sheet = open && box.current?.querySelector<HTMLElement>('.sheet')
    if (!sheet) return
    const { left, right } = sheet.getBoundingClientRect()
    const by = left < edge ? edge - left : Math.min(0, document.documentElement.clientWidth - edge - right)
    if (by !== 0) sheet.style.translate = `${by}px`
  }, [open])
  useEffect(() => {
    if (!open) return
    const away = (e: Event): void => {
      if (e.target instanceof Node && !box.current?.contains(e.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    box.current?.querySelector<HTMLElement>('.sheet [autofocus], .sheet .item, .sheet input')?.focus()
    return () => document.removeEventListener('pointerdown', away)
  }, [open])
  const keys = (e: KeyboardEvent): void => {
    if (!open) return
    if (e.key === 'Escape') {
      e.stopPropagation()
      close()
    }
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return
    const items = [...(box.current?.querySelectorAll<HTMLElement>('.sheet .item') ?? [])]
    if (items.length === 0) return
    e.preventDefault()
    const at = items.indexOf(document.activeElement as HTMLElement)
    items[(at + (e.key === 'ArrowDown' ? 1 : items.length - 1 + Number(at < 0))) % items.length]?.focus()
  }
  return (
    <div class="menu" ref={box} onKeyDown={keys}>
      <button type="button" class={p.class ?? 'btn'} aria-label={p.label} aria-expanded={open} onClick={() => setOpen(!open)}>
        {p.button}
      </button>
      {open && (
        <div class={`sheet ${p.left ? 'left' : ''}`} onClick={p.keepOpen ? undefined : () => setOpen(false)}>
          {p.children(close)}
        </div>
      )}
    </div>
  )
}
