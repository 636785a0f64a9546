import type { JSX } from 'preact'
import { icons, type IconName } from './icons'

export type { IconName }

/** A Lucide icon beside a word; with a label of its own where it stands alone. */
export function Icon({ name, label }: { name: IconName; label?: string }): JSX.Element {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      aria-hidden={label ? undefined : true}
      aria-label={label}
      role={label ? 'img' : undefined}
      // The shapes come from our own build, never from data.
      dangerouslySetInnerHTML={{ __html: icons[name] }}
    />
  )
}

const byKind: Record<string, IconName> = {
  household: 'house',
  person: 'user',
  area: 'map',
  unit: 'flag',
  assignment: 'clipboard-list',
  task: 'list-checks',
  visit: 'footprints',
  note: 'sticky-note',
  user: 'user-cog',
  device: 'smartphone',
  attachment: 'camera',
  consent: 'circle-check',
  membership: 'users',
  grant: 'key-round',
}

export function kindIcon(kind: string): IconName {
  return byKind[kind] ?? 'file-text'
}

/** The mark: a roof over a hill, and the line of the border. */
export function Mark(): JSX.Element {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--primary)" />
      <path d="M6 16.5 16 7l10 9.5" fill="none" stroke="var(--on-primary)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" />
      <path d="M9.5 15v5.2M22.5 15v5.2" stroke="var(--on-primary)" stroke-width="2.4" stroke-linecap="round" />
      <path d="m6 24.6 3.3-2.2 3.4 2.2 3.3-2.2 3.4 2.2 3.3-2.2 3.3 2.2" fill="none" stroke="var(--on-primary)" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round" />
    </svg>
  )
}
