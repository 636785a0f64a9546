import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Kind } from '../../core/api/types'
import { showDay } from '../../core/dates'
import { asFault } from '../../store/client'
import { go } from '../../store/router'
import { chooseColumns, columnsOf, forgetList, keepList, returnList, savedOf, type SavedList } from '../../store/saved'
import { tell, warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Menu } from '../parts/menu'
import { refText } from '../parts/value'
import { say } from './saved.texts'

const told = (p: Promise<void>): void => void p.catch((e: unknown) => warn(l(asFault(e).text)))

/** Lists under a name, mine and my unit's; and a way to save this one. */
export function SavedLists({ kind, query, any }: { kind: Kind; query: URLSearchParams; any: boolean }): JSX.Element | null {
  const lists = savedOf(kind.name)
  if (!any && lists.length === 0) return null
  return (
    <Menu label={t(any ? 'list.filter.save' : 'list.filter.saved')} class="chip" left keepOpen button={<><Icon name="bookmark" /> {any ? t('list.filter.save') : t('list.filter.saved')}</>}>
      {(close) => (
        <>
          {lists.map((s) => (
            <One key={s.id} kind={kind} list={s} close={close} />
          ))}
          {any && <Keep kind={kind} query={query} />}
        </>
      )}
    </Menu>
  )
}

function One({ kind, list: s, close }: { kind: Kind; list: SavedList; close: () => void }): JSX.Element {
  const open = (): void => {
    close()
    if (s.columns.length > 0) told(chooseColumns(kind, s.columns))
    go(`/${kind.name}?${s.query}`)
    if (s.cleared) tell(say('cleared.open', { day: showDay(s.cleared) }))
  }
  const forget = async (): Promise<void> => {
    await forgetList(s.id)
    tell(say('gone', { name: s.name }), { label: t('rec.undo'), run: () => told(returnList(s.id)) })
  }
  return (
    <div class="row">
      <button type="button" class="item" onClick={open}>
        <span>
          {s.name}
          {s.cleared && <span class="quiet small block">{say('cleared', { day: showDay(s.cleared) })}</span>}
          {s.shared && <span class="quiet small block">{s.mine ? say('shared') : say('by', { name: refText(s.by) })}</span>}
        </span>
      </button>
      {s.mine && (
        <button type="button" class="btn bare square" aria-label={t('list.filter.forget', { name: s.name })} onClick={() => told(forget())}>
          <Icon name="x" />
        </button>
      )}
    </div>
  )
}

function Keep({ kind, query }: { kind: Kind; query: URLSearchParams }): JSX.Element {
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const keep = async (): Promise<void> => {
    await keepList({ kind: kind.name, name: name.trim(), query: query.toString(), columns: columnsOf(kind).value, shared })
    tell(say('saved', { name: name.trim() }))
    setName('')
  }
  return (
    <form
      class="keep"
      onSubmit={(e) => {
        e.preventDefault()
        if (name.trim()) told(keep())
      }}
    >
      <div class="row">
        <input class="input" maxLength={100} aria-label={t('list.filter.name')} placeholder={t('list.filter.name')} value={name} onInput={(e) => setName(e.currentTarget.value)} />
        <button type="submit" class="btn">
          {t('rec.save')}
        </button>
      </div>
      <label class="row small">
        <input type="checkbox" checked={shared} onChange={(e) => setShared(e.currentTarget.checked)} /> {say('share')}
      </label>
    </form>
  )
}
