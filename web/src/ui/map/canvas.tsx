import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { inOrder, placed, stepIn, type Group, type Mark } from '../../core/map/group'
import type { Layer } from '../../core/map/layer'
import { onScreen, panned, zoomed, type Camera } from '../../core/map/mercator'
import type { Spot } from '../../core/near'
import { theme } from '../../store/theme'
import { lang } from '../../store/words'
import { Icon } from '../parts/icon'
import { useIdFor, useMedia } from '../parts/use'
import { useGrounds, type PlaceName, type TileSource } from './ground'
import { coloursOf, paint, sceneOf } from './paint'
import { say } from './texts'
import '../css/map.css'

interface Props {
  label: string
  layers: Layer[]
  tiles: TileSource[]
  off: ReadonlySet<string>
  names: PlaceName[]
  marks: Mark[]
  here: (Spot & { acc?: number }) | null
  chosen: string
  camera: Camera
  onMove: (c: Camera, size: Size) => void
  /** Marks under a finger that lie at one spot; none where there is nothing. Those that come apart are stepped into. */
  onPick: (marks: Mark[]) => void
}

export interface Size {
  width: number
  height: number
}

/** How far from a mark a finger may be, in pixels. */
const reach = 24

/** A mark in words; several as their number. */
function inWords(g: Group): string {
  const [only] = g.marks
  return g.marks.length === 1 && only ? `${only.name}, ${say(only.standing)}` : say('at.group', { n: g.marks.length })
}

/** A map to be dragged, pinched and walked by keys; what is on it is also a list beside it, for those who don't see it. */
export function MapCanvas(p: Props): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const scene = useMemo(() => sceneOf(p.layers), [p.layers])
  const marks = useMemo(() => placed(p.marks), [p.marks])
  const { grounds, turn } = useGrounds(p.tiles)
  const drawn = useRef<Group[]>([])
  const [at, setAt] = useState<Group | null>(null)
  const [said, setSaid] = useState('')
  const back = useRef<Camera[]>([])
  const help = useIdFor('map-help')
  const dark = useMedia('(prefers-color-scheme: dark)')
  useEffect(() => {
    const el = canvas.current
    if (!el) return
    const watcher = new ResizeObserver(() => {
      const s = { width: el.clientWidth, height: el.clientHeight }
      setSize(s)
      p.onMove(latest.current.camera, s)
    })
    watcher.observe(el)
    return () => watcher.disconnect()
  }, [])
  const latest = useRef(p)
  latest.current = p
  useEffect(() => {
    const el = canvas.current
    const ctx = el?.getContext('2d')
    if (!el || !ctx || size.width === 0) return
    const frame = requestAnimationFrame(() => {
      const ratio = Math.min(devicePixelRatio || 1, 2)
      if (el.width !== Math.round(size.width * ratio)) el.width = Math.round(size.width * ratio)
      if (el.height !== Math.round(size.height * ratio)) el.height = Math.round(size.height * ratio)
      drawn.current = paint(ctx, { ...p, ...size, scene, grounds, marks, at, lang: lang.value }, coloursOf(el), ratio)
    })
    return () => cancelAnimationFrame(frame)
  }, [p.camera, p.off, p.names, p.here, p.chosen, at, size, scene, grounds, turn, marks, dark, theme.value, lang.value])
  const move = (c: Camera): void => p.onMove(c, size)
  const choose = (found: Mark[]): void => {
    const into = found.length > 1 ? stepIn(found, p.camera, size.width, size.height) : null
    if (!into) return p.onPick(found)
    back.current.push(p.camera)
    setAt(null)
    setSaid(say('stepped', { n: found.length }))
    p.onPick([])
    move(into)
  }
  const pick = (x: number, y: number): void => {
    setAt(null)
    choose(under(drawn.current, p.camera, size, x, y))
  }
  /** Walks from mark to mark, opens one, and goes back out; what is no such key is left to the others. */
  const walk = (key: string): boolean => {
    const shown = inOrder(drawn.current, p.camera, size.width, size.height)
    const is = shown.findIndex((g) => g.marks[0]?.id === at?.marks[0]?.id)
    const was = key === 'Escape' ? back.current.pop() : undefined
    const next = key === 'n' ? shown[is + 1] ?? shown[0] : key === 'p' ? shown.at(is > 0 ? is - 1 : -1) : undefined
    if (next) {
      setAt(next)
      setSaid(inWords(next))
    } else if (key === 'Enter' && at) choose(at.marks)
    else if (was) {
      setAt(null)
      setSaid(say('stepped.back'))
      move(was)
    } else return false
    return true
  }
  const hands = useHands(canvas, () => latest.current.camera, size, move, pick, walk)
  return (
    <div class="mapbox">
      <canvas ref={canvas} tabIndex={0} role="application" aria-label={p.label} aria-describedby={help} {...hands} />
      <p id={help} class="sr">
        {say('keys')}
      </p>
      <p class="sr" role="status">
        {said}
      </p>
      <div class="mapkeys">
        <button type="button" class="btn square" aria-label={say('nearer')} onClick={() => move(zoomed(p.camera, 1))}>
          <Icon name="plus" />
        </button>
        <button type="button" class="btn square" aria-label={say('farther')} onClick={() => move(zoomed(p.camera, -1))}>
          <span aria-hidden="true">−</span>
        </button>
      </div>
    </div>
  )
}

