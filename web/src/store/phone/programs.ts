/** Programs, enrolments and gifts as the phone holds them. */
import { textOf, type Json } from '../../core/decode'
import type { Answers } from '../../core/form/types'
import type { Write } from '../replica/device'
import { nextSteps, stepOf, type Program, type Step } from '../programs'
import type { Enrolled } from './homes'
import type { Row } from './messages'

/** The steps that somebody with these roles may take next. */
export function stepsFor(p: Program, state: string, roles: string[]): Step[] {
  return nextSteps(p, state).filter((s) => s.roles.some((r) => roles.includes(r)))
}

/** What a step is taken on, as the phone has it. */
export interface Evidence {
  on: string
  by: string
  reason: string
  decision: string
  signed: string
  photos: number
  point: Json
  /** The enrolment to which it is passed on; '' for none. */
  receiver: string
  /** The form that the step asks, and what was answered; null where it asks none. */
  asked: { form: string; version: number; answers: Answers } | null
}

/** What is missing for a step; '' where nothing is. */
export function lacking(s: Step, e: Evidence): '' | 'photo' | 'signature' | 'decision' | 'reason' | 'receiver' | 'form' {
  for (const need of s.needs) {
    if (need === 'photo' && e.photos === 0) return 'photo'
    if (need === 'signature' && !e.signed) return 'signature'
    if (need === 'decision' && !e.decision.trim()) return 'decision'
    if (need === 'receiver' && !e.receiver) return 'receiver'
    if (need === 'reason' && !e.reason.trim()) return 'reason'
  }
  return s.form && !e.asked ? 'form' : ''
}

/** The record of a step, and the enrolment's move to it. */
export function stepWrites(row: Row, to: string, id: string, e: Evidence): Write[] {
  const from = textOf(row.v.status)
  const step: Record<string, Json> = { enrolment: row.id, program: row.v.program ?? '', area: row.v.area ?? '', from, to, on: e.on, by: e.by }
  for (const [name, v] of Object.entries({ household: row.v.household, unit: row.v.unit, reason: e.reason.trim(), decision: e.decision.trim(), signed: e.signed, photos: e.photos, point: e.point, receiver: e.receiver })) {
    if (v !== undefined && v !== '' && v !== 0 && v !== null) step[name] = v
  }
  if (e.asked) Object.assign(step, { form: e.asked.form, form_version: e.asked.version, answers: JSON.stringify(e.asked.answers) })
  const reached: Record<string, Json> = { on: e.on, ...(e.decision.trim() ? { decision: e.decision.trim() } : {}) }
  return [
    { kind: 'step', record: id, fields: step },
    { kind: 'enrolment', record: row.id, fields: { status: `${from}>${to}#${id}`, [`reached:${to}`]: reached, ...(e.receiver ? { receiver: e.receiver } : {}) } },
  ]
}

/** A proposal: the enrolment at its first step, and the step. */
export function proposalWrites(p: Program, ids: [enrolment: string, step: string], fields: Record<string, Json>, by: string, on: string): Write[] {
  const first = p.steps.find((s) => s.from.length === 0)?.code ?? ''
  const step: Record<string, Json> = { enrolment: ids[0], program: p.code, to: first, on, by }
  for (const name of ['household', 'area', 'unit', 'reason']) if (fields[name]) step[name] = fields[name]
  return [
    { kind: 'enrolment', record: ids[0], fields: { ...fields, program: p.code, status: `>${first}#${ids[1]}`, [`reached:${first}`]: { on } } },
    { kind: 'step', record: ids[1], fields: step },
  ]
}

/** Hands a due over from a store: the entry, and the due as paid. */
export function giftWrites(due: Row, id: string, from: string, by: string, on: string, receipt: string): Write[] {
  const entry: Record<string, Json> = { type: 'handover', item: due.v.item ?? '', quantity: due.v.amount ?? 0, from, to: due.id, on, by, receipt }
  for (const name of ['program', 'enrolment', 'household', 'area', 'unit'] as const) if (due.v[name]) entry[name] = due.v[name]
  return [
    { kind: 'entry', record: id, fields: entry },
    { kind: 'due', record: due.id, fields: { status: 'paid' } },
  ]
}

/** Takes a hand-over back: the entry the other way, and the due open again. */
export function returnWrites(due: Row, entry: string, id: string, from: string, by: string, on: string, note: string): Write[] {
  const back: Record<string, Json> = { type: 'correction', item: due.v.item ?? '', quantity: due.v.amount ?? 0, from: due.id, to: from, on, by, note, corrects: entry }
  for (const name of ['program', 'enrolment', 'household', 'area', 'unit'] as const) if (due.v[name]) back[name] = due.v[name]
  return [
    { kind: 'entry', record: id, fields: back },
    { kind: 'due', record: due.id, fields: { status: 'open' } },
  ]
}

/** Whether somebody's enrolment goes on at a day: it came to no end, good or bad. */
export function goesOn(programs: Program[], day: string): (e: Enrolled) => boolean {
  return (e) => {
    const step = programs.flatMap((p) => (p.code === e.program ? (stepOf(p, e.status) ?? []) : []))[0]
    return step !== undefined && !step.bad && !step.end && (e.ends === '' || e.ends >= day)
  }
}

/** Whether an enrolment still counts: it did not end without the help. */
export function stands(p: Program | undefined, row: Row): boolean {
  return !(p && stepOf(p, textOf(row.v.status))?.bad)
}
