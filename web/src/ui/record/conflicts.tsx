import type { JSX } from 'preact'
import type { Head, Kind } from '../../core/api/types'
import { cellLabel, fieldOf } from '../../core/kinds'
import { settle } from '../../store/records'
import { lang, showAgo, t } from '../../store/words'
import { refText, Value } from '../parts/value'
import { act, type Shown } from './editing'

/** Where two people wrote different things: a card a field, both values side by side. */
export function Conflicts({ kind, shown }: { kind: Kind; shown: Shown }): JSX.Element {
  return (
    <>
      {shown.rec.conflicts.map((c) => (
        <section class="conflict" key={c.field}>
          <h3>{t('conflict.title', { field: cellLabel(kind, c.field, lang.value), n: c.heads.length })}</h3>
          <p class="quiet small" style="padding: 10px 14px">
            {t('conflict.help')}
          </p>
          <ul class="heads">
            {c.heads.map((h) => (
              <OneHead key={h.version} kind={kind} shown={shown} field={c.field} head={h} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function OneHead({ kind, shown, field, head }: { kind: Kind; shown: Shown; field: string; head: Head }): JSX.Element {
  const f = fieldOf(kind, field)
  const now = shown.rec.versions[field] === head.version
  return (
    <li>
      <span class="value">
        {f ? <Value field={f} value={head.value} /> : JSON.stringify(head.value)} {now && <span class="tag">{t('conflict.shown')}</span>}
      </span>
      <span class="quiet small grow">{t('settle.written', { who: refText(head.user), when: showAgo(head.at), device: refText(head.device) })}</span>
      {shown.rec.mayRecord.update && (
        <button type="button" class="btn" onClick={() => void act(shown, () => settle(shown.rec, field, head.version), t('conflict.kept'), true)}>
          {t('conflict.keep')}
        </button>
      )}
    </li>
  )
}
