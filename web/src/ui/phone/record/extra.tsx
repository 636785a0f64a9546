import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Icon } from '../../parts/icon'
import type { Held } from './draft'
import { Pic, Player } from './looked'
import { say } from './texts'

/** Photos and recordings beside what a form asks for. */
export function Extra({ files, held, onAdd, onFiles }: {
  files: string[]
  held: Record<string, Held>
  onAdd: (what: 'photo' | 'voice') => void
  onFiles: (next: string[]) => void
}): JSX.Element {
  const [gone, setGone] = useState<string[] | null>(null)
  return (
    <section class="extra">
      <h2>{say('extra')}</h2>
      {files.map((digest) => (
        <div class="taken" key={digest}>
          {held[digest]?.kind === 'voice' ? <Player digest={digest} /> : <Pic digest={digest} alt={say('photo.alt')} />}
          <button
            type="button"
            class="btn bare"
            onClick={() => {
              setGone(files)
              onFiles(files.filter((d) => d !== digest))
            }}
          >
            <Icon name="x" /> {say('extra.remove')}
          </button>
        </div>
      ))}
      {gone && (
        <p class="row" role="status">
          <span class="grow">{say('extra.removed')}</span>
          <button
            type="button"
            class="btn"
            onClick={() => {
              onFiles(gone)
              setGone(null)
            }}
          >
            <Icon name="undo-2" /> {say('undo')}
          </button>
        </p>
      )}
      <div class="row wrap">
        <button type="button" class="btn grow" onClick={() => onAdd('photo')}>
          <Icon name="camera" /> {say('extra.photo')}
        </button>
        <button type="button" class="btn grow" onClick={() => onAdd('voice')}>
          <Icon name="mic" /> {say('extra.voice')}
        </button>
      </div>
    </section>
  )
}
