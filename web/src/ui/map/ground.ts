/** What lies beneath the map's own shapes: an office's tiles, drawn by code that is fetched when there are any. */
import { useEffect, useState } from 'preact/hooks'
import type { Camera } from '../../core/map/mercator'

export type Colours = Record<'water' | 'stream' | 'land' | 'line' | 'late' | 'due' | 'done' | 'ink' | 'quiet' | 'surface' | 'accent' | 'primary', string>

/** A name of a place on the map. */
export interface PlaceName {
  x: number
  y: number
  text: string
  approx: boolean
}

/** Where tiles come from. */
export interface TileSource {
  /** The file's name, by which it is switched off. */
  id: string
  /** Changes with the file's content and how far it is here. */
  edition: string
  /** 1 is vector; the others are pictures. */
  type: number
  min: number
  max: number
  read: (z: number, x: number, y: number) => Promise<ArrayBuffer | null>
}

export interface GroundPainter {
  readonly id: string
  paint(ctx: CanvasRenderingContext2D, c: Camera, width: number, height: number, ratio: number, colours: Colours): void
  names(c: Camera, width: number, height: number): PlaceName[]
}

/** Painters of the sources, and a number that grows with each tile that came. */
export function useGrounds(sources: TileSource[]): { grounds: GroundPainter[]; turn: number } {
  const [grounds, setGrounds] = useState<GroundPainter[]>([])
  const [turn, setTurn] = useState(0)
  const key = sources.map((s) => `${s.id} ${s.edition}`).join('\n')
  useEffect(() => {
    if (sources.length === 0) {
      setGrounds([])
      return
    }
    let gone = false
    import('./tiles').then(
      ({ TilePainter }) => gone || setGrounds(sources.map((s) => new TilePainter(s, () => gone || setTurn((n) => n + 1)))),
      () => undefined, // without the network at the first time: the map is drawn without tiles
    )
    return () => void (gone = true)
  }, [key])
  return { grounds, turn }
}