/** The marks of the group nearest to a point, within a finger's reach. */
function under(groups: Group[], c: Camera, s: Size, x: number, y: number): Mark[] {
  let best = reach
  let found: Mark[] = []
  for (const g of groups) {
    const [gx, gy] = onScreen(c, s.width, s.height, g.x, g.y)
    const far = Math.hypot(gx - x, gy - y)
    if (far < best) [best, found] = [far, g.marks]
  }
  return found
}

type Finger = (e: TargetedPointerEvent<HTMLCanvasElement>) => void

interface Hands {
  onPointerDown: Finger
  onPointerMove: Finger
  onPointerUp: Finger
  onPointerCancel: Finger
  onKeyDown: (e: TargetedKeyboardEvent<HTMLCanvasElement>) => void
}

/** Fingers, mouse, wheel and keys. */
function useHands(canvas: { current: HTMLCanvasElement | null }, camera: () => Camera, size: Size, move: (c: Camera) => void, pick: (x: number, y: number) => void, walk: (key: string) => boolean): Hands {
  const down = useRef(new Map<number, [number, number]>())
  const far = useRef(0)
  const latest = useRef(move)
  latest.current = move
  const sized = useRef(size)
  sized.current = size
  useEffect(() => {
    const el = canvas.current
    const wheel = (e: WheelEvent): void => {
      e.preventDefault()
      latest.current(zoomed(camera(), -Math.sign(e.deltaY) * 0.5, e.offsetX - sized.current.width / 2, e.offsetY - sized.current.height / 2))
    }
    el?.addEventListener('wheel', wheel, { passive: false })
    return () => el?.removeEventListener('wheel', wheel)
  }, [])
  const at = (e: PointerEvent): [number, number] => [e.offsetX, e.offsetY]
  return {
    onPointerDown: (e) => {
      e.currentTarget.setPointerCapture(e.pointerId)
      if (down.current.size === 0) far.current = 0
      down.current.set(e.pointerId, at(e))
    },
    onPointerMove: (e) => {
      const was = down.current.get(e.pointerId)
      if (!was) return
      const is = at(e)
      const other = [...down.current].find(([id]) => id !== e.pointerId)?.[1]
      far.current += Math.hypot(is[0] - was[0], is[1] - was[1])
      down.current.set(e.pointerId, is)
      if (!other) {
        if (far.current > 6) move(panned(camera(), is[0] - was[0], is[1] - was[1]))
        return
      }
      const by = Math.log2(Math.hypot(is[0] - other[0], is[1] - other[1]) / Math.max(1, Math.hypot(was[0] - other[0], was[1] - other[1])))
      const middle = [(is[0] + other[0]) / 2 - size.width / 2, (is[1] + other[1]) / 2 - size.height / 2] as const
      move(zoomed(panned(camera(), (is[0] - was[0]) / 2, (is[1] - was[1]) / 2), by, ...middle))
    },
    onPointerUp: (e) => {
      const only = down.current.size === 1
      if (down.current.delete(e.pointerId) && only && far.current <= 6) pick(...at(e))
    },
    onPointerCancel: (e) => void down.current.delete(e.pointerId),
    onKeyDown: (e) => {
      const step: Record<string, [number, number]> = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }
      const d = step[e.key]
      if (d) move(panned(camera(), ...d))
      else if (e.key === '+' || e.key === '=') move(zoomed(camera(), 1))
      else if (e.key === '-') move(zoomed(camera(), -1))
      else if (!walk(e.key)) return
      e.preventDefault()
    },
  }
}
