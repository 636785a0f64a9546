import type { JSX } from 'preact'
import { inLanguage } from '../../core/form/types'
import { listForms } from '../../store/forms'
import type { Step } from '../../store/programs'
import { lang, l } from '../../store/words'
import { useFetched } from '../parts/use'
import { Select } from '../program/parts'
import { roleOptions } from './basics'
import type { Part } from './editor'
import { Add, Card, dropped, fresh, NumberField, replaced, TextPair, Tick, Ticks } from './parts'
import { say } from './texts'

export const needs = ['photo', 'signature', 'decision', 'reason', 'receiver'] as const

/** The steps from proposal to the end, in the order in which they are read. */
export function Path({ body, edit, english, wrong }: Part): JSX.Element {
  const forms = useFetched('design/forms', listForms)
  const stepForms = (forms.data ?? []).filter((f) => f.kind === 'step' && f.latest).map((f) => ({ code: f.id, text: inLanguage(f.title, lang.value) }))
  const put = (i: number, part: Partial<Step>): void => edit((b) => ({ ...b, steps: replaced(b.steps, i, part) }))
  const swap = (i: number, j: number): void =>
    edit((b) => {
      const steps = [...b.steps]
      const [a, c] = [steps[i], steps[j]]
      if (a && c) [steps[i], steps[j]] = [c, a]
      return { ...b, steps }
    })
  const remove = (i: number, s: Step): void => {
    const before = body.steps
    dropped(before, i, l(s.label), (steps) => edit((b) => ({ ...b, steps: steps === before ? before : steps.map((x) => ({ ...x, from: x.from.filter((c) => c !== s.code) })) })))
  }
  return (
    <>
      <p class="help">{say('steps.lead')}</p>
      {wrong('steps') && (
        <p class="error" role="alert">
          {wrong('steps')}
        </p>
      )}
      {body.steps.map((s, i) => (
        <Card key={s.code} name={l(s.label) || s.code} onUp={i > 0 ? () => swap(i, i - 1) : undefined} onDown={i < body.steps.length - 1 ? () => swap(i, i + 1) : undefined} onRemove={() => remove(i, s)}>
          <TextPair label={say('step.name')} value={s.label} english={english} error={wrong(`steps[${i}].label.vi`) || wrong(`steps[${i}].label`)} onChange={(label) => put(i, { label })} />
          {i === 0 && s.from.length === 0 ? (
            <p class="help">{say('step.first')}</p>
          ) : (
            <Ticks label={say('step.from')} options={body.steps.filter((x) => x.code !== s.code && !x.end).map((x) => ({ code: x.code, text: l(x.label) || x.code }))} chosen={s.from} onChange={(from) => put(i, { from })} error={wrong(`steps[${i}].from`)} />
          )}
          <Ticks label={say('step.roles')} options={roleOptions()} chosen={s.roles} onChange={(roles) => put(i, { roles })} error={wrong(`steps[${i}].roles`)} />
          <Ticks label={say('step.needs')} options={needs.map((code) => ({ code, text: say(`need.${code}`) }))} chosen={s.needs} onChange={(chosen) => put(i, { needs: chosen })} />
          {stepForms.length > 0 && <Select label={say('step.form')} value={s.form} options={stepForms} empty={say('step.form.none')} onChange={(form) => put(i, { form })} error={wrong(`steps[${i}].form`)} />}
          <NumberField label={say('step.days')} value={s.days || null} min={0} onChange={(n) => put(i, { days: Math.max(0, Math.trunc(n ?? 0)) })} />
          <div class="field ticks">
            <Tick label={say('step.entitled')} on={s.entitled} onChange={(entitled) => put(i, { entitled })} />
            <Tick label={say('step.end')} on={s.end} onChange={(end) => put(i, { end })} />
            <Tick label={say('step.bad')} on={s.bad} onChange={(bad) => put(i, { bad })} />
          </div>
        </Card>
      ))}
      <Add
        label={say('step.add')}
        onAdd={() =>
          edit((b) => {
            const last = b.steps.at(-1)
            return { ...b, steps: [...b.steps, { code: fresh(b.steps, 'buoc'), label: { vi: '', en: '' }, from: last ? [last.code] : [], roles: last?.roles ?? [], needs: [], form: '', entitled: false, end: false, bad: false, days: 0 }] }
          })
        }
      />
    </>
  )
}
