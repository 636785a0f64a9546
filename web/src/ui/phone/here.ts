import { useEffect, useState } from 'preact/hooks'
import { watch, type Fix } from './record/position'

export interface Here {
  spot: Fix | null
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
