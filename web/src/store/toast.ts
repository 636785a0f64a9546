import { signal } from '@preact/signals'

export interface Toast {
  id: number
  text: string
  action?: { label: string; run: () => void }
  bad: boolean
}

export const toast = signal<Toast | null>(null)
let last = 0

/** Says what happened, for a while; with an action for longer. */
export function tell(text: string, action?: Toast['action']): void {
  show({ id: ++last, text, bad: false, ...(action ? { action } : {}) }, action ? 9000 : 4000)
}

/** Says what failed. */
export function warn(text: string): void {
  show({ id: ++last, text, bad: true }, 9000)
}

export function dismiss(): void {
  toast.value = null
}

function show(tst: Toast, ms: number): void {
  toast.value = tst
  setTimeout(() => {
    if (toast.value?.id === tst.id) toast.value = null
  }, ms)
}
