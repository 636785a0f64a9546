import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { lang } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { say } from './texts'

/** Makes the copy of what is held of a person, in the form that the person wants. */
export function CopyButton({ person }: { person: string }): JSX.Element {
  const [choosing, setChoosing] = useState(false)
  return (
    <>
      <button type="button" class="btn" onClick={() => setChoosing(true)}>
        <Icon name="download" /> {say('copy')}
      </button>
      {choosing && (
        <Dialog title={say('copy.title')} onClose={() => setChoosing(false)}>
          <p class="help">{say('copy.help')}</p>
          <p class="row wrap">
            {(['html', 'json', 'csv'] as const).map((format) => (
              <a class="btn" key={format} download href={`/api/persons/${person}/copy?format=${format}&lang=${lang.value}`} onClick={() => setChoosing(false)}>
                <Icon name="file-text" /> {say(`copy.${format}`)}
              </a>
            ))}
          </p>
        </Dialog>
      )}
    </>
  )
}
