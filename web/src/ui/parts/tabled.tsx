import type { ComponentChildren, JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { nothing } from '../../core/decode'
import type { Cell } from '../../core/sheet'
import { asFault, send } from '../../store/client'
import { today } from '../../store/clock'
import { may } from '../../store/session'
import { warn } from '../../store/toast'
import { l, lang } from '../../store/words'
import { say } from '../list/export.texts'
import { Icon } from './icon'
import { Menu } from './menu'
import { scrolls } from './use'

/** A table that can be taken along as a file, as it stands on the screen; `name` is what the file is called. The
    access log notes it; what shows records of people names their kind, and only who may export it takes it along. */
export function Tabled({ name, kind, children }: { name: string; kind?: string; children: ComponentChildren }): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const rows = (): Promise<Cell[][]> => {
    const table = box.current?.querySelector('table')
    return Promise.resolve(table ? rowsOf(table) : [])
  }
  return (
    <div class="tabled" ref={box}>
      <div class="scroll-x" ref={scrolls}>
        {children}
      </div>
      <div class="takealong">
        <TakeRows name={name} {...(kind ? { kind } : {})} rows={rows} left />
      </div>
    </div>
  )
}

/** Takes rows along as a workbook or CSV, the first of them the header; for lists that are read page by page `rows`
    fetches them all. */
export function TakeRows({ name, kind = '', rows, left = false }: { name: string; kind?: string; rows: () => Promise<Cell[][]>; left?: boolean }): JSX.Element | null {
  const [busy, setBusy] = useState(false)
  if (kind && !may(kind).export) return null
  const take = async (format: 'xlsx' | 'csv'): Promise<void> => {
    setBusy(true)
    try {
      const [{ csvOf, xlsxOf }, all] = await Promise.all([import('../../core/sheet'), rows()])
      if (all.length === 0) return
      await send('POST', '/taken', { name, rows: Math.max(0, all.length - 1), ...(kind ? { kind } : {}) }, nothing)
      save(format === 'xlsx' ? xlsxOf(name, all) : csvOf(all), `${fileName(name)}-${today()}.${format}`)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="noprint">
      <Menu label={say('table', { name })} left={left} button={<><Icon name="download" /> <span class="word">{say(busy ? 'busy' : 'file')}</span></>}>
        {(close) => (
          <>
            {(['xlsx', 'csv'] as const).map((format) => (
              <button
                type="button"
                class="item"
                key={format}
                disabled={busy}
                onClick={() => {
                  take(format).catch((e: unknown) => warn(l(asFault(e).text)))
                  close()
                }}
              >
                {say(`table.${format}`)}
              </button>
            ))}
          </>
        )}
      </Menu>
    </div>
  )
}

/** Rows of a list that is read page by page, all of them up to a bound. */
export async function gather<T>(page: (after: string) => Promise<{ rows: T[]; next: string }>): Promise<T[]> {
  const out: T[] = []
  for (let after = ''; ; ) {
    const p = await page(after)
    out.push(...p.rows)
    if (!p.next || out.length >= mostRows) return out
    after = p.next
  }
}

/** A file of more rows than this is asked of the server, not put together here. */
const mostRows = 20_000

/** The cells of a table in order, those of several columns once; what is a number on the screen is one in the file. */
export function rowsOf(table: HTMLTableElement): Cell[][] {
  return [...table.rows].map((tr) =>
    [...tr.cells].flatMap((td): Cell[] => {
      if (td.classList.contains('noprint')) return []
      return [valueOf(td), ...Array.from({ length: td.colSpan - 1 }, () => null)]
    }),
  )
}

function valueOf(td: HTMLTableCellElement): Cell {
  const text = (td.innerText || '').replace(/\s+/g, ' ').trim()
  if (td.dataset.v !== undefined) return Number(td.dataset.v)
  if (!td.classList.contains('num') || !/^[−-]?[\d.]+(,\d+)?( ?₫)?$/.test(text)) return text === '–' ? null : text
  return Number(text.replace(/[^\d,−-]/g, '').replace('−', '-').replace(',', '.'))
}

const fileName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLocaleLowerCase(lang.value)

function save(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes]))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
