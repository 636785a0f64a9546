/** What the page asks the keeper of maps for, and is told. */
import type { Held } from '../../core/media/queue'

/** A map file as the phone has it: GeoJSON as text. */
export interface KeptMap {
  from: 'pack' | 'office'
  name: string
  text: string
}

/** How an office's file of tiles stands on the phone. */
export interface TileState {
  name: string
  /** Of the edition that is drawn. */
  tag: string
  size: number
  /** 1 is vector, higher ones are pictures; 0 where nothing is here yet. */
  type: number
  minZoom: number
  maxZoom: number
  attribution: string
  /** Bytes that are here, of those that this phone's part of the file has. */
  kept: number
  wanted: number
  whole: boolean
  held: Held
}

/** What the map screen draws, and what of the office's files is not here yet. */
export interface PhoneMaps {
  maps: KeptMap[]
  missing: { name: string; size: number; held: Held }[]
}

export interface PhoneTiles {
  files: TileState[]
  /** What tiles may take on this phone, in bytes. */
  budget: number
}

export interface MapCalls {
  maps: { args: []; gives: PhoneMaps }
  tiles: { args: []; gives: PhoneTiles }
  /** A tile's bytes, unpacked; null where the phone doesn't have it. */
  tile: { args: [name: string, z: number, x: number, y: number]; gives: ArrayBuffer | null }
  setTileBudget: { args: [bytes: number]; gives: null }
}

const calls = ['maps', 'tiles', 'tile', 'setTileBudget'] as const satisfies (keyof MapCalls)[]

/** Whether a call of the page is the keeper's to answer. */
export function isMapping(call: string): call is keyof MapCalls {
  return calls.some((c) => c === call)
}
