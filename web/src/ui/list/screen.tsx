import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Kind } from '../../core/api/types'
import { listOf, open } from '../../store/lists'
import { turnover } from '../../store/records'
import { place } from '../../store/router'
import { l } from '../../store/words'
import { lazy } from '../parts/lazy'
import { ListHead } from './head'
import { Table } from './table'
import { useTitle } from '../parts/use'

const RecordPage = lazy(async () => (await import('../record/page')).RecordPage)
const NewRecord = lazy(async () => (await import('../record/new')).NewRecord)
const NewUser = lazy(async () => (await import('../user/new')).NewUser)
const NewDevice = lazy(async () => (await import('../device/new')).NewDevice)

/** What of the address narrows the list; "v." prefills a form. */
export function listQuery(): URLSearchParams {
  const q = new URLSearchParams(place.value.query)
  for (const k of [...q.keys()]) if (k.startsWith('v.')) q.delete(k)
  return q
}

/** A list of a kind, and beside it (or in its place) the record that is open. */
export function ListScreen({ kind, id }: { kind: Kind; id: string }): JSX.Element {
  useTitle(id ? '' : l(kind.plural))
  const query = listQuery()
  const list = listOf(kind.name, query)
  useEffect(() => void open(list), [list.key, turnover.value])
  return (
    <div class={`panes ${id ? 'two' : ''}`}>
      <section class="side" aria-label={id ? l(kind.plural) : undefined}>
        <ListHead kind={kind} list={list} query={query} narrow={id !== ''} />
        <Table kind={kind} list={list} openId={id} query={query} />
      </section>
      {id && (
        <section class="open">
          <Open kind={kind} id={id} />
        </section>
      )}
    </div>
  )
}

function Open({ kind, id }: { kind: Kind; id: string }): JSX.Element {
  if (id !== 'new') return <RecordPage kind={kind} id={id} key={id} />
  if (kind.name === 'user') return <NewUser />
  if (kind.name === 'device') return <NewDevice />
  return <NewRecord kind={kind} key={place.value.href} />
}
