import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { lines } from '../../core/areas'
import { Icon } from './icon'
import { useIdFor } from './use'

interface Props<T extends { id: string }> {
  label: string
  roots: T[]
  children: (n: T) => T[]
  filter: string
  text: (n: T) => string
  show: (n: T) => ComponentChildren
  chosen: string
  onPick: (n: T) => void
  startOpen: string[]
  none: string
}

/** A tree for the keyboard: up and down walk it, right opens, left closes or goes up, Enter picks. */
export function Tree<T extends { id: string }>(p: Props<T>): JSX.Element {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(p.startOpen))
  const [at, setAt] = useState(p.chosen)
  const id = useIdFor('tree')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => setOpen((o) => new Set([...o, ...p.startOpen])), [p.startOpen.join()])
  useEffect(() => setAt(p.chosen), [p.chosen])
  useEffect(() => box.current?.querySelector('.at, [aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [at])
  const all = lines(p.roots, p.children, open, p.filter, p.text)
  const where = all.findIndex((x) => x.node.id === at)
  const toggle = (n: T, to: boolean): void => {
    const next = new Set(open)
    if (to) next.add(n.id)
    else next.delete(n.id)
    setOpen(next)
  }
  const move = (i: number): void => setAt(all[Math.max(0, Math.min(all.length - 1, i))]?.node.id ?? '')
  const parentOf = (i: number): number => {
    const depth = all[i]?.depth ?? 0
    let j = i - 1
    while (j >= 0 && (all[j]?.depth ?? 0) >= depth) j--
    return j
  }
  const keys = (e: KeyboardEvent): void => {
    const line = all[where]
    switch (e.key) {
      case 'ArrowDown':
        move(where + 1)
        break
      case 'ArrowUp':
        move(where - 1)
        break
      case 'Home':
        move(0)
        break
      case 'End':
        move(all.length - 1)
        break
      case 'ArrowRight':
        if (line && !line.leaf && !line.open) toggle(line.node, true)
        else move(where + 1)
        break
      case 'ArrowLeft':
        if (line?.open && !p.filter) toggle(line.node, false)
        else if (where >= 0 && parentOf(where) >= 0) move(parentOf(where))
        break
      case 'Enter':
      case ' ':
        if (line) p.onPick(line.node)
        break
      default:
        return
    }
    e.preventDefault()
    e.stopPropagation()
  }
  return (
    <div class="tree grow" role="tree" aria-label={p.label} tabIndex={0} ref={box} onKeyDown={keys} aria-activedescendant={where >= 0 ? `${id}-${at}` : undefined}>
      {all.length === 0 && <p class="empty">{p.none}</p>}
      {all.map(({ node, depth, open: isOpen, leaf }) => (
        <div
          key={node.id}
          id={`${id}-${node.id}`}
          class={`leaf ${node.id === at && at !== p.chosen ? 'at' : ''}`}
          role="treeitem"
          aria-level={depth + 1}
          aria-expanded={leaf ? undefined : isOpen}
          aria-selected={node.id === p.chosen}
          style={{ '--depth': depth }}
          onClick={() => {
            setAt(node.id)
            p.onPick(node)
          }}
        >
          <span
            class="twist"
            onClick={(e) => {
              if (leaf) return
              e.stopPropagation()
              toggle(node, !isOpen)
            }}
          >
            {!leaf && <Icon name="chevron-right" />}
          </span>
          {p.show(node)}
        </div>
      ))}
    </div>
  )
}
