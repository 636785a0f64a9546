import type { ComponentChildren, JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { nothing } from '../../core/decode'
import type { Cell } from '../../core/sheet'
import { asFault, send } from '../../store/client'
import { today } from '../../store/clock'
import { warn } from '../../store/toast'
import { l, lang } from '../../store/words'
import { say } from '../list/export.texts'
import { Icon } from './icon'
import { Menu } from './menu'
import { scrolls } from './use'

/** A table that can be taken along as a file, as it stands on the screen; `name` is what the file is called. The
    access log notes it. */
export function Tabled({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const take = async (format: 'xlsx' | 'csv'): Promise<void> => {
    const table = box.current?.querySelector('table')
    if (!table) return
    const { csvOf, xlsxOf } = await import('../../core/sheet')
    const rows = rowsOf(table)
    await send('POST', '/taken', { name, rows: Math.max(0, rows.length - 1) }, nothing)
    save(format === 'xlsx' ? xlsxOf(name, rows) : csvOf(rows), `${fileName(name)}-${today()}.${format}`)
  }
  return (
    <div class="tabled" ref={box}>
      <div class="scroll-x" ref={scrolls}>
        {children}
      </div>
      <div class="noprint takealong">
        <Menu label={say('table', { name })} left button={<><Icon name="download" /> <span class="word">{say('file')}</span></>}>
          {(close) => (
            <>
              {(['xlsx', 'csv'] as const).map((format) => (
                <button
                  type="button"
                  class="item"
                  key={format}
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
    </div>
  )
}

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
