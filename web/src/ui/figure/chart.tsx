import type { JSX } from 'preact'
import type { Cell } from '../../core/api/figures'
import { figureText } from './cell'

/** One figure of a chart. */
export interface Point {
  key: string
  name: string
  cell: Cell
}

const width = 720
/** As many bars are drawn; the table has the rest. */
const most = 20

function highest(points: Point[]): number {
  return Math.max(1, ...points.flatMap((p) => [p.cell.v ?? 0, p.cell.target ?? 0]))
}

/** Bars, the longest first, each with its name and number; a target is a line across. */
export function Bars({ points, alt }: { points: Point[]; alt: string }): JSX.Element {
  const some = points.slice(0, most)
  const high = highest(some)
  const row = 26
  const left = 230
  const scale = (v: number): number => (v / high) * (width - left - 70)
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${some.length * row + 4}`} role="img" aria-label={alt}>
      {some.map((p, n) => {
        const y = n * row + 4
        const v = p.cell.v ?? 0
        return (
          <g key={p.key}>
            <text x={left - 10} y={y + 15} text-anchor="end">
              {p.name.length > 32 ? `${p.name.slice(0, 31)}…` : p.name}
            </text>
            <rect x={left} y={y} width={Math.max(1, scale(v))} height={row - 8} rx="3" class={p.cell.hidden ? 'closed' : 'bar'} />
            {p.cell.target !== null && <line x1={left + scale(p.cell.target)} x2={left + scale(p.cell.target)} y1={y - 3} y2={y + row - 5} class="goal" />}
            <text x={left + scale(v) + 6} y={y + 15} class="num">
              {p.cell.v === null ? '' : figureText(v)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

/** A line over the parts of a period; where a figure is closed or missing, the line is broken. */
export function Line({ points, alt }: { points: Point[]; alt: string }): JSX.Element {
  const high = highest(points)
  const [height, left, bottom] = [260, 46, 30]
  const x = (n: number): number => left + (n * (width - left - 16)) / Math.max(1, points.length - 1)
  const y = (v: number): number => height - bottom - (v / high) * (height - bottom - 24)
  const every = Math.ceil(points.length / 12)
  let path = ''
  points.forEach((p, n) => {
    const v = p.cell.v
    const before = points[n - 1]?.cell.v
    if (v !== null) path += `${before === null || before === undefined ? 'M' : 'L'}${x(n).toFixed(1)} ${y(v).toFixed(1)}`
  })
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={alt}>
      {[0, high / 2, high].map((v) => (
        <g key={v}>
          <line x1={left} x2={width - 16} y1={y(v)} y2={y(v)} class="grid" />
          <text x={left - 8} y={y(v) + 4} text-anchor="end" class="num">
            {figureText(v)}
          </text>
        </g>
      ))}
      <path d={path} class="line" />
      {points.map((p, n) => (
        <g key={p.key}>
          {p.cell.v !== null && (
            <circle cx={x(n)} cy={y(p.cell.v)} r="4" class="dot">
              <title>{`${p.name}: ${figureText(p.cell.v)}`}</title>
            </circle>
          )}
          {n % every === 0 && (
            <text x={x(n)} y={height - 8} text-anchor="middle" class="num">
              {p.key.slice(5).split('-').reverse().join('/')}
            </text>
          )}
        </g>
      ))}
    </svg>
  )
}
