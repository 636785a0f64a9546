import type { JSX } from 'preact'
import type { Field, Kind } from '../../core/api/types'
import { label } from '../../core/areas'
import { filterable, filterVocabulary, scopeField, termsOn } from '../../core/kinds'
import { today } from '../../store/clock'
import { go } from '../../store/router'
import { book } from '../../store/session'
import { l, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { lazy } from '../parts/lazy'
import { Menu } from '../parts/menu'
import { refText } from '../parts/value'
import { requery } from './head'
import { SavedLists } from './saved'

const AreaTree = lazy(async () => (await import('../area/tree')).AreaTree)

/** Filter chips: place, the kind's own terms, deleted, and filters kept under a name. */
export function Chips({ kind, query }: { kind: Kind; query: URLSearchParams }): JSX.Element {
  const fields = filterable(kind).slice(0, 5)
  const shown = new Set(fields.map((f) => `f.${f.name}`))
  const others = [...query.entries()].filter(([k]) => (k.startsWith('f.') || k === 'unit') && !shown.has(k))
  const any = [...query.keys()].some((k) => k !== 'sort')
  return (
    <>
      {scopeField(kind, 'area') && <AreaChip chosen={query.get('area') ?? ''} />}
      {fields.map((f) => (
        <FieldChip key={f.name} field={f} chosen={query.get(`f.${f.name}`)?.split(',') ?? []} />
      ))}
      {others.map(([k, v]) => (
        <OtherChip key={k} kind={kind} name={k} value={v} />
      ))}
      <button
        type="button"
        class={`chip ${query.has('deleted') ? 'on' : ''}`}
        aria-pressed={query.has('deleted')}
        onClick={() => requery((q) => (q.has('deleted') ? q.delete('deleted') : q.set('deleted', '1')))}
      >
        {t('list.deleted')}
      </button>
      <SavedLists kind={kind} query={query} any={any} />
      {any && (
        <button type="button" class="btn bare small" onClick={() => go(`/${kind.name}`, { replace: true })}>
          {t('list.filter.clear')}
        </button>
      )}
    </>
  )
}

/** A chip that holds what is chosen, and lets it go with one press. */
function Chosen({ name, word, drop }: { name: string; word: string; drop: () => void }): JSX.Element {
  return (
    <button type="button" class="chip on" aria-label={t('list.filter.remove', { name })} onClick={drop}>
      <span class="clip">{word}</span> <Icon name="x" />
    </button>
  )
}

function AreaChip({ chosen }: { chosen: string }): JSX.Element {
  const area = book().areas.byId.get(chosen)
  if (chosen) return <Chosen name={t('list.filter.area')} word={area ? label(area) : t('value.unknown')} drop={() => requery((q) => q.delete('area'))} />
  return (
    <Menu label={t('list.filter.area')} class="chip" left keepOpen button={<>{t('list.filter.area')} <Icon name="chevron-down" /></>}>
      {(close) => (
        <div style="width: 300px; max-width: 100%; height: 340px; display: flex; flex-direction: column">
          <AreaTree
            chosen=""
            onPick={(id) => {
              close()
              requery((q) => q.set('area', id))
            }}
          />
        </div>
      )}
    </Menu>
  )
}

interface Choice {
  code: string
  text: string
}

function choicesOf(f: Field): Choice[] {
  if (f.type === 'bool') return [{ code: 'true', text: t('value.yes') }, { code: 'false', text: t('value.no') }]
  if (f.type === 'machine') return f.states.map((s) => ({ code: s.code, text: l(s.label) }))
  return termsOn(book().pack, filterVocabulary(f), today()).map((x) => ({ code: x.code, text: l(x.label) }))
}

function FieldChip({ field: f, chosen }: { field: Field; chosen: string[] }): JSX.Element {
  const choices = choicesOf(f)
  const set = (codes: string[]): void => requery((q) => (codes.length > 0 ? q.set(`f.${f.name}`, codes.join(',')) : q.delete(`f.${f.name}`)))
  if (chosen.length > 0) {
    const names = choices.filter((c) => chosen.includes(c.code)).map((c) => c.text)
    const word = f.type === 'bool' ? `${l(f.label)}: ${names.join('')}` : names.join(', ') || chosen.join(', ')
    return <Chosen name={l(f.label)} word={word} drop={() => set([])} />
  }
  return (
    <Menu label={l(f.label)} class="chip" left button={<>{l(f.label)} <Icon name="chevron-down" /></>}>
      {() =>
        choices.map((c) => (
          <button type="button" class="item" key={c.code} onClick={() => set([c.code])}>
            {c.text}
          </button>
        ))
      }
    </Menu>
  )
}

/** A filter that a link brought along: by unit, by a record. */
function OtherChip({ kind, name, value }: { kind: Kind; name: string; value: string }): JSX.Element {
  const field = kind.fields.find((f) => f.name === name.slice(2))
  const word = field?.type === 'ref' || name === 'unit' ? refText(value) : value
  const of = field ? l(field.label) : t('user.unit')
  return <Chosen name={of} word={`${of}: ${word}`} drop={() => requery((q) => q.delete(name))} />
}
