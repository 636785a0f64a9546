import type { JSX } from 'preact'
import { l } from '../../store/words'
import { TextField } from '../parts/textfield'
import { DayField, Select, termOptions } from '../program/parts'
import type { EntitlementBody } from './body'
import type { Part } from './editor'
import { Add, Card, Choices, dropped, fresh, NumberField, replaced, TextPair, Ticks } from './parts'
import { say } from './texts'

const rhythms = ['once', 'month', 'term', 'year'] as const
const months = Array.from({ length: 12 }, (_, i) => ({ code: String(i + 1), text: String(i + 1) }))

/** What an enrolment is given, how often and how much; in which variants; and who pays. */
export function Gives(p: Part): JSX.Element {
  const { body, edit, english } = p
  return (
    <>
      <p class="help">{say('gives.lead')}</p>
      {body.entitlements.length === 0 && <p class="help">{say('gives.none')}</p>}
      {body.entitlements.map((e, i) => (
        <One key={e.code} {...p} e={e} at={i} />
      ))}
      <Add
        label={say('give.add')}
        onAdd={() =>
          edit((b) => ({
            ...b,
            entitlements: [...b.entitlements, { code: fresh(b.entitlements, 'khoan'), label: { vi: '', en: '' }, item: 'vnd', rhythm: 'once', months: [], norms: [{ amount: 0, variant: '', from: '', to: '', source: '' }] }],
          }))
        }
      />
      <Choices title={say('variants')} add={say('variant.add')} help={say('variants.help')} list={body.variants} english={english} onChange={(variants) => edit((b) => ({ ...b, variants }))} />
      <Choices title={say('funders')} add={say('funder.add')} list={body.funders} english={english} onChange={(funders) => edit((b) => ({ ...b, funders }))} />
    </>
  )
}

function One({ e, at, body, edit, english, wrong }: Part & { e: EntitlementBody; at: number }): JSX.Element {
  const put = (part: Partial<EntitlementBody>): void => edit((b) => ({ ...b, entitlements: replaced(b.entitlements, at, part) }))
  const path = `entitlements[${at}]`
  return (
    <Card name={l(e.label) || `${say('gives')} ${at + 1}`} onRemove={() => dropped(body.entitlements, at, l(e.label), (entitlements) => edit((b) => ({ ...b, entitlements })))}>
      <TextPair label={say('give.name')} value={e.label} english={english} error={wrong(`${path}.label.vi`) || wrong(`${path}.label`)} onChange={(label) => put({ label })} />
      <div class="pair">
        <Select label={say('give.item')} value={e.item} options={termOptions('item')} onChange={(item) => put({ item })} error={wrong(`${path}.item`)} />
        <Select label={say('give.rhythm')} value={e.rhythm} options={rhythms.map((code) => ({ code, text: say(`rhythm.${code}`) }))} onChange={(rhythm) => put({ rhythm, ...(rhythm === 'once' ? { months: [] } : {}) })} />
      </div>
      {e.rhythm !== 'once' && (
        <Ticks label={say('give.months')} help={e.rhythm === 'month' ? say('give.months.help') : ''} options={months} chosen={e.months.map(String)} onChange={(all) => put({ months: all.map(Number).sort((a, b) => a - b) })} error={wrong(`${path}.months`)} />
      )}
      <h3>{say('norms')}</h3>
      {e.norms.map((n, i) => (
        <div class="norm" key={i}>
          <NumberField label={say('norm.amount')} value={n.amount || null} min={1} onChange={(v) => put({ norms: replaced(e.norms, i, { amount: Math.trunc(v ?? 0) }) })} error={wrong(`${path}.norms[${i}].amount`)} />
          {body.variants.length > 0 && (
            <Select label={say('norm.variant')} value={n.variant} empty={say('norm.any')} options={body.variants.map((v) => ({ code: v.code, text: l(v.label) || v.code }))} onChange={(variant) => put({ norms: replaced(e.norms, i, { variant }) })} />
          )}
          <DayField label={say('norm.from')} value={n.from} onChange={(from) => put({ norms: replaced(e.norms, i, { from }) })} />
          <TextField label={say('norm.source')} value={n.source} onInput={(source) => put({ norms: replaced(e.norms, i, { source }) })} />
          {e.norms.length > 1 && (
            <button type="button" class="btn small" onClick={() => dropped(e.norms, i, `${say('norm.amount')} ${i + 1}`, (norms) => put({ norms }))}>
              {say('remove.short')}
            </button>
          )}
        </div>
      ))}
      <Add label={say('norm.add')} onAdd={() => put({ norms: [...e.norms, { amount: 0, variant: '', from: '', to: '', source: '' }] })} />
    </Card>
  )
}
