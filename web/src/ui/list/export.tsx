import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Kind } from '../../core/api/types'
import { today } from '../../store/clock'
import { warn } from '../../store/toast'
import { lang, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Menu } from '../parts/menu'
import { say } from './export.texts'
import { columnsOf } from '../../store/saved'

/** What the list shows as a file: a workbook or CSV; says how much has come. `path` is another route that writes
    records of the kind. */
export function Export({ kind, query, path = `/export/${kind.name}` }: { kind: Kind; query: URLSearchParams; path?: string }): JSX.Element {
  const [kb, setKb] = useState(-1)
  const take = (format: string, columns: string[]): void => {
    const q = new URLSearchParams(query)
    q.set('format', format)
    q.set('lang', lang.value)
    if (columns.length > 0) q.set('columns', columns.join(','))
    setKb(0)
    download(`/api${path}?${q.toString()}`, `${kind.name}-${today()}.${format}`, (bytes) => setKb(Math.round(bytes / 1024)))
      .catch(() => warn(say('failed')))
      .finally(() => setKb(-1))
  }
  const word = kb < 0 ? t('list.export') : say('got', { kb })
  return (
    <Menu label={t('list.export')} button={<><Icon name="download" /> <span class="word" aria-live="polite">{word}</span></>}>
      {() => (
        <>
          <p class="help" style="padding: 2px 10px 6px">
            {t('list.export.help')}
          </p>
          <button type="button" class="item" disabled={kb >= 0} onClick={() => take('xlsx', columnsOf(kind).value)}>
            {say('shown')}
          </button>
          <button type="button" class="item" disabled={kb >= 0} onClick={() => take('xlsx', [])}>
            {say('xlsx')}
          </button>
          <button type="button" class="item" disabled={kb >= 0} onClick={() => take('csv', [])}>
            {say('csv')}
          </button>
        </>
      )}
    </Menu>
  )
}

/** Fetches a file piece by piece and gives it to the browser to keep. */
async function download(url: string, name: string, got: (bytes: number) => void): Promise<void> {
  const answer = await fetch(url, { credentials: 'same-origin' })
  if (!answer.ok || !answer.body) throw new Error(`${url}: ${answer.status}`)
  const parts: BlobPart[] = []
  let bytes = 0
  const reader = answer.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    got((bytes += value.length))
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(parts, { type: answer.headers.get('Content-Type') ?? '' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
