/** Where things are on a flat map: Web Mercator, the world as a square from 0 to 1. */
import type { Spot } from '../near'

/** What a map shows: the middle in world units and how near. */
export interface Camera {
  x: number
  y: number
  zoom: number
}

export const tile = 256
export const nearest = 18
export const farthest = 6

/** The world square of a place. */
export function toWorld(lon: number, lat: number): [number, number] {
  const s = Math.sin((Math.max(-85.051, Math.min(85.051, lat)) * Math.PI) / 180)
  return [(lon + 180) / 360, 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)]
}

/** The place of a point of the world square. */
export function fromWorld(x: number, y: number): Spot {
  return { lon: x * 360 - 180, lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI }
}

/** Pixels to the whole world. */
export function scaleOf(c: Camera): number {
  return tile * 2 ** c.zoom
}

/** A point of the world on a picture of a size. */
export function onScreen(c: Camera, width: number, height: number, x: number, y: number): [number, number] {
  const k = scaleOf(c)
  return [width / 2 + (x - c.x) * k, height / 2 + (y - c.y) * k]
}

/** The camera after a picture was drawn along by pixels. */
export function panned(c: Camera, dx: number, dy: number): Camera {
  const k = scaleOf(c)
  return { ...c, x: Math.min(1, Math.max(0, c.x - dx / k)), y: Math.min(1, Math.max(0, c.y - dy / k)) }
}

/** The camera nearer or farther, with a point of the picture, given from its middle, left where it is. */
export function zoomed(c: Camera, by: number, fromX = 0, fromY = 0): Camera {
  const zoom = Math.min(nearest, Math.max(farthest, c.zoom + by))
  const [was, is] = [scaleOf(c), tile * 2 ** zoom]
  return { x: c.x + fromX / was - fromX / is, y: c.y + fromY / was - fromY / is, zoom }
}

/** A camera that shows all places, with room around and no nearer than asked; null for none. */
export function fit(places: [number, number][], width: number, height: number, pad = 56, near = 15): Camera | null {
  let [w, e, n, s] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const [lon, lat] of places) {
    const [x, y] = toWorld(lon, lat)
    w = Math.min(w, x)
    e = Math.max(e, x)
    n = Math.min(n, y)
    s = Math.max(s, y)
  }
  if (w > e) return null
  const zoom = Math.log2(Math.min((width - 2 * pad) / Math.max(e - w, 1e-9), (height - 2 * pad) / Math.max(s - n, 1e-9)) / tile)
  return { x: (w + e) / 2, y: (n + s) / 2, zoom: Math.min(near, Math.max(farthest, zoom)) }
}

/** Pixels that so many metres take at a latitude. */
export function pixelsOf(metres: number, lat: number, c: Camera): number {
  return (metres * scaleOf(c)) / (40_075_017 * Math.cos((lat * Math.PI) / 180))
}
