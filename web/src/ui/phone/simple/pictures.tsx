import type { JSX } from 'preact'

/** Drawings in the colours of the theme: each is read without its word. */
function Drawing({ children }: { children: JSX.Element | JSX.Element[] }): JSX.Element {
  return (
    <svg class="drawing" viewBox="0 0 96 72" aria-hidden="true" fill="none" stroke="var(--ink)" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">
      {children}
    </svg>
  )
}

/** Somebody who walks to a house on stilts. */
export function VisitPicture(): JSX.Element {
  return (
    <Drawing>
      <path d="M40 30 64 11l25 19z" fill="var(--primary-soft)" stroke="var(--primary)" />
      <path d="M46 30v18h37V30" fill="var(--surface)" />
      <path d="M60 48V37h9v11M49 48v15M80 48v15M43 48h43M40 63h49" />
      <path d="M57 63l5-15" stroke="var(--quiet)" />
      <circle cx="20" cy="22" r="6" fill="var(--accent-soft)" stroke="var(--accent)" />
      <path d="M20 29v16M20 45l-7 17M20 45l8 8v9M20 33l-8 7M20 33l9 6" stroke="var(--accent)" />
      <path d="M6 63h24" stroke="var(--quiet)" />
    </Drawing>
  )
}

/** Somebody who tells: a mouth that speaks to one who writes. */
export function TellPicture(): JSX.Element {
  return (
    <Drawing>
      <circle cx="22" cy="30" r="10" fill="var(--accent-soft)" stroke="var(--accent)" />
      <path d="M6 63c2-13 8-19 16-19s14 6 16 19" fill="var(--accent-soft)" stroke="var(--accent)" />
      <path d="M44 8h42a5 5 0 0 1 5 5v22a5 5 0 0 1-5 5H58l-12 10V40h-2a5 5 0 0 1-5-5V13a5 5 0 0 1 5-5z" fill="var(--due-soft)" stroke="var(--due)" />
      <path d="M65 15v11" stroke="var(--due)" stroke-width="5" />
      <path d="M65 33.5v.2" stroke="var(--due)" stroke-width="5" />
    </Drawing>
  )
}

/** A camera and a microphone. */
export function TakePicture(): JSX.Element {
  return (
    <Drawing>
      <path d="M6 22h12l5-8h18l5 8h10v38H6z" fill="var(--primary-soft)" stroke="var(--primary)" />
      <circle cx="31" cy="40" r="11" fill="var(--surface)" stroke="var(--primary)" />
      <circle cx="31" cy="40" r="4" stroke="var(--primary)" />
      <rect x="68" y="12" width="14" height="26" rx="7" fill="var(--late-soft)" stroke="var(--late)" />
      <path d="M62 30c0 9 6 15 13 15s13-6 13-15M75 45v15M66 60h18" stroke="var(--late)" />
    </Drawing>
  )
}

/** A paper with what is asked, and ticks for what was done. */
export function MinePicture(): JSX.Element {
  return (
    <Drawing>
      <path d="M24 8h40l10 10v48H24z" fill="var(--surface)" />
      <path d="M64 8v10h10" />
      <path d="m32 27 4 4 7-8M32 43l4 4 7-8" stroke="var(--done)" stroke-width="3.5" />
      <path d="M50 28h16M50 44h16M50 58h16" stroke="var(--quiet)" />
      <circle cx="37" cy="58" r="4" stroke="var(--due)" fill="var(--due-soft)" />
    </Drawing>
  )
}

