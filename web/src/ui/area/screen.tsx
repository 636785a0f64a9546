import type { JSX } from 'preact'
import { book } from '../../store/session'
import { go, recordLink } from '../../store/router'
import { t } from '../../store/words'
import { Empty } from '../parts/state'
import { useMedia, useTitle } from '../parts/use'
import { AreaPage } from './page'
import { AreaTree } from './tree'

/** The tree of places, and the place that is open. */
export function AreaScreen({ id }: { id: string }): JSX.Element {
  useTitle(book().areas.byId.get(id)?.fullName ?? t('area.title'))
  const wide = useMedia('(min-width: 1100px)')
  const shown = id || (wide ? (book().areas.roots[0]?.id ?? '') : '')
  return (
    <div class={`panes ${id ? 'tree-two' : 'tree-one'} ${wide ? 'tree-two' : ''}`}>
      <section class="side" aria-label={t('area.title')}>
        <header class="list-head">
          <h1>{t('area.title')}</h1>
        </header>
        <AreaTree chosen={id} onPick={(to) => go(recordLink('area', to))} />
      </section>
      <section class="open">{shown ? <AreaPage id={shown} key={shown} /> : <Empty>{t('area.pick')}</Empty>}</section>
    </div>
  )
}
