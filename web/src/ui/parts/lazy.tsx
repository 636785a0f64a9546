import type { ComponentType, FunctionComponent, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { asFault, type Fault } from '../../store/client'
import { Failed, Loading } from './state'

/** A component that is fetched when it is first shown. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): FunctionComponent<P> {
  let ready: ComponentType<P> | null = null
  return function Lazy(props: P): JSX.Element {
    const [found, setFound] = useState<{ c: ComponentType<P> } | null>(ready ? { c: ready } : null)
    const [fault, setFault] = useState<Fault | null>(null)
    const fetchIt = (): void => {
      setFault(null)
      load().then(
        (c) => {
          ready = c
          setFound({ c })
        },
        (e: unknown) => setFault(asFault(e)),
      )
    }
    useEffect(() => {
      if (!found) fetchIt()
    }, [])
    if (found) return <found.c {...props} />
    return fault ? <Failed fault={fault} again={fetchIt} /> : <Loading />
  }
}
