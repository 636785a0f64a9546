import { dayOf } from '../core/dates'

/** How far this machine's clock is behind the server's: desks of stations run wrong. */
let behind = 0

export function setClock(serverTime: number): void {
  behind = serverTime > 0 ? serverTime - Date.now() : 0
}

/** Now by the server's clock, in milliseconds. */
export function now(): number {
  return Date.now() + behind
}

/** Today in the province, as 2026-03-03. */
export function today(): string {
  return dayOf(now())
}
