import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import type { Hit } from '../../core/api/types'
import { label, placeName } from '../../core/areas'
import { matches } from '../../core/fold'
import { get } from '../../store/client'
import { go, recordLink } from '../../store/router'
import { book, kindOf, may } from '../../store/session'
import { l, t } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { Icon, kindIcon, type IconName } from '../parts/icon'
import { useFetched, useSettled } from '../parts/use'
import { titleText } from '../parts/value'
import { doorName, doors } from './nav'

interface Line {
  id: string
  icon: IconName
  text: string
  note: string
  child: boolean
  href: string
}

/** Finds people, households, places, units and things to do, by folded text. */
export function Palette({ onClose }: { onClose: () => void }): JSX.Element {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const q = useSettled(typed.trim(), 100)
  const found = useFetched(`find?${q}`, async (signal) =>
    q ? (await get(`/search?${new URLSearchParams({ q, limit: '20' }).toString()}`, d.hits, signal)).hits : [],
  )
  const lines = [...(found.data ?? []).map(hitLine), ...actions(typed)]
  const box = useRef<HTMLUListElement>(null)
  useEffect(() => setAt(0), [q])
  useEffect(() => box.current?.children[at]?.scrollIntoView({ block: 'nearest' }), [at])
  const open = (line: Line | undefined): void => {
    if (!line) return
    onClose()
    go(line.href)
  }
  const keys = (e: KeyboardEvent): void => {
    if (e.key === 'Enter') {
      e.preventDefault()
      open(lines[at])
    }
    const step = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0
    if (!step) return
    e.preventDefault()
    setAt(Math.max(0, Math.min(lines.length - 1, at + step)))
  }
  return (
    <Dialog class="palette" onClose={onClose}>
      <input
        class="input"
        autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls="found"
        aria-activedescendant={lines[at] ? `found-${at}` : undefined}
        aria-label={t('find.title')}
        placeholder={t('find.placeholder')}
        value={typed}
        onInput={(e) => setTyped(e.currentTarget.value)}
        onKeyDown={keys}
      />
      <ul id="found" role="listbox" ref={box}>
        {lines.length === 0 && q !== '' && found.data && <li class="option quiet">{t('find.none', { q })}</li>}
        {lines.map((line, i) => (
          <li key={line.id} id={`found-${i}`} class="option" role="option" aria-selected={i === at} onPointerMove={() => setAt(i)} onClick={() => open(line)}>
            <Icon name={line.icon} />
            <span>{line.text}</span>
            {line.child && <span class="tag child">{t('rec.child.short')}</span>}
            <span class="quiet small clip grow" style="text-align: right">
              {line.note}
            </span>
          </li>
        ))}
      </ul>
      <p class="hint">{t('find.hint')}</p>
    </Dialog>
  )
}

function hitLine(h: Hit): Line {
  const k = kindOf(h.kind)
  const { areas } = book()
  const area = h.kind === 'area' ? areas.byId.get(h.id) : undefined
  const where = h.kind === 'area' ? placeName(areas, area?.parent ?? '') : h.area ? placeName(areas, h.area) : ''
  return {
    id: h.id,
    icon: kindIcon(h.kind),
    text: area ? label(area) : titleText(h.kind, h.title), // "Xã Mường Tè": a district, a town and two communes bear the name
    note: where || (k ? l(k.label) : ''),
    child: h.child,
    href: recordLink(h.kind, h.id),
  }
}

/** Pages to open and things to add, where they match what is typed. */
function actions(typed: string): Line[] {
  const out: Line[] = doors().map((x) => ({ id: `open-${x.to}`, icon: x.icon, text: t('find.open', { name: doorName(x) }), note: '', child: false, href: `/${x.to}` }))
  for (const k of ['household', 'person', 'assignment', 'task', 'visit', 'note']) {
    const kind = kindOf(k)
    if (kind && may(k).create) out.push({ id: `add-${k}`, icon: 'plus', text: t('list.add.kind', { kind: l(kind.label) }), note: '', child: false, href: `/${k}/new` })
  }
  const rest = out.map((x) => ({ ...x, note: t('find.actions') }))
  return rest.filter((x) => matches(x.text, typed)).slice(0, typed ? 6 : 9)
}
