import type { JSX } from 'preact'
import { showDay } from '../../../core/dates'
import { textOf } from '../../../core/decode'
import { termLabel } from '../../../core/kinds'
import { today } from '../../../store/clock'
import { mayAt } from '../../../store/phone/book'
import type { Row } from '../../../store/phone/messages'
import { book } from '../../../store/session'
import { lang, t } from '../../../store/words'
import { Icon } from '../../parts/icon'
import { useRows } from '../use'
import { KnownHistory } from './history'
import { Pic, Player } from './looked'
import { say } from './texts'
import '../../css/record.phone.css'

/** How many photos of a home are opened by themselves. */
const photosShown = 4

/** What is around a household beside its people and visits: notes, photos, what can be added, its life. */
export function Around({ home }: { home: Row }): JSX.Element {
  const notes = useRows('note')
    ?.filter((n) => textOf(n.v.subject) === home.id)
    .sort((a, b) => (textOf(a.v.on) < textOf(b.v.on) ? 1 : -1))
  const photos = useRows('attachment')
    ?.filter((a) => textOf(a.v.subject) === home.id)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
  const at = { area: textOf(home.v.area), household: home.id }
  return (
    <>
      <div class="stack">
        {mayAt('create', 'person', at) && mayAt('create', 'membership', at) && (
          <a class="btn wide" href={`/phone/new/person/${home.id}`}>
            <Icon name="users" /> {say('new.person')}
          </a>
        )}
        {mayAt('update', 'household', at) && (
          <a class="btn wide" href={`/phone/new/household/${home.id}`}>
            <Icon name="pencil" /> {say('edit.household')}
          </a>
        )}
        {mayAt('create', 'note', at) && (
          <a class="btn wide" href={`/phone/new/note/${home.id}`}>
            <Icon name="sticky-note" /> {say('new.note')}
          </a>
        )}
      </div>
      {notes && notes.length > 0 && (
        <section>
          <h2>{say('notes.title')}</h2>
          <ul class="cards">
            {notes.slice(0, 20).map((n) => (
              <li key={n.id} class="line">
                <Icon name="sticky-note" />
                <span class="grow">
                  <span class="name">{textOf(n.v.text)}</span> {n.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
                  <br />
                  <span class="quiet small">{[n.v.topic ? termLabel(book().pack, 'note_topic', textOf(n.v.topic), today(), lang.value) : '', showDay(textOf(n.v.on))].filter(Boolean).join(' · ')}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {photos && photos.length > 0 && (
        <section class="stack">
          <h2>{say('extra')}</h2>
          {photos.slice(0, photosShown).map((a) => (a.v.kind === 'voice' ? <Player key={a.id} digest={textOf(a.v.digest)} /> : <Pic key={a.id} digest={textOf(a.v.digest)} alt={textOf(a.v.caption) || say('photo.alt')} />))}
        </section>
      )}
      <KnownHistory kind="household" id={home.id} />
    </>
  )
}
