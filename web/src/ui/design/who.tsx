import type { JSX } from 'preact'
import type { Fact } from '../../store/designs'
import { l } from '../../store/words'
import { TextField } from '../parts/textfield'
import { Select, termOptions } from '../program/parts'
import type { Part } from './editor'
import { Add, Card, dropped, NumberField, replaced, TextPair, Ticks } from './parts'
import { opsOf, readRule, writeRule, type RuleRow } from './rule'
import { say } from './texts'

/** Who can be proposed: each condition a row of choices, or an expression where choices don't say it. */
export function Rules({ body, edit, facts: all, english, wrong }: Part): JSX.Element {
  const facts = all[body.subject] ?? []
  const put = (i: number, when: string): void => edit((b) => ({ ...b, eligibility: replaced(b.eligibility, i, { when }) }))
  return (
    <>
      <p class="help">{say('rules.lead')}</p>
      {body.eligibility.length === 0 && <p class="help">{say('rules.none')}</p>}
      {body.eligibility.map((r, i) => {
        const row = readRule(r.when, facts)
        const error = wrong(`eligibility[${i}].when`)
        return (
          <Card key={i} name={l(r.reason) || `${say('rules')} ${i + 1}`} onRemove={() => dropped(body.eligibility, i, `${say('rules')} ${i + 1}`, (eligibility) => edit((b) => ({ ...b, eligibility })))}>
            {row ? (
              <Choose row={row} facts={facts} onChange={(next) => put(i, writeRule(next))} onWrite={() => put(i, `(${r.when})`)} />
            ) : (
              <TextField label={say('rule.advanced')} value={r.when} help={say('rule.advanced.help', { facts: facts.map((f) => `${f.name} (${l(f.label)})`).join(', ') })} error={error} onInput={(when) => put(i, when)} />
            )}
            {row && error && (
              <p class="error" role="alert">
                {error}
              </p>
            )}
            <TextPair label={say('rule.reason')} value={r.reason} english={english} error={wrong(`eligibility[${i}].reason.vi`) || wrong(`eligibility[${i}].reason`)} onChange={(reason) => edit((b) => ({ ...b, eligibility: replaced(b.eligibility, i, { reason }) }))} />
          </Card>
        )
      })}
      <Add
        label={say('rule.add')}
        onAdd={() => {
          const first = facts[0]
          if (first) edit((b) => ({ ...b, eligibility: [...b.eligibility, { when: writeRule(rowOf(first)), reason: { vi: '', en: '' } }] }))
        }}
      />
    </>
  )
}

/** The first row of a fact: a term of its list, or what is always so. */
function rowOf(f: Fact): RuleRow {
  const first = f.term ? termOptions(f.term)[0]?.code : undefined
  return { fact: f.name, op: opsOf(f.type)[0] ?? 'yes', least: 0, most: 0, values: first ? [first] : [] }
}

function Choose({ row, facts, onChange, onWrite }: { row: RuleRow; facts: Fact[]; onChange: (r: RuleRow) => void; onWrite: () => void }): JSX.Element | null {
  const fact = facts.find((f) => f.name === row.fact)
  if (!fact) return null
  const numbers = fact.type === 'integer'
  return (
    <>
      <div class="pair">
        <Select
          label={say('rule.fact')}
          value={row.fact}
          options={facts.map((f) => ({ code: f.name, text: l(f.label) }))}
          onChange={(name) => {
            const f = facts.find((x) => x.name === name)
            if (f) onChange(rowOf(f))
          }}
        />
        <Select label={say('rule.op')} value={row.op} options={opsOf(fact.type).map((op) => ({ code: op, text: say(`op.${op}`) }))} onChange={(op) => onChange({ ...row, op: opsOf(fact.type).find((x) => x === op) ?? row.op, most: Math.max(row.most, row.least) })} />
      </div>
      {numbers && (
        <div class="pair">
          {row.op !== 'most' && <NumberField label={say(row.op === 'between' ? 'op.least' : 'rule.value')} value={row.least} onChange={(n) => onChange({ ...row, least: Math.trunc(n ?? 0) })} />}
          {row.op !== 'least' && <NumberField label={say(row.op === 'between' ? 'rule.to' : 'rule.value')} value={row.most} onChange={(n) => onChange({ ...row, most: Math.trunc(n ?? 0) })} />}
        </div>
      )}
      {fact.type === 'text' && <Ticks label={say('rule.value')} options={termOptions(fact.term)} chosen={row.values} onChange={(values) => values.length > 0 && onChange({ ...row, values })} />}
      <button type="button" class="btn bare small" onClick={onWrite}>
        {say('rule.asadvanced')}
      </button>
    </>
  )
}