const topics: Record<string, JSX.Element> = {
  request: (
    <Drawing>
      <path d="M18 62V34c0-4 6-4 6 0V20c0-5 7-5 7 0v-6c0-5 7-5 7 0v6c0-5 7-5 7 0v24l6-9c3-4 9-1 7 4L46 62z" fill="var(--accent-soft)" stroke="var(--accent)" />
      <path d="M66 14c0-8 14-8 14 1 0 7-7 6-7 13M73 36v.3" stroke="var(--due)" stroke-width="4" />
    </Drawing>
  ),
  livelihood: (
    <Drawing>
      <path d="M14 60h68" stroke="var(--quiet)" />
      <path d="M30 60V26M30 36c-11 0-13-8-13-14 9 0 13 6 13 14zM30 44c11 0 13-8 13-14-9 0-13 6-13 14z" fill="var(--primary-soft)" stroke="var(--primary)" />
      <path d="M54 44c0-7 5-10 12-10h10c5 0 8 3 8 8v5H54zM58 47v13M80 47v13M54 40l-6-6v-6l8 4" fill="var(--due-soft)" stroke="var(--due)" />
    </Drawing>
  ),
  schooling: (
    <Drawing>
      <path d="M48 20c-8-6-20-7-32-6v42c12-1 24 0 32 6 8-6 20-7 32-6V14c-12-1-24 0-32 6z" fill="var(--accent-soft)" stroke="var(--accent)" />
      <path d="M48 20v42M24 26h14M24 36h14M58 26h14M58 36h14" stroke="var(--accent)" />
    </Drawing>
  ),
  health: (
    <Drawing>
      <rect x="14" y="20" width="68" height="42" rx="6" fill="var(--surface)" />
      <path d="M36 20v-8h24v8" />
      <path d="M48 29v24M36 41h24" stroke="var(--late)" stroke-width="7" />
    </Drawing>
  ),
  housing: (
    <Drawing>
      <path d="M12 36 48 10l36 26z" fill="var(--primary-soft)" stroke="var(--primary)" />
      <path d="M20 36v26h56V36M42 62V46h12v16" />
      <path d="M60 16l-5 9 6 3-4 8" stroke="var(--late)" />
    </Drawing>
  ),
  disaster: (
    <Drawing>
      <path d="M6 62 40 14l14 20 8-10 28 38z" fill="var(--sunk)" />
      <path d="M40 14c2 16-6 22 2 30s-8 8-4 18" stroke="var(--late)" stroke-width="4" />
      <circle cx="58" cy="54" r="5" fill="var(--late-soft)" stroke="var(--late)" />
      <circle cx="70" cy="58" r="3.5" fill="var(--late-soft)" stroke="var(--late)" />
      <path d="M70 6l-4 8M80 6l-4 8M88 10l-4 8" stroke="var(--accent)" />
    </Drawing>
  ),
  road_water: (
    <Drawing>
      <path d="M30 64 42 12h12l12 52z" fill="var(--sunk)" />
      <path d="M48 18v6M48 32v8M48 48v10" stroke="var(--due)" stroke-width="3.5" />
      <path d="M14 26c5 8 8 12 8 16a8 8 0 0 1-16 0c0-4 3-8 8-16z" fill="var(--accent-soft)" stroke="var(--accent)" />
      <path d="M84 20l-8 14h7l-4 12 12-17h-7l4-9z" fill="var(--due-soft)" stroke="var(--due)" />
    </Drawing>
  ),
  village_life: (
    <Drawing>
      {[20, 48, 76].map((x) => (
        <g key={x}>
          <circle cx={x} cy={x === 48 ? 20 : 28} r="8" fill="var(--primary-soft)" stroke="var(--primary)" />
          <path d={`M${x - 13} 62c1-15 6-22 13-22s12 7 13 22`} fill="var(--primary-soft)" stroke="var(--primary)" />
        </g>
      ))}
    </Drawing>
  ),
}

/** The drawing of a topic; of one that isn't known, three dots. */
export function TopicPicture({ code }: { code: string }): JSX.Element {
  return (
    topics[code] ?? (
      <Drawing>
        <circle cx="26" cy="36" r="5" fill="var(--ink)" />
        <circle cx="48" cy="36" r="5" fill="var(--ink)" />
        <circle cx="70" cy="36" r="5" fill="var(--ink)" />
      </Drawing>
    )
  )
}
