import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { HistoryEntry, Kind } from '../../core/api/types'
import { showInstant } from '../../core/dates'
import type { Json } from '../../core/decode'
import { cellLabel, fieldOf } from '../../core/kinds'
import { getHistory, writes } from '../../store/records'
import { lang, showAgo, t, tIf } from '../../store/words'
import { Icon } from '../parts/icon'
import { Failed, Loading } from '../parts/state'
import { useFetched } from '../parts/use'
import { refText, valueText, whoText } from '../parts/value'
import { undo, type Shown } from './editing'

/** Every change of the record: who, when, from what to what, from which device; each can be undone. */
export function HistorySection({ kind, shown }: { kind: Kind; shown: Shown }): JSX.Element {
  const [open, setOpen] = useState(false)
  return (
    <section class="group">
      <header>
        <h2>{t('history.title')}</h2>
        {!open && (
          <button type="button" class="btn bare small" onClick={() => setOpen(true)}>
            <Icon name="history" /> {t('history.show')}
          </button>
        )}
      </header>
      {open && <Entries kind={kind} shown={shown} />}
    </section>
  )
}

function Entries({ kind, shown }: { kind: Kind; shown: Shown }): JSX.Element {
  const { rec } = shown
  const found = useFetched(`history/${rec.id}/${writes.value}`, () => getHistory(rec.kind, rec.id))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  return (
    <ol class="time" style="margin-top: 10px">
      {found.data.entries.map((e, i, all) => (
        <Entry key={`${e.change.d}${e.change.n}`} kind={kind} shown={shown} entry={e} first={i === all.length - 1} />
      ))}
    </ol>
  )
}

function Entry({ kind, shown, entry: e, first }: { kind: Kind; shown: Shown; entry: HistoryEntry; first: boolean }): JSX.Element {
  const late = e.at > 0 && e.received - e.at > 3_600_000
  if (e.erased) return <li class="quiet small">{t('history.erased')}</li>
  // The change that made the record is undone by deleting it.
  const mayUndo = shown.rec.mayRecord.update && !first && !e.undone && !e.undoes && e.fields.length > 0
  return (
    <li class={e.undone ? 'undone' : ''}>
      <div class="row wrap small">
        <span class="strong">{whoText(e.user, e.device)}</span>
        <span class="quiet">{first ? t('history.op.create') : tIf(`history.op.${e.op}`, t('history.op.set'))}</span>
        <time class="quiet num" dateTime={new Date(e.at).toISOString()} title={showInstant(e.at)}>
          {showAgo(e.at)}
        </time>
        {e.user && <span class="quiet">· {refText(e.device)}</span>}
        {late && <span class="quiet">· {t('history.received', { when: showAgo(e.received) })}</span>}
        {e.undone && <span class="tag">{t('history.undone')}</span>}
        {e.undoes && <span class="tag">{t('history.undoes')}</span>}
        {e.status === 'quarantined' && <span class="tag due">{t('history.held')}</span>}
        {mayUndo && (
          <button type="button" class="btn bare small" style="margin-left: auto" onClick={() => void undo(shown, e.change)}>
            <Icon name="undo-2" /> {t('rec.undo')}
          </button>
        )}
      </div>
      <ul class="small">
        {e.fields.map((f) => (
          <li key={f.field}>
            <span class="quiet">{cellLabel(kind, f.field, lang.value)}: </span>
            <FromTo kind={kind} field={f.field} from={f.from} to={f.to} />
          </li>
        ))}
        {e.hidden.length > 0 && (
          <li class="quiet">
            <Icon name="lock" /> {e.hidden.map((h) => cellLabel(kind, h, lang.value)).join(', ')}: {t('value.hidden.short')}
          </li>
        )}
      </ul>
    </li>
  )
}

function FromTo({ kind, field, from, to }: { kind: Kind; field: string; from: Json; to: Json }): JSX.Element {
  const say = (v: Json): string => {
    const f = fieldOf(kind, field)
    if (field === '_deleted') return v === true ? t('value.yes') : t('value.no')
    return (f ? valueText(f, v) : v === null ? '' : JSON.stringify(v)) || t('value.none')
  }
  return (
    <span class="num">
      {from !== null && (
        <>
          <span class="sr">{t('history.from')} </span>
          <del>{say(from)}</del> <Icon name="move-right" /> <span class="sr">{t('history.to')} </span>
        </>
      )}
      {say(to)}
    </span>
  )
}
