import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Intake } from '../../core/api/intake'
import { recordLink } from '../../store/router'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { Progress } from './page'
import { Counts } from './report'
import { say } from './texts'

/** The last step: what was written, and the way back. */
export function Result({ now, onUndo }: { now: Intake; onUndo: () => void }): JSX.Element {
  const kind = now.recipes.find((r) => r.code === now.mapping?.recipe)?.kind
  if (now.stage === 'writing') return <Progress words={say('writing', { done: now.done, of: now.of })} done={now.done} of={now.of} />
  if (now.stage === 'undoing') return <Progress words={say('undoing', { done: now.done, of: now.of })} done={now.done} of={now.of} />
  return (
    <div class="stack">
      {now.stage === 'written' && (
        <p class="strong" role="status">
          <Icon name="check" /> {say('written')}
        </p>
      )}
      {now.stage === 'stopped' && <p role="status">{say('stopped')}</p>}
      {now.report && now.stage !== 'undone' && <Counts report={now.report} />}
      {now.undo && now.stage === 'undone' && (
        <div role="status">
          <p class="strong">{say('undone', { deleted: now.undo.deleted, restored: now.undo.restored })}</p>
          {now.undo.kept.length > 0 && (
            <>
              <p>{say('kept')}</p>
              <ul class="files">
                {now.undo.kept.map((k) => (
                  <li key={k.id}>
                    <a href={recordLink(k.kind, k.id)}>{k.title || k.id}</a>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      <p class="bar">
        <a class="btn main" href="/import/new">
          {say('another')}
        </a>
        {kind && (
          <a class="btn" href={`/${kind}`}>
            {say('list')}
          </a>
        )}
        {(now.stage === 'written' || now.stage === 'stopped') && <UndoButton onUndo={onUndo} />}
      </p>
    </div>
  )
}

/** Asks once, for much is taken back at once. */
export function UndoButton({ onUndo }: { onUndo: () => void }): JSX.Element {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <button type="button" class="btn" onClick={() => setAsking(true)}>
        {say('undo')}
      </button>
      {asking && (
        <Dialog title={say('undo')} onClose={() => setAsking(false)}>
          <div class="stack">
            <p>{say('sure')}</p>
            <p class="bar">
              <button
                type="button"
                class="btn main"
                onClick={() => {
                  setAsking(false)
                  onUndo()
                }}
              >
                {say('yes')}
              </button>
              <button type="button" class="btn" onClick={() => setAsking(false)}>
                {say('no')}
              </button>
            </p>
          </div>
        </Dialog>
      )}
    </>
  )
}
