import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Kind } from '../../core/api/types'
import { asFault } from '../../store/client'
import type { List } from '../../store/lists'
import { go, place } from '../../store/router'
import { hasPower, may } from '../../store/session'
import { warn } from '../../store/toast'
import { l, t, tIf } from '../../store/words'
import { Icon } from '../parts/icon'
import { lazy } from '../parts/lazy'
import { Menu } from '../parts/menu'
import { useMedia } from '../parts/use'
import { Chips } from './chips'
import { Export } from './export'
import { chooseColumns, columnsOf } from '../../store/saved'

const LostPhones = lazy(async () => (await import('../device/lost')).LostPhones)
const ReadBundle = lazy(async () => (await import('../device/bundle')).ReadBundle)

/** Changes the list's query in the address; the open record stays open. */
export function requery(change: (q: URLSearchParams) => void): void {
  const q = new URLSearchParams(place.value.query)
  change(q)
  const s = q.toString()
  const path = `/${place.value.parts.map(encodeURIComponent).join('/')}`
  go(s ? `${path}?${s}` : path, { replace: true })
}

/** Whether I may add records of the kind from its list. */
export function mayAdd(kind: string): boolean {
  if (kind === 'user') return hasPower('users')
  if (kind === 'device') return hasPower('devices')
  return may(kind).create
}

/** What is listed, how many, and what can be done with the list. */
export function ListHead(p: { kind: Kind; list: List; query: URLSearchParams; narrow: boolean }): JSX.Element {
  const { kind, list } = p
  const total = list.total.value
  const phone = useMedia('(max-width: 719px)')
  return (
    <header class="list-head">
      <div class="title">
        <h1>{l(kind.plural)}</h1>
        <span class="quiet num" role="status">
          {list.cut.value && `${t('list.total.cut')} `}
          {list.loaded.value && tIf(`list.total.${kind.name}`, t('list.total', { n: total }), { n: total })}
        </span>
        <span class="grow" />
        {!p.narrow && may(kind.name).export && <Export kind={kind} query={p.query} />}
        {!p.narrow && !phone && <Columns kind={kind} />}
        {!p.narrow && kind.name === 'device' && mayAdd('device') && <ReadBundle />}
        {mayAdd(kind.name) && <Add kind={kind} />}
      </div>
      {!p.narrow && kind.name === 'device' && mayAdd('device') && <LostPhones />}
      <div class="filters noprint">
        {kind.fields.some((f) => f.search) && <Search key={kind.name} />}
        <Chips kind={kind} query={p.query} />
      </div>
    </header>
  )
}

function Add({ kind }: { kind: Kind }): JSX.Element {
  const q = place.value.query.toString()
  const word = kind.name === 'user' ? t('user.add') : kind.name === 'device' ? t('device.enrol') : tIf(`list.add.${kind.name}`, t('list.add'))
  return (
    <a class="btn main" href={`/${kind.name}/new${q ? `?${q}` : ''}`}>
      <Icon name="plus" /> {word}
    </a>
  )
}

function Columns({ kind }: { kind: Kind }): JSX.Element {
  const chosen = columnsOf(kind)
  const toggle = (name: string): void => {
    const now = chosen.value
    if (now.includes(name) && now.length === 1) return
    chooseColumns(kind, now.includes(name) ? now.filter((c) => c !== name) : [...now, name]).catch((e: unknown) => warn(l(asFault(e).text)))
  }
  return (
    <Menu label={t('list.columns')} keepOpen button={<><Icon name="columns-3" /> <span class="word">{t('list.columns')}</span></>}>
      {() => (
        <>
          <p class="help" style="padding: 2px 10px 6px">
            {t('list.columns.help')}
          </p>
          {kind.fields
            .filter((f) => f.type !== 'list' && f.type !== 'digest')
            .map((f) => (
              <button type="button" class="item" role="menuitemcheckbox" aria-checked={chosen.value.includes(f.name)} key={f.name} onClick={() => toggle(f.name)}>
                <span style="width: 1.2em">{chosen.value.includes(f.name) && <Icon name="check" />}</span> {l(f.label)}
              </button>
            ))}
        </>
      )}
    </Menu>
  )
}

/** Filters by folded text as it is typed. */
function Search(): JSX.Element {
  const now = place.value.query.get('q') ?? ''
  const [typed, setTyped] = useState(now)
  useEffect(() => setTyped(now), [now])
  useEffect(() => {
    if (typed === now) return
    const id = setTimeout(() => requery((q) => (typed.trim() ? q.set('q', typed) : q.delete('q'))), 200)
    return () => clearTimeout(id)
  }, [typed])
  return (
    <div class="search">
      <Icon name="search" />
      <input
        class="input"
        type="search"
        data-filter
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        value={typed}
        onInput={(e) => setTyped(e.currentTarget.value)}
        onKeyDown={(e) => e.key === 'Escape' && setTyped('')}
      />
    </div>
  )
}
