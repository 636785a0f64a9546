import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Field, Kind, Row } from '../../core/api/types'
import { label } from '../../core/areas'
import { more, open, type List } from '../../store/lists'
import { go, recordLink } from '../../store/router'
import { book } from '../../store/session'
import { l, t, tIf } from '../../store/words'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { useMedia } from '../parts/use'
import { cellText, rowTitle } from '../parts/value'
import { mayAdd, requery } from './head'
import { columnsOf } from '../../store/saved'

interface Props {
  kind: Kind
  list: List
  openId: string
  query: URLSearchParams
}

const wide: Record<string, string> = { name: '1.6fr', area: '1.6fr', born: '1.2fr', poverty: '1.2fr', text: '2fr', caption: '2fr', household: '1.4fr', person: '1.4fr', user: '1.4fr', unit: '1.6fr' }

/** The rows: only those in sight are drawn; the next page is fetched before its place is reached. */
export function Table(p: Props): JSX.Element {
  const { kind, list } = p
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(list.scroll)
  const phone = useMedia('(max-width: 719px)')
  const coarse = useMedia('(pointer: coarse)')
  const high = phone ? 64 : coarse ? 52 : 44
  const rows = list.rows.value
  const columns = columnsOf(kind).value.slice(0, p.openId ? 3 : undefined)
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = list.scroll
  }, [list.key, p.openId === '', list.loaded.value])
  const keys = useKeys(p, box, high)
  const seen = (box.current?.clientHeight ?? 800) + 200
  const from = Math.max(0, Math.floor((top - 200) / high))
  const to = Math.min(rows.length, Math.ceil((top + seen) / high))
  useEffect(() => {
    if (to >= rows.length - 30) void more(list)
  }, [to, rows.length, list.next.value])
  const scrolled = (): void => {
    if (!box.current?.clientHeight) return // hidden behind a record on a small screen: keep the place
    list.scroll = box.current.scrollTop
    setTop(list.scroll)
  }
  if (list.fault.value && rows.length === 0) return <Failed fault={list.fault.value} again={() => void open(list)} />
  if (!list.loaded.value) return <Loading />
  if (rows.length === 0) return <Nothing {...p} />
  const style = { '--cols': columns.map((c, i) => `minmax(0, ${wide[c] ?? (i === 0 ? '1.4fr' : '1fr')})`).join(' ') }
  return (
    <div class="table" ref={box} style={style} role="table" aria-label={l(kind.plural)} aria-rowcount={list.total.value + 1} onScroll={scrolled} onKeyDown={keys} tabIndex={-1}>
      <div class="cols" role="row" aria-rowindex={1}>
        {columns.map((c) => (
          <Head key={c} kind={kind} name={c} sort={list.query.get('sort') ?? ''} />
        ))}
      </div>
      <div role="rowgroup" style={{ height: `${rows.length * high}px`, position: 'relative' }}>
        {rows.slice(from, to).map((row, i) => (
          <Line key={row.id} {...p} row={row} columns={columns} index={from + i} high={high} phone={phone} />
        ))}
      </div>
      <p class="foot">
        {list.loading.value ? t('list.loading') : list.fault.value ? t('list.failed') : list.next.value ? '' : t('list.end')}
        {!phone && !p.openId && <span style="float: right">{t('list.keys')}</span>}
      </p>
    </div>
  )
}

