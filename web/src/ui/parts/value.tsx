import type { ComponentChildren, JSX } from 'preact'
import type { Field, Kind, Row } from '../../core/api/types'
import { ageOn, showDay, showInstant } from '../../core/dates'
import { textOf, type Json } from '../../core/decode'
import { say, termLabel } from '../../core/kinds'
import { showMoney, showNumber } from '../../core/numbers'
import { isEmpty } from '../../core/validate'
import { today } from '../../store/clock'
import { refOf } from '../../store/records'
import { roleName } from '../../store/roles'
import { recordLink } from '../../store/router'
import { book, kindOf } from '../../store/session'
import { l, lang, t } from '../../store/words'

/** A value as plain text, for rows, history and cards. */
export function valueText(f: Field, v: Json | undefined): string {
  if (isEmpty(v) || v === undefined || v === null) return ''
  switch (f.type) {
    case 'int':
    case 'decimal':
      return typeof v === 'number' ? showNumber(v) + (f.unit ? ` ${f.unit}` : '') : plain(v)
    case 'money':
      return typeof v === 'number' ? showMoney(v) : plain(v)
    case 'bool':
      return v === true ? t('value.yes') : t('value.no')
    case 'date':
    case 'partial':
      return showDay(plain(v))
    case 'instant':
      return typeof v === 'number' ? showInstant(v) : plain(v)
    case 'term':
      return termLabel(book().pack, f.vocabulary, plain(v), today(), lang.value)
    case 'terms':
      return items(v).map((x) => termLabel(book().pack, f.vocabulary, plain(x), today(), lang.value)).join(', ')
    case 'machine': {
      const state = f.states.find((s) => s.code === v)
      return state ? l(state.label) : plain(v)
    }
    case 'ref':
      return refText(plain(v))
    case 'refs':
      return items(v).map((x) => refText(plain(x))).join(', ')
    case 'texts':
      return items(v).map(plain).join(', ')
    case 'position':
      return position(v)
    case 'list':
      return items(v).map((x) => objectText(f.fields, x)).join('; ')
    case 'keyed':
      return keyedText(f, v)
    case 'text':
      return f.name === 'role' ? roleName(plain(v)) : f.name === 'language' ? languageName(plain(v)) : plain(v)
    default:
      return plain(v)
  }
}

/** The language of a screen, in its own words. */
function languageName(code: string): string {
  return code === 'vi' ? 'Tiếng Việt' : code === 'en' ? 'English' : code
}

function plain(v: Json): string {
  return typeof v === 'string' ? v : typeof v === 'object' ? JSON.stringify(v) : String(v)
}

function items(v: Json): Json[] {
  return Array.isArray(v) ? v : []
}

/** The title of what an id points at, said in words. */
export function refText(id: string): string {
  const r = refOf(id)
  return r ? titleText(r.kind, r.title) : t('value.unknown')
}

/** What a server calls itself as a device, in the languages of those who read its file. */
const serverDevice = 'Máy chủ · Server'

/** A record's title: where it is a code, a day or an id, what that means. */
export function titleText(kind: string, title: string): string {
  const k = kindOf(kind)
  const f = k?.fields.find((x) => x.name === k.title)
  if (kind === 'device' && title === serverDevice) return t('value.server')
  if (!title) return k ? l(k.label) : t('value.unknown')
  return f ? valueText(f, title) : title
}

function position(v: Json): string {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return plain(v)
  const at = [v.lat, v.lon].map((n) => (typeof n === 'number' ? n.toFixed(5) : '?')).join(', ')
  const acc = typeof v.acc === 'number' && v.acc > 0 ? ` · ${t('value.accuracy', { n: Math.round(v.acc) })}` : ''
  return at + acc + (v.mock === true ? ` · ${t('value.mock')}` : '')
}

function objectText(fields: Field[], v: Json): string {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return plain(v)
  return fields
    .map((f) => valueText(f, v[f.name]))
    .filter(Boolean)
    .join(', ')
}

/** Of a keyed field the newest key, as in lists; of one cell the cell. */
function keyedText(f: Field, v: Json): string {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return plain(v)
  const first = f.fields[0]
  if (first && first.name in v) return objectText(f.fields, v)
  const key = Object.keys(v).sort().at(-1)
  const cell = key === undefined ? null : (v[key] ?? null)
  if (key === undefined || typeof cell !== 'object' || cell === null || Array.isArray(cell)) return ''
  const sub = f.fields.find((x) => x.name === (f.latest || f.fields[0]?.name))
  if (!sub) return key
  const said = valueText(sub, cell[sub.name])
  return key === today().slice(0, 4) ? said : `${said} (${key})`
}

/** The text of one field of a row, with a word where it is hidden. */
export function cellText(kind: Kind, row: Row, name: string): string {
  if (row.hidden.includes(name)) return t('value.hidden.short')
  const f = kind.fields.find((x) => x.name === name)
  if (!f) return ''
  const text = valueText(f, row.v[name])
  if (kind.childBorn === name && typeof row.v[name] === 'string') {
    const age = ageOn(row.v[name], today())
    return age === null || age < 0 || row.v.died ? text : `${text} · ${t('value.age', { n: age })}`
  }
  return text
}

/** A value as it shows on a record's page: references are links. */
export function Value({ field: f, value: v }: { field: Field; value: Json | undefined }): JSX.Element {
  if (isEmpty(v) || v === undefined || v === null) return <span class="quiet">{t('value.none')}</span>
  if (f.type === 'ref') return <RefLink id={plain(v)} />
  if (f.type === 'refs')
    return (
      <>
        {items(v).map((id, i) => (
          <>
            {i > 0 && ', '}
            <RefLink id={plain(id)} />
          </>
        ))}
      </>
    )
  return <span>{valueText(f, v)}</span>
}

/** The title of a record as a link to it; plain text where I may not open it. */
export function RefLink({ id, children }: { id: string; children?: ComponentChildren }): JSX.Element {
  const r = refOf(id)
  if (!r) return <span class="quiet">{t('value.unknown')}</span>
  const text = children ?? titleText(r.kind, r.title)
  return book().me.may[r.kind]?.read ? <a href={recordLink(r.kind, id)}>{text}</a> : <span>{text}</span>
}

/** Who wrote something; where nobody did, the machine that did by itself. */
export function whoText(user: string, device: string): string {
  return user ? refText(user) : device ? refText(device) : t('value.unknown')
}

/** What a record is called on its page and in lists. */
export function rowTitle(kind: Kind, row: Row): string {
  if (row.hidden.includes(kind.title)) {
    const code = textOf(row.v.code)
    return code ? `${say(kind.label, lang.value)} ${code}` : t('value.hidden.short')
  }
  return titleText(kind.name, row.title)
}
