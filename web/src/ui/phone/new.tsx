import { Fragment, type JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Field } from '../../core/api/types'
import { textOf, type Json } from '../../core/decode'
import { validate } from '../../core/validate'
import { today } from '../../store/clock'
import { mayAt, villages } from '../../store/phone/book'
import { ask, meet, problemOf } from '../../store/phone/client'
import type { Row } from '../../store/phone/messages'
import type { Draft } from '../../store/phone/recording'
import type { Write } from '../../store/replica/device'
import { go } from '../../store/router'
import { book, kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l } from '../../store/words'
import { FormField, wrongText } from '../parts/field'
import { Icon } from '../parts/icon'
import { Loading } from '../parts/state'
import { refText } from '../parts/value'
import { problemText } from './door'
import { Already } from './already'
import { Frame } from './frame'
import { PhoneForm, Save } from './form'
import { PickSheet } from './record/pick'
import { PlaceField } from './record/place'
import { NameOf } from './record/take'
import { say } from './record/texts'
import { useRow, useRows } from './use'
import '../css/record.phone.css'

export type NewKind = 'household' | 'person' | 'note'

/** What is asked of each, of what its kind declares; the rest is known or for the desk. */
const asked: Record<NewKind, string[]> = {
  household: ['area', 'name', 'code', 'address', 'phone', 'point', 'since'],
  person: ['name', 'born', 'sex', 'languages', 'phone'],
  note: ['topic', 'text'],
}
const moving = ['relation', 'from']

type Values = Record<string, Json>

/** Writes down a household or mends one, somebody who moves into one, or a note on one. */
export function NewPage({ kind, home }: { kind: NewKind; home: string }): JSX.Element {
  const row = useRow('household', home)
  const [draft, setDraft] = useState<Draft | null>(null)
  useEffect(() => {
    ask('draft', kind, home, '').then(setDraft, () => setDraft(null))
  }, [kind, home])
  const back = home ? `/phone/home/${home}` : '/phone/homes'
  const title = say(kind === 'household' && home ? 'edit.household' : `new.${kind}`)
  if (!draft || (home && row === undefined)) return <Frame title={title} back={back}><Loading /></Frame>
  const at = { area: textOf(row?.v.area), household: home }
  if (!(home ? mayAt(kind === 'household' ? 'update' : 'create', kind, at) : villages().length > 0)) return <Frame title={title} back={back}><p class="empty">{say('new.closed')}</p></Frame>
  return <Writing kind={kind} home={row ?? null} draft={draft} title={title} back={back} />
}

function fieldsOf(kind: string, names: string[]): Field[] {
  const all = kindOf(kind)?.fields ?? []
  return names.flatMap((n) => all.find((f) => f.name === n) ?? [])
}

function Writing({ kind, home, draft, title, back }: { kind: NewKind; home: Row | null; draft: Draft; title: string; back: string }): JSX.Element {
  const [values, setValues] = useState<Values>(draft.at > 0 ? (draft.body as Values) : kind === 'household' && home ? home.v : {})
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)
  const known = textOf(values.known)
  const fields = useMemo(() => [...(known ? [] : fieldsOf(kind, asked[kind])), ...(kind === 'person' ? fieldsOf('membership', moving) : [])], [kind, known])
  const leaves = useRows('membership')?.filter((m) => textOf(m.v.person) === known && !m.v.to && known) ?? []
  useEffect(() => {
    if (done || Object.keys(values).length === 0 || values === home?.v) return
    const id = setTimeout(() => void ask('keepDraft', { ...draft, at: draft.at || Date.now(), body: values, files: [] }), 400)
    return () => clearTimeout(id)
  }, [values, done])
  const set = (name: string) => (v: Json): void => setValues((all) => ({ ...all, [name]: v }))
  const save = async (): Promise<void> => {
    const bad = fields.flatMap((f) => {
      const w = validate(f, values[f.name])
      return w ? [[f.name, wrongText(w)] as const] : []
    })
    setWrong(Object.fromEntries(bad))
    if (bad.length > 0) {
      warn(say('wrong', { n: bad.length }))
      return
    }
    setBusy(true)
    try {
      const ids = await ask('newIds', 1)
      const writes = writesOf(kind, draft.record, ids[0] ?? '', home, values, leaves)
      if (writes.length > 0) await ask('record', writes, draft.record)
      else await ask('dropDraft', draft.record)
      setDone(true)
      if ('vibrate' in navigator) navigator.vibrate(40)
      tell(say('new.kept'))
      if (navigator.onLine) void meet()
      go(kind === 'household' && !home ? `/phone/home/${draft.record}` : back, { replace: true })
    } catch (e) {
      warn(problemText(problemOf(e)))
      setBusy(false)
    }
  }
  return (
    <Frame title={title} back={back}>
      {home && kind !== 'household' && <p class="quiet">{textOf(home.v.name)}</p>}
      <PhoneForm save={save}>
        {kind === 'person' && home && <Known home={home.id} known={known} set={set('known')} leaves={leaves} />}
        {fields.map((f) =>
          f.type === 'position' ? (
            <PlaceField key={f.name} label={l(f.label)} value={values[f.name]} onChange={set(f.name)} />
          ) : f.name === 'area' ? (
            <Village key="area" field={f} value={textOf(values.area)} error={wrong.area ?? ''} set={set('area')} />
          ) : (
            <Fragment key={f.name}>
              <FormField field={f} value={values[f.name]} error={wrong[f.name] ?? ''} onChange={set(f.name)} />
              {kind === 'person' && f.name === 'born' && <Already name={textOf(values.name)} born={textOf(values.born)} home={home?.id ?? ''} />}
            </Fragment>
          ),
        )}
        <Save busy={busy}>{say('new.save')}</Save>
      </PhoneForm>
    </Frame>
  )
}

