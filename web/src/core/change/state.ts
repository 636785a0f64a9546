/**
 * The fold: how changes make a record, the same on every replica
 * (internal/change/fold.go; testdata/change holds both to it).
 */
import type { Json } from '../decode'
import type { Kind } from '../gen/kinds'
import { deleted, versionOf, type Change } from './change'
import { deviceOf, timeOf } from './text64'

/** A value that nobody has replaced yet. */
export interface Head {
  t: string
  /** Who wrote it; "" where the server doesn't say. */
  u: string
  v: Json
}

/** A step that somebody took in a machine. */
export interface Step {
  t: string
  to: string
}

/**
 * The state of one field: heads, the latest first, at most one of a device; by
 * device without a head, the time up to which its writes are history; the steps of
 * a machine, in order.
 */
export interface Cell {
  h: Head[]
  a: Record<string, string>
  s: Step[]
}

/** A record: the fold of its changes. */
export interface State {
  /** The earliest version that wrote it; "" for nobody yet. */
  origin: string
  cells: Record<string, Cell>
  /** Changes to an add-only record other than its first. */
  refused: string[]
}

/** What a change did. */
export interface Effect {
  fields: string[]
  conflicts: string[]
  refused: string[]
}

/** What the fold must know of a kind. */
export interface Rules {
  addOnly: boolean
  machines: Record<string, Machine>
}

/**
 * The states that a step may lead to, by the state before; "" is the start. Or a free
 * machine, whose states are data: each step says "from>to#id" itself.
 */
export type Machine = Record<string, string[]> | 'free'

const known = new WeakMap<Kind, Rules>()

/** The rules of a kind as it is declared. */
export function rulesOf(k: Kind): Rules {
  let r = known.get(k)
  if (!r) {
    r = { addOnly: k.addOnly, machines: {} }
    for (const f of k.fields) {
      if (f.type !== 'machine') continue
      if (!f.states.length) {
        r.machines[f.name] = 'free'
        continue
      }
      const m: Record<string, string[]> = { '': f.states.slice(0, 1).map((s) => s.code) }
      for (const s of f.states) m[s.code] = s.next
      r.machines[f.name] = m
    }
    known.set(k, r)
  }
  return r
}

export function emptyState(): State {
  return { origin: '', cells: {}, refused: [] }
}

export function emptyCell(): Cell {
  return { h: [], a: {}, s: [] }
}

const sameJson = (a: Json, b: Json): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** Whether values that differ were set without sight of each other. */
export function inConflict(c: Cell): boolean {
  return c.h.slice(1).some((h) => !sameJson(h.v, c.h[0]?.v ?? null))
}

/** The state of a machine after its steps, and the versions of those that were not allowed. */
export function run(machine: Machine, steps: Step[]): { state: string; refused: string[] } {
  let state = ''
  const refused: string[] = []
  for (const s of steps) {
    if (machine === 'free') {
      const m = moveOf(s.to)
      if (m?.from === state) state = m.to
      else if (m?.to !== state) refused.push(s.t)
    } else if (machine[state]?.includes(s.to)) state = s.to
    else if (s.to !== state) refused.push(s.t)
  }
  return { state, refused }
}

