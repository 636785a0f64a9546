import { computed, signal } from '@preact/signals'

/** Where the reader is: the parts of the path and what follows the question mark. */
export interface Place {
  parts: string[]
  query: URLSearchParams
  href: string
}

function here(): Place {
  return {
    parts: location.pathname.split('/').filter(Boolean).map(decodeURIComponent),
    query: new URLSearchParams(location.search),
    href: location.pathname + location.search,
  }
}

export const place = signal<Place>(here())
/** The first part of the path: a kind or a screen; "" is Today. */
export const section = computed(() => place.value.parts[0] ?? '')

export function go(href: string, how: { replace?: boolean } = {}): void {
  if (href === place.value.href) return
  if (how.replace) history.replaceState(null, '', href)
  else history.pushState(null, '', href)
  place.value = here()
}

/** Follows links of this app without loading the page; others are left to the browser. */
export function listen(): void {
  history.scrollRestoration = 'manual'
  addEventListener('popstate', () => {
    place.value = here()
  })
  document.addEventListener('click', (e) => {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
    const a = e.target instanceof Element ? e.target.closest('a') : null
    if (!a || a.target || a.hasAttribute('download') || a.origin !== location.origin) return
    if (a.pathname.startsWith('/api/') || (a.hash && a.pathname === location.pathname)) return
    e.preventDefault()
    go(a.pathname + a.search)
  })
}

/** A path with a query, empty values left out. */
export function link(path: string, query: Record<string, string> = {}): string {
  const q = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== ''))
  const s = q.toString()
  return s ? `${path}?${s}` : path
}

/** The page of a record. */
export function recordLink(kind: string, id: string): string {
  return `/${kind}/${encodeURIComponent(id)}`
}
