import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { villages } from '../../store/phone/book'
import { go } from '../../store/router'
import { may } from '../../store/session'
import { t } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { Icon, type IconName } from '../parts/icon'
import { PickSheet } from './record/pick'
import '../css/record.phone.css'

/** What can be written down from anywhere: the household is asked for where it needs one. */
export function WriteSheet({ onClose }: { onClose: () => void }): JSX.Element {
  const [about, setAbout] = useState('')
  const to = (path: string): void => {
    onClose()
    go(path)
  }
  if (about) return <PickSheet kind="household" home="" onPick={(id) => to(`${about}/${id}`)} onClose={onClose} />
  return (
    <Dialog title={t('phone.write')} onClose={onClose}>
      <ul class="cards">
        {may('visit').create && <Choice icon="footprints" text={t('phone.visit')} onPick={() => setAbout('/phone/visit')} autofocus />}
        {may('note').create && <Choice icon="sticky-note" text={t('phone.write.note')} onPick={() => setAbout('/phone/new/note')} />}
        {may('membership').create && <Choice icon="users" text={t('phone.write.person')} onPick={() => setAbout('/phone/new/person')} />}
        {may('practice').create && <Choice icon="heart-handshake" text={t('phone.write.with')} onPick={() => to('/phone/with')} />}
        {villages().length > 0 && <Choice icon="house" text={t('phone.home.add')} onPick={() => to('/phone/new/household')} />}
      </ul>
    </Dialog>
  )
}

function Choice({ icon, text, onPick, autofocus }: { icon: IconName; text: string; onPick: () => void; autofocus?: boolean }): JSX.Element {
  return (
    <li>
      <button type="button" class="line pickline" onClick={onPick} autofocus={autofocus}>
        <Icon name={icon} />
        <span class="grow name">{text}</span>
        <Icon name="chevron-right" />
      </button>
    </li>
  )
}
