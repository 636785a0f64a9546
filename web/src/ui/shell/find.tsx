import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { lazy } from '../parts/lazy'

export const finding = signal(false)

export function openPalette(): void {
  finding.value = true
}

const Palette = lazy(async () => (await import('./palette')).Palette)

/** The search palette, fetched when it is first asked for. */
export function Find(): JSX.Element | null {
  return finding.value ? <Palette onClose={() => (finding.value = false)} /> : null
}

/** Ctrl K anywhere. */
export function listenForFind(): void {
  addEventListener('keydown', (e) => {
    if (!(e.ctrlKey || e.metaKey) || e.key.toLowerCase() !== 'k') return
    e.preventDefault()
    finding.value = true
  })
}
