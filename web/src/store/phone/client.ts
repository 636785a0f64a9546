/** The page's side of the phone: asks the worker, and keeps what every screen shows. */
import { signal } from '@preact/signals'
import { readCanary, type Canary } from './canary'
import type { Calls, Name, Problem, Stage, Status, Told } from './messages'

export class PhoneProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
  }
}

export const stage = signal<Stage | null>(null)
export const status = signal<Status | null>(null)
/** Grows with every change of the replica: who shows records reads them again. */
export const version = signal(0)
export const progress = signal<{ pushed: number; toPush: number; pages: number; records: number } | null>(null)
/** Grows as photos and recordings are taken, sent or held. */
export const filesTurn = signal(0)
export const syncProblem = signal<Problem | null>(null)

const canaryName = 'bamban-canary'

let worker: Worker | null = null
let ended = false
let last = 0
const waiting = new Map<number, { give: (v: unknown) => void; fail: (p: Problem) => void }>()

/** Keeps the canary where emptying the phone's databases leaves it. */
function remember(c: Canary | null): void {
  try {
    if (c) localStorage.setItem(canaryName, JSON.stringify(c))
    else localStorage.removeItem(canaryName)
  } catch {
    // A browser that keeps nothing here: the phone works without a canary.
  }
}

function remembered(): Canary | null {
  try {
    return readCanary(localStorage.getItem(canaryName))
  } catch {
    return null
  }
}

function hear({ data }: MessageEvent<Told>): void {
  if ('event' in data) {
    if (data.event === 'progress') progress.value = data
    else if (data.event === 'canary') remember(data.canary)
    else if (data.event === 'files') filesTurn.value += 1
    else void refresh()
    return
  }
  const w = waiting.get(data.id)
  waiting.delete(data.id)
  if ('problem' in data) w?.fail(data.problem)
  else w?.give(data.gives)
}

export function ask<N extends Name>(call: N, ...args: Calls[N]['args']): Promise<Calls[N]['gives']> {
  if (ended) return Promise.reject(new PhoneProblem({ code: 'elsewhere', text: {}, n: 0 }))
  if (!worker) {
    worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'bamban' })
    worker.onmessage = hear
    void ask('canary', remembered())
  }
  const id = ++last
  return new Promise((resolve, reject) => {
    waiting.set(id, { give: (v) => resolve(v as Calls[N]['gives']), fail: (p) => reject(new PhoneProblem(p)) })
    worker?.postMessage({ id, call, args })
  })
}

/** Ends the worker: this window has nothing more to do with the phone. */
export async function end(): Promise<void> {
  status.value = stage.value = null
  if (worker) await Promise.race([ask('lock'), new Promise((done) => setTimeout(done, 1_000))])
  ended = true
  worker?.terminate()
}

export function problemOf(e: unknown): Problem {
  return e instanceof PhoneProblem ? e.problem : { code: 'unheard', text: {}, n: 0 }
}

export async function refresh(): Promise<void> {
  if (ended) return
  const s = await ask('stage')
  // It may be locked between the two questions.
  status.value = s.stage === 'open' ? await ask('status').catch(() => null) : null
  stage.value = s
  version.value += 1
}

/** Whether a meeting was asked for while another was under way. */
let asked = false
const wanted = (): boolean => asked

/** Meets the server; what came of it is in status and syncProblem. */
export async function meet(): Promise<void> {
  if (!status.value) return
  if (status.value.syncing) {
    asked = true
    return
  }
  asked = false
  status.value = { ...status.value, syncing: true }
  progress.value = null
  try {
    await ask('sync')
    syncProblem.value = null
  } catch (e) {
    syncProblem.value = problemOf(e)
  }
  await refresh()
  // The network came back while an attempt without it was still failing.
  if (wanted() && syncProblem.value) await meet()
}
