import { emptyCell, type Cell, type State } from '../change/state'
import { deviceOf, timeOf } from '../change/text64'
import type { Block, CellX } from './wire'

/** The states of a block's records, in order. */
export function unpack(b: Block, devices: string[]): State[] {
  return b.id.map((_, row) => {
    const common = (b.t[row] ?? '') + (devices[b.d[row] ?? -1] ?? '')
    const cells: Record<string, Cell> = {}
    for (const [name, column] of Object.entries(b.f)) {
      const v = column[row] ?? null
      if (v !== null) cells[name] = { h: [{ t: common, u: '', v }], a: {}, s: [] }
    }
    for (const [name, x] of Object.entries(b.x[row] ?? {})) cells[name] = cellOf(x)
    return { origin: common, cells, refused: [] }
  })
}

function cellOf(x: CellX): Cell {
  const c = emptyCell()
  c.h = x.h.map(({ t, u, v }) => ({ t, u, v }))
  for (const v of x.a) c.a[deviceOf(v)] = timeOf(v)
  c.s = x.s.map(([t, to]) => ({ t, to }))
  return c
}
