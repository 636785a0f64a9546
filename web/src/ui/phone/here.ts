import { useEffect, useState } from 'preact/hooks'
import type { Spot } from '../../core/near'
import { watch } from './record/position'

export interface Here {
  spot: Spot | null
  failed: boolean
}

/** Where the phone is, followed while it is wanted. */
export function useHere(wanted: boolean): Here {
  const [here, setHere] = useState<Here>({ spot: null, failed: false })
  useEffect(() => {
    if (!wanted) return
    return watch((w) => setHere((was) => ('fix' in w ? { spot: w.fix, failed: false } : { spot: was.spot, failed: true })))
  }, [wanted])
  return here
}
