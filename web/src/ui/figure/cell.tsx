import type { JSX } from 'preact'
import type { Cell } from '../../core/api/figures'
import { showNumber } from '../../core/numbers'
import { say } from './texts'

/** A figure as text; a share with one decimal. */
export function figureText(v: number): string {
  return showNumber(Math.round(v * 10) / 10)
}

/** A figure that opens its records; one that is closed says so. */
export function Figure({ cell, href }: { cell: Cell; href: string }): JSX.Element {
  if (cell.hidden) return <Closed />
  if (cell.v === null) return <span class="quiet">–</span>
  if (cell.v === 0 || !href) return <span class="num">{figureText(cell.v)}</span>
  return (
    <a class="num" href={href} title={say('open')}>
      {figureText(cell.v)}
    </a>
  )
}

export function Closed(): JSX.Element {
  return (
    <span class="tag" title={say('hidden.help')}>
      {say('hidden')}
    </span>
  )
}

/** How much of a target is reached: a bar with its number. */
export function Reached({ cell }: { cell: Cell }): JSX.Element | null {
  if (cell.target === null || cell.v === null || cell.target <= 0) return null
  const share = (100 * cell.v) / cell.target
  return (
    <span class="reached" role="img" aria-label={say('reached.alt', { n: Math.round(share), of: figureText(cell.target) })}>
      <span class="bar">
        <span style={`width: ${Math.min(100, share)}%`} />
      </span>
      <span class="num">{Math.round(share)}%</span>
    </span>
  )
}
