/** What goes wrong in the worker, as the page is told: a code that it has words for. */
import { NotABundle } from '../../core/sync/bundle'
import { DiskFull } from '../database'
import { Refusal, WentBack } from '../replica/device'
import type { Problem } from './messages'
import { recordingProblem } from './recorder'
import { Unheard } from './transport'

/** Something that the page has words for. */
class Told extends Error {
  constructor(
    readonly problem: Problem,
  ) {
    super(problem.code)
  }
}

export const told = (code: string, n = 0): Told => new Told({ code, text: {}, n })

/** What went wrong, as the page is told. */
export function problemOf(e: unknown): Problem {
  if (e instanceof Told) return e.problem
  if (e instanceof Refusal) return { code: e.code, text: e.text, n: 0 }
  const recording = recordingProblem(e)
  if (recording) return { code: recording, text: {}, n: 0 }
  if (e instanceof NotABundle) return { code: e.code, text: {}, n: 0 }
  if (e instanceof DiskFull) return { code: 'disk.full', text: {}, n: 0 }
  if (e instanceof WentBack) return { code: 'went.back', text: {}, n: 0 }
  if (!(e instanceof Unheard)) console.error(e)
  return { code: 'unheard', text: {}, n: 0 }
}
