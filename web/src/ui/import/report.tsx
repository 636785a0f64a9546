import type { JSX } from 'preact'
import type { Intake, Report } from '../../core/api/intake'
import { l, lang } from '../../store/words'
import { Icon } from '../parts/icon'
import { say } from './texts'

/** How many rows would be, or were, made, changed, left, refused. */
export function Counts({ report }: { report: Report }): JSX.Element {
  const some = (['new', 'update', 'same', 'failed', 'skipped'] as const).filter((k) => report[k] > 0 || k === 'new')
  return (
    <dl class="counts">
      {some.map((k) => (
        <div key={k} class={k}>
          <dt>{say(k)}</dt>
          <dd class="num">{report[k]}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The third step: what would happen, row by row, and the choice to write. */
export function Checked(p: { now: Intake; onBack: () => void; onRun: (partial: boolean) => void }): JSX.Element | null {
  const r = p.now.report
  if (!r) return null
  const good = r.new + r.update
  return (
    <div class="stack">
      <Counts report={r} />
      {good === 0 && r.failed === 0 && <p>{say('nothing')}</p>}
      {r.failed > 0 && <p>{say('wait')}</p>}
      <p class="bar">
        {good > 0 && (
          <button type="button" class="btn main" onClick={() => p.onRun(r.failed > 0)}>
            {r.failed > 0 ? say('runPartial', { n: good }) : say('runAll', { n: good })}
          </button>
        )}
        <button type="button" class="btn" onClick={p.onBack}>
          {say('back')}
        </button>
        <a class="btn" href={`/api/imports/${p.now.id}/remarks?lang=${lang.value}`} download>
          <Icon name="download" /> {say('remarks')}
        </a>
      </p>
      <Problems report={r} />
      <Lines report={r} />
    </div>
  )
}

function Problems({ report: r }: { report: Report }): JSX.Element | null {
  if (r.problems.length === 0) return null
  return (
    <section>
      <h2>
        {say('failed')} <span class="num">({r.failed})</span>
      </h2>
      <div class="scroll">
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">{say('row')}</th>
              <th scope="col">{say('column')}</th>
              <th scope="col">{say('what')}</th>
            </tr>
          </thead>
          <tbody>
            {r.problems.map((x, i) => (
              <tr key={i}>
                <td class="num">{x.row}</td>
                <td>{[x.column, x.name].filter(Boolean).join(' · ')}</td>
                <td>{l(x.text)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {r.more > 0 && <p class="quiet">{say('more', { n: r.more })}</p>}
    </section>
  )
}

function Lines({ report: r }: { report: Report }): JSX.Element | null {
  if (r.lines.length === 0) return null
  return (
    <section>
      <h2>{say('changes')}</h2>
      <div class="scroll">
        <table class="grid">
          <tbody>
            {r.lines.map((x) => (
              <tr key={x.row}>
                <td class="quiet num">
                  {say('row')} {x.row}
                </td>
                <th scope="row">{x.title}</th>
                <td>{x.new ? say('new') : x.changes.map((c) => `${l(c.label)}: ${c.from || '—'} → ${c.to}`).join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
