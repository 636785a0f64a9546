import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Unit } from '../../core/api/types'
import { go, recordLink } from '../../store/router'
import { book, unitName } from '../../store/session'
import { t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Empty } from '../parts/state'
import { Tree } from '../parts/tree'
import { useMedia, useTitle } from '../parts/use'
import { UnitPage } from './page'

/** The tree of units, and the unit that is open. */
export function UnitScreen({ id }: { id: string }): JSX.Element {
  useTitle(book().units.get(id)?.name ?? t('unit.title'))
  const wide = useMedia('(min-width: 1100px)')
  const shown = id || (wide ? book().me.unit.id : '')
  return (
    <div class={`panes ${id ? 'tree-two' : 'tree-one'} ${wide ? 'tree-two' : ''}`}>
      <section class="side" aria-label={t('unit.title')}>
        <header class="list-head">
          <h1>{t('unit.title')}</h1>
        </header>
        <UnitTree chosen={id} />
      </section>
      <section class="open">{shown ? <UnitPage id={shown} key={shown} /> : <Empty>{t('unit.pick')}</Empty>}</section>
    </div>
  )
}

function UnitTree({ chosen }: { chosen: string }): JSX.Element {
  const { units } = book()
  const [filter, setFilter] = useState('')
  const { roots, children } = useMemo(() => {
    const below = new Map<string, Unit[]>()
    for (const u of units.values()) below.set(u.parent, [...(below.get(u.parent) ?? []), u])
    return { roots: [...units.values()].filter((u) => !units.has(u.parent)), children: below }
  }, [units])
  return (
    <>
      <div style="padding: 10px 12px 6px">
        <input class="input" type="search" data-filter aria-label={t('unit.filter')} placeholder={t('unit.filter')} value={filter} onInput={(e) => setFilter(e.currentTarget.value)} />
      </div>
      <Tree
        label={t('unit.title')}
        roots={roots}
        children={(u) => children.get(u.id) ?? []}
        filter={filter.trim()}
        text={(u) => [u.name, u.nameEn, ...u.aliases].join(' ')}
        show={(u) => (
          <>
            <span class="clip">{unitName(u)}</span>
            {u.unconfirmed && (
              <span class="due" title={t('unit.unconfirmed.help')}>
                <Icon name="triangle-alert" label={t('unit.unconfirmed')} />
              </span>
            )}
          </>
        )}
        chosen={chosen}
        onPick={(u) => go(recordLink('unit', u.id))}
        startOpen={roots.map((u) => u.id)}
        none={t('area.none')}
      />
    </>
  )
}
