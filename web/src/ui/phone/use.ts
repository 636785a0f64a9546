import { effect } from '@preact/signals'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { ask, stage, version } from '../../store/phone/client'
import type { Home } from '../../store/phone/homes'
import type { Row } from '../../store/phone/messages'
import { People } from '../../store/phone/people'

/** Records of a kind, read again when something changes; null until they are there. */
export function useRows(kind: string): Row[] | null {
  const [rows, setRows] = useState<Row[] | null>(null)
  useEffect(() => {
    ask('list', kind).then(setRows, () => setRows([]))
  }, [kind, version.value])
  return rows
}

/** The people of this phone, each by the record that is kept of them. */
export function usePeople(): People {
  const rows = useRows('person')
  return useMemo(() => new People(rows ?? []), [rows])
}

/** One record, read again when something changes; undefined until it is known whether there is one. */
export function useRow(kind: string, id: string): Row | null | undefined {
  const [row, setRow] = useState<Row | null | undefined>(undefined)
  useEffect(() => {
    ask('get', kind, id).then(setRow, () => setRow(null))
  }, [kind, id, version.value])
  return row
}

let lastHomes: Home[] | null = null
effect(() => {
  if (stage.value?.stage !== 'open') lastHomes = null // nobody's name stays behind a lock
})

/** The households of this phone, with what their visits say: at once as they were last known, then as they are. */
export function useHomes(): Home[] | null {
  const [homes, setHomes] = useState<Home[] | null>(lastHomes)
  useEffect(() => {
    ask('homes').then(
      (now) => {
        lastHomes = now
        setHomes(now)
      },
      () => {
        lastHomes = null
        setHomes([])
      },
    )
  }, [version.value])
  return homes
}