/** j and k, Enter, and / from anywhere on the page that is not an input. */
function useKeys({ kind, list, query }: Props, box: { current: HTMLDivElement | null }, high: number): (e: KeyboardEvent) => void {
  const handle = (e: KeyboardEvent): void => {
    if (e.ctrlKey || e.metaKey || e.altKey || document.querySelector('dialog[open]')) return
    if (e.target instanceof Element && e.target.closest('input, textarea, select, [role="tree"]')) return
    if (e.key === '/') {
      e.preventDefault()
      document.querySelector<HTMLInputElement>('[data-filter]')?.focus()
      return
    }
    const rows = list.rows.peek()
    const at = list.selected.peek()
    if (e.key === 'Enter' && rows[at] && (e.target === document.body || e.target === box.current)) go(withQuery(recordLink(kind.name, rows[at].id), query))
    const step = e.key === 'j' ? 1 : e.key === 'k' ? -1 : 0
    if (!step) return
    const next = Math.max(0, Math.min(rows.length - 1, at + step))
    list.selected.value = next
    const b = box.current
    if (!b) return
    const y = next * high
    if (y < b.scrollTop) b.scrollTop = y
    else if (y + high * 2 > b.scrollTop + b.clientHeight - 32) b.scrollTop = y + high * 2 + 32 - b.clientHeight
  }
  const latest = useRef(handle)
  latest.current = handle
  useEffect(() => {
    const listen = (e: KeyboardEvent): void => latest.current(e)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
  return () => undefined
}

function withQuery(path: string, query: URLSearchParams): string {
  const s = query.toString()
  return s ? `${path}?${s}` : path
}

function Head({ kind, name, sort }: { kind: Kind; name: string; sort: string }): JSX.Element {
  const f: Field | undefined = kind.fields.find((x) => x.name === name)
  const word = f ? l(f.label) : name
  if (!f?.sort)
    return (
      <span role="columnheader" class="clip">
        {word}
      </span>
    )
  const up = sort === name
  const down = sort === `-${name}`
  return (
    <span role="columnheader" aria-sort={up ? 'ascending' : down ? 'descending' : undefined}>
      <button
        type="button"
        title={t(up ? 'list.sort.down' : 'list.sort.up', { name: word })}
        onClick={() => requery((q) => q.set('sort', up ? `-${name}` : name))}
      >
        <span class="clip">{word}</span>
        {(up || down) && <Icon name={up ? 'arrow-up' : 'arrow-down'} />}
      </button>
    </span>
  )
}

function Line(p: Props & { row: Row; columns: string[]; index: number; high: number; phone: boolean }): JSX.Element {
  const { kind, row, columns, list } = p
  const [first = '', ...rest] = columns
  const marks = `${row.id === p.openId ? 'open' : ''} ${row.child ? 'child' : ''} ${list.selected.value === p.index ? 'at' : ''}`
  const title = first === kind.title ? rowTitle(kind, row) : cellText(kind, row, first)
  // Where there is little room, the village goes without its commune.
  const near = p.phone || p.openId !== ''
  const texts = rest.map((c) => (near && c === 'area' && areaName(row.area)) || cellText(kind, row, c))
  return (
    <div class={`line ${marks}`} role="row" aria-rowindex={p.index + 2} aria-current={row.id === p.openId ? 'true' : undefined} style={{ top: `${p.index * p.high}px` }}>
      <span class="first" role="cell">
        <a class="clip cover" href={withQuery(recordLink(kind.name, row.id), p.query)} onClick={() => (list.selected.value = p.index)}>
          {title || t('value.none')}
        </a>
        {row.child && <span class="tag child">{t('rec.child.short')}</span>}
        {row.conflict && (p.openId ? <span class="due"><Icon name="circle-alert" label={t('conflict.mark')} /></span> : <span class="tag due">{t('conflict.mark')}</span>)}
        {row.deleted && <span class="tag late">{t('value.deleted')}</span>}
      </span>
      {p.phone ? (
        <span class="rest" role="cell">
          {texts.filter(Boolean).join(' · ')}
        </span>
      ) : (
        texts.map((x, i) => (
          <span key={rest[i]} role="cell" class="num" title={x}>
            {x}
          </span>
        ))
      )}
    </div>
  )
}

function areaName(id: string): string {
  const area = book().areas.byId.get(id)
  return area ? label(area) : ''
}

/** What will be here, and the one thing to do. */
function Nothing({ kind, query }: Props): JSX.Element {
  const filtered = [...query.keys()].some((k) => k !== 'sort')
  if (filtered)
    return (
      <Empty
        action={
          <a class="btn" href={`/${kind.name}`}>
            {t('list.filter.clear')}
          </a>
        }
      >
        {t('list.empty.filtered')}
      </Empty>
    )
  const add = mayAdd(kind.name) && (
    <a class="btn main" href={`/${kind.name}/new`}>
      <Icon name="plus" /> {tIf(`list.add.${kind.name}`, t('list.add'))}
    </a>
  )
  return <Empty action={add}>{tIf(`list.empty.${kind.name}`, t('list.empty'))}</Empty>
}
