import { signal } from '@preact/signals'

export type Theme = 'auto' | 'light' | 'dark'

export const theme = signal<Theme>('auto')

/** Applies a theme and remembers it in this browser. */
export function chooseTheme(to: Theme): void {
  theme.value = to
  if (to === 'auto') document.documentElement.removeAttribute('data-theme')
  else document.documentElement.dataset.theme = to
  localStorage.setItem('bamban.theme', to)
}

export function rememberedTheme(): Theme {
  const t = localStorage.getItem('bamban.theme')
  return t === 'light' || t === 'dark' ? t : 'auto'
}