const moveForm = /^([a-z0-9_]{0,64})>([a-z0-9_]{1,64})(?:#([0-9A-Za-z_-]{22}))?$/

/** A step of a free machine; null where the text is none. */
export function moveOf(s: string): { from: string; to: string; by: string } | null {
  const m = moveForm.exec(s)
  return m ? { from: m[1] ?? '', to: m[2] ?? '', by: m[3] ?? '' } : null
}

/** The value that a field shows, or null. */
export function shown(c: Cell | undefined, machine: Machine | undefined): Json {
  if (!c) return null
  if (machine) return run(machine, c.s).state || null
  return c.h[0]?.v ?? null
}

export function valueOf(s: State, field: string, rules: Rules): Json {
  return shown(s.cells[field], rules.machines[field])
}

export function isDeleted(s: State): boolean {
  return s.cells[deleted]?.h[0]?.v === true
}

/** What a writer who looks at a field now has seen. */
export function seen(c: Cell | undefined): string[] {
  return c ? c.h.map((h) => h.t) : []
}

/** Whether a cell holds a write or has it as history. */
export function knows(c: Cell, version: string): boolean {
  const head = c.h.find((h) => deviceOf(h.t) === deviceOf(version))
  return head ? head.t >= version : (c.a[deviceOf(version)] ?? '') >= timeOf(version)
}

/** Makes a device's writes up to a time history. */
function lift(c: Cell, device: string, time: string): void {
  const i = c.h.findIndex((h) => deviceOf(h.t) === device)
  if (i >= 0) {
    if (timeOf(c.h[i]?.t ?? '') > time) return
    c.h.splice(i, 1)
  }
  if ((c.a[device] ?? '') < time) c.a[device] = time
}

/** Adds a head, in the place of an earlier one of its device, unless it is history. */
function keep(c: Cell, head: Head): void {
  const device = deviceOf(head.t)
  const i = c.h.findIndex((h) => deviceOf(h.t) === device)
  const was = c.h[i]
  if (was) {
    if (was.t > head.t) return
    if (was.t === head.t) {
      if (!was.u) c.h[i] = head
      return
    }
    c.h.splice(i, 1)
  } else if (device in c.a) {
    if ((c.a[device] ?? '') >= timeOf(head.t)) return
    Reflect.deleteProperty(c.a, device)
  }
  const at = c.h.findIndex((h) => h.t < head.t)
  c.h.splice(at < 0 ? c.h.length : at, 0, head)
}

function addStep(c: Cell, step: Step): void {
  if (c.s.some((s) => s.t === step.t)) return
  const at = c.s.findIndex((s) => s.t > step.t)
  c.s.splice(at < 0 ? c.s.length : at, 0, step)
}

/** The steps that a machine's value says: one, or all that are given back. */
function stepsOf(version: string, v: Json): Step[] {
  if (typeof v === 'string') return [{ t: version, to: v }]
  if (!Array.isArray(v)) return []
  return v.flatMap((pair) => (Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string' ? [{ t: pair[0], to: pair[1] }] : []))
}

/** Folds a change into a state, which it changes. */
export function apply(s: State, c: Change, rules: Rules): Effect {
  const e: Effect = { fields: [], conflicts: [], refused: [] }
  if (c.op !== 'set' && c.op !== 'return') return e
  let origin = versionOf(c)
  if (c.op === 'return') for (const v of Object.values(c.versed)) if (v < origin) origin = v
  if (rules.addOnly && (onlyDeletes(c) || !admitAddOnly(s, origin, e))) {
    applyField(s, deleted, c, rules, e)
    return e
  }
  if (s.origin === '' || origin < s.origin) s.origin = origin
  for (const name of Object.keys(c.fields)) applyField(s, name, c, rules, e)
  e.fields.sort()
  e.conflicts.sort()
  e.refused.sort()
  return e
}

function onlyDeletes(c: Change): boolean {
  const names = Object.keys(c.fields)
  return names.length === 1 && names[0] === deleted
}

/** The earliest change that does more than delete is an add-only record. */
function admitAddOnly(s: State, origin: string, e: Effect): boolean {
  if (s.origin === '' || s.origin === origin) return true
  if (s.origin < origin) {
    insert(s.refused, origin)
    e.refused = ['add_only']
    return false
  }
  insert(s.refused, s.origin)
  for (const name of Object.keys(s.cells)) {
    if (name === deleted) continue
    Reflect.deleteProperty(s.cells, name)
    e.fields.push(name)
  }
  return true
}

function insert(versions: string[], v: string): void {
  if (versions.includes(v)) return
  versions.push(v)
  versions.sort()
}

function applyField(s: State, name: string, c: Change, rules: Rules, e: Effect): void {
  const value = c.fields[name]
  if (value === undefined) return
  const cell = (s.cells[name] ??= emptyCell())
  const version = c.op === 'return' ? (c.versed[name] ?? '') : versionOf(c)
  const machine = rules.machines[name]
  const before = shown(cell, machine)
  if (machine) {
    for (const step of stepsOf(version, value)) {
      addStep(cell, step)
      if (run(machine, cell.s).refused.includes(step.t)) e.refused.push(name)
    }
  } else {
    for (const v of c.seen[name] ?? []) lift(cell, deviceOf(v), timeOf(v))
    keep(cell, { t: version, u: c.op === 'return' ? '' : c.user, v: value })
    if (inConflict(cell)) e.conflicts.push(name)
  }
  if (!sameJson(before, shown(cell, machine))) e.fields.push(name)
}

function mergeCell(into: Record<string, Cell>, name: string, from: Cell): void {
  const c = (into[name] ??= emptyCell())
  for (const [device, time] of Object.entries(from.a)) lift(c, device, time)
  for (const h of from.h) keep(c, h)
  for (const st of from.s) addStep(c, st)
}

/** Folds two replicas' states of a record into a third. Commutes, is associative and idempotent. */
export function merge(a: State, b: State, rules: Rules): State {
  const apart = rules.addOnly && a.origin !== '' && b.origin !== '' && a.origin !== b.origin
  const [first, other] = b.origin !== '' && (a.origin === '' || b.origin < a.origin) ? [b, a] : [a, b]
  const out: State = { origin: first.origin, cells: {}, refused: [] }
  for (const v of [...a.refused, ...b.refused, ...(apart ? [other.origin] : [])]) insert(out.refused, v)
  for (const [name, c] of Object.entries(first.cells)) mergeCell(out.cells, name, c)
  for (const [name, c] of Object.entries(other.cells)) if (!apart || name === deleted) mergeCell(out.cells, name, c)
  return out
}

/** The latest time of any field: what a replica's clock observes. */
export function latest(s: State): string {
  let t = ''
  for (const c of Object.values(s.cells)) {
    const v = timeOf(c.s.at(-1)?.t ?? c.h[0]?.t ?? '')
    if (v > t) t = v
  }
  return t
}
