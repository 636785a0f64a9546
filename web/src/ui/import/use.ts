import { useEffect, useState } from 'preact/hooks'
import { nothing } from '../../core/decode'
import { intake, type Intake, type Mapping } from '../../core/api/intake'
import { asFault, get, send, type Fault } from '../../store/client'
import { turnover, writes } from '../../store/records'

export interface Work {
  now: Intake | null
  fault: Fault | null
  check: (m: Mapping) => void
  run: (partial: boolean) => void
  undo: () => void
  close: () => void
}

export const busyIn = (stage: string): boolean => stage === 'checking' || stage === 'writing' || stage === 'undoing'

/** A file on its way; asks again while something is under way. */
export function useIntake(id: string): Work {
  const [now, setNow] = useState<Intake | null>(null)
  const [fault, setFault] = useState<Fault | null>(null)
  const take = (job: Promise<Intake>): void => {
    job
      .then((x) => {
        setNow(x)
        setFault(null)
        if (x.stage === 'written' || x.stage === 'undone' || x.stage === 'stopped') {
          writes.value += 1
          turnover.value += 1
        }
      })
      .catch((e: unknown) => setFault(asFault(e)))
  }
  useEffect(() => {
    setNow(null)
    take(get(`/imports/${id}`, intake))
  }, [id])
  useEffect(() => {
    if (!now || !busyIn(now.stage)) return
    const t = setTimeout(() => take(get(`/imports/${id}`, intake)), 400)
    return () => clearTimeout(t)
  }, [now])
  const post = (path: string, body: unknown): void => take(send('POST', `/imports/${id}/${path}`, body, intake))
  return {
    now,
    fault,
    check: (m) => post('check', m),
    run: (partial) => post('run', { partial }),
    undo: () => post('undo', {}),
    close: () => void send('DELETE', `/imports/${id}`, undefined, nothing).catch((e: unknown) => setFault(asFault(e))),
  }
}
