import type { JSX } from 'preact'
import { book } from '../../store/session'
import { l } from '../../store/words'
import { TextField } from '../parts/textfield'
import { DayField, Select } from '../program/parts'
import type { Part } from './editor'
import { Add, Card, dropped, fresh, replaced, TextPair, Tick, Ticks } from './parts'
import { say } from './texts'

const subjects = ['household', 'person', 'group', 'village', 'commune'] as const

/** What the program is, when it runs, and in which cycles. */
export function Basics({ body, edit, programs, english, changes, wrong }: Part): JSX.Element {
  const others = programs.filter((p) => p.inForce).map((p) => ({ code: p.code, text: l(p.label) }))
  if (!others.some((o) => o.code === body.code)) others.push({ code: body.code, text: l(body.label) })
  return (
    <>
      <TextPair label={say('name')} value={body.label} english={english} error={wrong('label.vi') || wrong('label')} onChange={(label) => edit((b) => ({ ...b, label }))} />
      <TextPair label={say('help')} value={body.help} english={english} onChange={(help) => edit((b) => ({ ...b, help }))} />
      {!changes && <TextField label={say('code')} value={body.code} help={say('code.help')} error={wrong('code')} onInput={(code) => edit((b) => ({ ...b, code }))} />}
      {changes ? (
        <p class="help">
          {say('subject')}: {say(`subject.${(subjects.find((s) => s === body.subject) ?? 'household')}`)}. {say('subject.kept')}
        </p>
      ) : (
        <Select label={say('subject')} value={body.subject} options={subjects.map((code) => ({ code, text: say(`subject.${code}`) }))} onChange={(subject) => edit((b) => ({ ...b, subject, eligibility: [] }))} error={wrong('subject')} />
      )}
      <div class="pair">
        <DayField label={say('from')} value={body.valid_from} onChange={(v) => edit((b) => ({ ...b, valid_from: v }))} />
        <DayField label={say('to')} value={body.valid_to} onChange={(v) => edit((b) => ({ ...b, valid_to: v }))} />
      </div>
      {wrong('valid_to') && (
        <p class="error" role="alert">
          {wrong('valid_to')}
        </p>
      )}
      <TextField label={say('source')} value={body.source} onInput={(source) => edit((b) => ({ ...b, source }))} />
      <div class="field">
        <Tick label={say('campaign')} on={body.campaign} onChange={(campaign) => edit((b) => ({ ...b, campaign }))} />
      </div>
      <h2>{say('cycles')}</h2>
      {wrong('cycles') && (
        <p class="error" role="alert">
          {wrong('cycles')}
        </p>
      )}
      {body.cycles.length === 0 && <p class="help">{say('cycles.none')}</p>}
      {body.cycles.map((c, i) => (
        <Card key={c.code} name={l(c.label) || c.code} onRemove={() => dropped(body.cycles, i, l(c.label), (cycles) => edit((b) => ({ ...b, cycles })))}>
          <TextPair label={say('cycle.name')} value={c.label} english={english} error={wrong(`cycles[${i}].label.vi`)} onChange={(label) => edit((b) => ({ ...b, cycles: replaced(b.cycles, i, { label }) }))} />
          <div class="pair">
            <DayField label={say('cycle.from')} value={c.from} onChange={(from) => edit((b) => ({ ...b, cycles: replaced(b.cycles, i, { from }) }))} />
            <DayField label={say('cycle.to')} value={c.to} onChange={(to) => edit((b) => ({ ...b, cycles: replaced(b.cycles, i, { to }) }))} />
          </div>
        </Card>
      ))}
      <Add label={say('cycle.add')} onAdd={() => edit((b) => ({ ...b, cycles: [...b.cycles, { code: fresh(b.cycles, 'dot'), label: { vi: '', en: '' }, from: '', to: '' }] }))} />
      <Ticks label={say('overlaps')} help={say('overlaps.help')} options={others} chosen={body.overlaps} onChange={(overlaps) => edit((b) => ({ ...b, overlaps }))} error={wrong('overlaps')} />
    </>
  )
}

/** The roles of the pack, for ticks. */
export const roleOptions = (): { code: string; text: string }[] => book().pack.roles.map((r) => ({ code: r.code, text: l(r.label) }))
