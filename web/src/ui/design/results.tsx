import type { JSX } from 'preact'
import type { Measure } from '../../store/programs'
import { l } from '../../store/words'
import { TextField } from '../parts/textfield'
import type { Part } from './editor'
import { Add, Card, Choices, dropped, fresh, NumberField, replaced, TextPair } from './parts'
import { say } from './texts'

/** What is recorded after the help was given. */
export function Results({ body, edit, english, wrong }: Part): JSX.Element {
  const put = (i: number, part: Partial<Measure>): void => edit((b) => ({ ...b, measures: replaced(b.measures, i, part) }))
  return (
    <>
      <p class="help">{say('results.lead')}</p>
      {body.measures.length === 0 && <p class="help">{say('results.none')}</p>}
      {body.measures.map((m, i) => (
        <Card key={m.code + m.from} name={l(m.label) || `${say('results')} ${i + 1}`} onRemove={() => dropped(body.measures, i, l(m.label), (measures) => edit((b) => ({ ...b, measures })))}>
          <TextPair label={say('result.name')} value={m.label} english={english} error={wrong(`measures[${i}].label.vi`) || wrong(`measures[${i}].label`)} onChange={(label) => put(i, { label })} />
          <Choices title={say('result.levels')} add={say('level.add')} list={m.levels} english={english} onChange={(levels) => put(i, { levels })} />
          {m.levels.length === 0 && (
            <div class="pair">
              <TextField label={say('result.unit')} value={m.unit} onInput={(unit) => put(i, { unit })} />
              <NumberField label={say('result.min')} value={m.min} onChange={(min) => put(i, { min })} />
              <NumberField label={say('result.max')} value={m.max} onChange={(max) => put(i, { max })} />
            </div>
          )}
        </Card>
      ))}
      <Add label={say('result.add')} onAdd={() => edit((b) => ({ ...b, measures: [...b.measures, { code: fresh(b.measures, 'kq'), label: { vi: '', en: '' }, unit: '', group: '', levels: [], min: null, max: null, from: '', to: '', source: '' }] }))} />
    </>
  )
}
