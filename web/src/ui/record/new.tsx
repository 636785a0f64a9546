import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Field, Hit, Kind, Values } from '../../core/api/types'
import type { Json } from '../../core/decode'
import { isAnswers } from '../../core/columns'
import { isEmpty, validate } from '../../core/validate'
import { asFault } from '../../store/client'
import { today } from '../../store/clock'
import { createRecord, getRecord, learnOne } from '../../store/records'
import { go, place, recordLink } from '../../store/router'
import { saving } from '../../store/saving'
import { book, kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { FormField, wrongText } from '../parts/field'
import { Icon } from '../parts/icon'
import { RecordedAlready } from '../twin/hint'

/** What the form opens with: from the link, and what the day and the writer say. */
export function startValues(kind: Kind, query: URLSearchParams): Values {
  const v: Values = {}
  const me = book().me
  for (const f of kind.fields) {
    const given = query.get(`v.${f.name}`) ?? query.get(`f.${f.name}`)
    if (given) v[f.name] = f.type === 'terms' ? [given] : given
    else if (f.required && f.type === 'date') v[f.name] = today()
    else if (f.name === 'by' && f.refs.includes('user')) v[f.name] = me.user.id
    else if (f.required && f.scope === 'unit') v[f.name] = me.unit.id
  }
  const area = query.get('area')
  const scope = kind.fields.find((f) => f.scope === 'area' && f.required)
  if (area && scope && !v[scope.name] && book().areas.byId.get(area)?.level === 'village') v[scope.name] = area
  return v
}

/** The form of a new record: what is needed first, the rest behind one press. */
export function NewRecord({ kind, start, onDone, onCancel }: { kind: Kind; start?: Values; onDone?: (id: string) => void; onCancel?: () => void }): JSX.Element {
  const query = place.value.query
  const [values, setValues] = useState<Values>(() => start ?? startValues(kind, query))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [all, setAll] = useState(false)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useCorrected(kind, query, setValues)
  const fields = kind.fields.filter((f) => !['list', 'keyed', 'machine', 'digest', 'refs'].includes(f.type) && f.name !== 'generated' && f.name !== 'corrects' && !f.server && !isAnswers(f.name))
  const needed = fields.filter((f) => f.required)
  const rest = fields.filter((f) => !f.required)
  const few = rest.length <= 4 || kind.addOnly
  const set = (name: string, v: Json): void => {
    setValues((now) => ({ ...now, [name]: v }))
    setErrors((now) => ({ ...now, [name]: '' }))
  }
  /** A household or person that was chosen brings its village along. */
  const hit = (h: Hit): void => {
    const scope = kind.fields.find((f) => f.scope === 'area' && f.required)
    if (scope && h.area && isEmpty(values[scope.name])) set(scope.name, h.area)
  }
  useNamed(kind, values, hit)
  useUnitOf(kind, values.user, (unit) => set('unit', unit))
  const fail = (found: Record<string, string>): void => {
    setErrors(found)
    if (rest.some((f) => found[f.name])) setAll(true)
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }
  const submit = (): void => {
    const wrong: Record<string, string> = {}
    for (const f of fields) {
      const w = validate(f, values[f.name])
      if (w) wrong[f.name] = wrongText(w)
    }
    if (Object.keys(wrong).length > 0) return fail(wrong)
    setBusy(true)
    const clean = Object.fromEntries(Object.entries(values).filter(([, v]) => !isEmpty(v)))
    saving(`new/${kind.name}`, () => createRecord(kind.name, clean), submit)
      .then((r) => {
        tell(t('rec.created'))
        if (onDone) onDone(r.id)
        else go(recordLink(kind.name, r.id), { replace: true })
      })
      .catch((e: unknown) => {
        const f = asFault(e)
        const at = fields.find((x) => f.field === x.name || f.field.startsWith(`${x.name}.`))
        if (at) fail({ [at.name]: l(f.text) })
        else warn(l(f.text))
      })
      .finally(() => setBusy(false))
  }
  const one = (f: Field, i: number): JSX.Element => (
    <FormField key={f.name} field={f} value={values[f.name]} error={errors[f.name] ?? ''} onChange={(v) => set(f.name, v)} onHit={hit} autofocus={i === 0 && isEmpty(values[f.name])} />
  )
  return (
    <article class="rec">
      <form
        ref={form}
        class="prose"
        noValidate
        onSubmit={(e) => {
          e.preventDefault()
          submit()
        }}
      >
        <h1 style="margin-bottom: 4px">{t('rec.new', { kind: l(kind.label).toLowerCase() })}</h1>
        <p class="help" style="margin-bottom: 20px">
          {l(kind.help)}
        </p>
        {needed.map(one)}
        {(all || few) && rest.map((f) => one(f, 1))}
        {!all && !few && (
          <p class="field">
            <button type="button" class="btn bare" onClick={() => setAll(true)}>
              <Icon name="chevron-down" /> {t('rec.more')}
            </button>
          </p>
        )}
        {kind.name === 'person' && <RecordedAlready values={values} />}
        <p class="row" style="margin-top: 24px">
          <button type="submit" class="btn main" disabled={busy}>
            {t('rec.create')}
          </button>
          <button type="button" class="btn" onClick={() => (onCancel ? onCancel() : go(`/${kind.name}`))}>
            {t('rec.cancel')}
          </button>
        </p>
      </form>
    </article>
  )
}

/** A correction opens with what it corrects. */
function useCorrected(kind: Kind, query: URLSearchParams, set: (f: (now: Values) => Values) => void): void {
  const id = query.get('v.corrects')
  useEffect(() => {
    if (!id) return
    getRecord(kind.name, id).then(
      (old) => set(() => ({ ...old.v, corrects: id })),
      (e: unknown) => warn(l(asFault(e).text)),
    )
  }, [id])
}

/** What is given to somebody goes to their unit: it reaches their phone by it. */
function useUnitOf(kind: Kind, user: Json | undefined, set: (unit: string) => void): void {
  const bring = kind.fields.some((f) => f.name === 'user' && f.required) && kind.fields.some((f) => f.name === 'unit' && f.required) && kindOf('user') !== undefined
  useEffect(() => {
    if (!bring || typeof user !== 'string' || !user) return
    getRecord('user', user).then(
      (u) => typeof u.v.unit === 'string' && set(u.v.unit),
      () => undefined, // who may not read users chooses the unit
    )
  }, [bring, user])
}

/** Asks for the titles of records that a link brought along. */
function useNamed(kind: Kind, values: Values, hit: (h: Hit) => void): void {
  const [, again] = useState(0)
  useEffect(() => {
    for (const f of kind.fields) {
      const id = values[f.name]
      if (f.type !== 'ref' || typeof id !== 'string') continue
      for (const k of f.refs.filter((r) => r !== 'area' && r !== 'unit' && kindOf(r)))
        getRecord(k, id).then(
          (r) => {
            learnOne(id, k, r.title)
            hit({ kind: k, id, title: r.title, area: r.area, child: r.child })
            again((n) => n + 1)
          },
          () => undefined, // of several kinds only one has it; unnamed is shown as unknown
        )
    }
  }, [])
}
