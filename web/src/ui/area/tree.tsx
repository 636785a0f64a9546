import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Area } from '../../core/api/types'
import { label, onMap, parentOn, pathOf, type AreaIndex } from '../../core/areas'
import { showDay } from '../../core/dates'
import { today } from '../../store/clock'
import { book } from '../../store/session'
import { t } from '../../store/words'
import { Tree } from '../parts/tree'

/** Which map is read: today's, or the former one. Kept while the desk is open. */
export const era = signal<'now' | 'before'>('now')

/** The tree of a map: the areas that were on it, each under what held it then. */
function treeOn(ix: AreaIndex, day: string): { roots: Area[]; children: Map<string, Area[]> } {
  const children = new Map<string, Area[]>()
  const roots: Area[] = []
  const collator = new Intl.Collator('vi')
  const on = [...ix.byId.values()].filter((a) => onMap(a, day)).sort((a, b) => Number(b.border) - Number(a.border) || collator.compare(a.name, b.name))
  for (const a of on) {
    const parent = parentOn(ix, a, day)
    const home = parent && onMap(parent, day) ? parent.id : ''
    if (home) children.set(home, [...(children.get(home) ?? []), a])
    else if (a.level === 'province' || !a.parent) roots.push(a)
  }
  return { roots, children }
}

/** The day after a day: the first of the new map. */
function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

/** The areas as a tree, with a filter and the switch between the maps. */
export function AreaTree({ chosen, onPick }: { chosen: string; onPick: (id: string) => void }): JSX.Element {
  const { areas, former } = book()
  const [filter, setFilter] = useState('')
  const day = era.value === 'before' && former ? former : today()
  const tree = useMemo(() => treeOn(areas, day), [areas, day])
  const startOpen = [...tree.roots.map((r) => r.id), ...pathOf(areas, chosen).slice(1).map((a) => a.id)]
  return (
    <>
      <div style="padding: 10px 12px 6px" class="stack">
        <input class="input" type="search" data-filter aria-label={t('area.filter')} placeholder={t('area.filter')} value={filter} onInput={(e) => setFilter(e.currentTarget.value)} />
        {former && <EraSwitch former={former} />}
      </div>
      <Tree
        label={t('area.title')}
        roots={tree.roots}
        children={(a) => tree.children.get(a.id) ?? []}
        filter={filter.trim()}
        text={(a) => label(a)}
        show={(a) => <AreaLine area={a} />}
        chosen={chosen}
        onPick={(a) => onPick(a.id)}
        startOpen={startOpen}
        none={t('area.none')}
      />
    </>
  )
}

function EraSwitch({ former }: { former: string }): JSX.Element {
  return (
    <div class="segments" role="group" aria-label={t('area.valid')} style="display: flex">
      <button type="button" class="grow" aria-pressed={era.value === 'now'} onClick={() => (era.value = 'now')}>
        {t('area.now')}
      </button>
      <button type="button" class="grow" aria-pressed={era.value === 'before'} onClick={() => (era.value = 'before')}>
        {t('area.before.of', { day: showDay(dayAfter(former)) })}
      </button>
    </div>
  )
}

function AreaLine({ area }: { area: Area }): JSX.Element {
  return (
    <>
      <span class="clip">{label(area)}</span>
      {area.border && (
        <span class="tag accent" title={t('area.border.computed')}>
          {t('area.border')}
        </span>
      )}
      {area.generated && (
        <span class="tag" title={t('area.generated.help')}>
          {t('area.generated')}
        </span>
      )}
    </>
  )
}