function Village({ field, value, error, set }: { field: Field; value: string; error: string; set: (v: Json) => void }): JSX.Element {
  const some = useMemo(villages, [])
  useEffect(() => {
    if (!value && some.length === 1) set(some[0]?.id ?? null)
  }, [])
  return (
    <div class="field">
      <label class="label" for="new-area">
        {l(field.label)}
      </label>
      <select id="new-area" class="input" value={value} aria-invalid={error ? 'true' : undefined} onChange={(e) => set(e.currentTarget.value || null)}>
        <option value="" />
        {some.map((v) => (
          <option key={v.id} value={v.id}>
            {v.text}
          </option>
        ))}
      </select>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

/** Somebody who is on this phone already moves in, or somebody new. */
function Known({ home, known, set, leaves }: { home: string; known: string; set: (v: Json) => void; leaves: Row[] }): JSX.Element {
  const [open, setOpen] = useState(false)
  return (
    <div class="field">
      {known ? (
        <div class="taken">
          <p>
            <span class="quiet">{say('new.person.chosen')}: </span>
            <NameOf kind="person" id={known} />
          </p>
          {leaves.map((m) => (
            <p class="small" key={m.id}>
              {say('new.person.leaves', { home: refText(textOf(m.v.household)) })}
            </p>
          ))}
          <button type="button" class="btn bare" onClick={() => set(null)}>
            <Icon name="x" /> {say('new.person.fresh')}
          </button>
        </div>
      ) : (
        <button type="button" class="btn wide" onClick={() => setOpen(true)}>
          <Icon name="users" /> {say('new.person.known')}
        </button>
      )}
      {open && (
        <PickSheet
          kind="person"
          home={home}
          onPick={(id) => {
            set(id)
            setOpen(false)
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}

/** What of a household was changed; nothing where nothing was. */
function mended(home: Row, values: Values): Write[] {
  const set = asked.household.filter((n) => JSON.stringify(values[n] ?? null) !== JSON.stringify(home.v[n] ?? null))
  if (set.length === 0) return []
  return [{ kind: 'household', record: home.id, fields: Object.fromEntries(set.map((n) => [n, values[n] ?? null])) }]
}

/** What is to be kept, together: a person comes with the membership that says where they live. */
function writesOf(kind: NewKind, record: string, other: string, home: Row | null, values: Values, leaves: Row[]): Write[] {
  const only = (names: string[]): Values => Object.fromEntries(Object.entries(values).filter(([n, v]) => names.includes(n) && v !== null && v !== '' && !(Array.isArray(v) && v.length === 0)))
  const area = home ? textOf(home.v.area) : textOf(values.area)
  if (kind === 'household' && home) return mended(home, values)
  if (kind === 'household') return [{ kind, record, fields: only(asked.household) }]
  if (kind === 'note') return [{ kind, record, fields: { ...only(asked.note), subject: home?.id ?? '', area, by: book().me.user.id, on: today() } }]
  const known = textOf(values.known)
  const membership: Write = { kind: 'membership', record: other, fields: { ...only(moving), household: home?.id ?? '', person: known || record, area } }
  if (!known) return [{ kind, record, fields: { ...only(asked.person), area } }, membership]
  return [...leaves.map((m): Write => ({ kind: 'membership', record: m.id, fields: { to: today() } })), membership]
}
