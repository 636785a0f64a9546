import type { JSX } from 'preact'
import { showDay } from '../../../core/dates'
import { textOf } from '../../../core/decode'
import { status } from '../../../store/phone/client'
import { place } from '../../../store/router'
import { book } from '../../../store/session'
import { t } from '../../../store/words'
import { Icon } from '../../parts/icon'
import { lazy } from '../../parts/lazy'
import { Loading } from '../../parts/state'
import { refText } from '../../parts/value'
import { sayApp } from '../../speech/texts'
import { ToLookAt } from '../attention'
import { Frame } from '../frame'
import { LinkPage } from '../link'
import { Notices } from '../notices'
import { useHomes, useRows } from '../use'
import { say } from '../words'
import { Tile } from './holding'
import { MinePicture, TakePicture, TellPicture, VisitPicture } from './pictures'
import { TellPage } from './tell'
import '../../css/simple.css'

const VisitPage = lazy(async () => (await import('../visit')).VisitPage)
const Asked = lazy(async () => (await import('../tasks')).Asked)
const TaskPage = lazy(async () => (await import('../tasks')).TaskPage)
const SettlePage = lazy(async () => (await import('../settle')).SettlePage)

/** The phone of somebody whose roles open with four large pictures: nothing of other people but the households to visit. */
export function SimpleApp(): JSX.Element {
  const [, screen = '', id = '', more = ''] = place.value.parts
  switch (screen) {
    case 'pick':
      return <PickPage />
    case 'visit':
      return <VisitPage key={id + more} home={id} corrects={more} />
    case 'tell':
      return <TellPage key="tell" what="tell" />
    case 'take':
      return <TellPage key="take" what="take" />
    case 'task':
      return <TaskPage key={id} id={id} />
    case 'tasks': // where a task's page goes back to
    case 'mine':
      return <MinePage />
    case 'settle':
      return <SettlePage />
    case 'link':
      return <LinkPage />
  }
  return <SimpleHome />
}

function SimpleHome(): JSX.Element {
  const unsent = status.value?.unsent ?? 0
  return (
    <Frame title={say('home.title')}>
      <div class="tiles">
        <Tile of="text:reporter.visit" text={sayApp('reporter.visit')} picture={<VisitPicture />} href="/phone/pick" />
        <Tile of="text:reporter.tell" text={sayApp('reporter.tell')} picture={<TellPicture />} href="/phone/tell" />
        <Tile of="text:reporter.take" text={sayApp('reporter.take')} picture={<TakePicture />} href="/phone/take" />
        <Tile of="text:reporter.mine" text={sayApp('reporter.mine')} picture={<MinePicture />} href="/phone/mine" />
      </div>
      <p class="help">{say('hold.help')}</p>
      <a class={`state ${unsent > 0 ? 'due' : 'ok'}`} href="/phone/link">
        <Icon name={unsent > 0 ? 'wifi-off' : 'check'} />
        <span class="strong">{unsent > 0 ? t('phone.unsent', { n: unsent }) : t('phone.sent')}</span>
      </a>
      <ToLookAt />
      <Asked />
      <Notices large />
    </Frame>
  )
}

function PickPage(): JSX.Element {
  const homes = useHomes()
  return (
    <Frame title={say('pick.title')} back="/phone">
      {!homes && <Loading />}
      {homes?.length === 0 && <p class="empty">{say('pick.none')}</p>}
      <ul class="bigcards">
        {homes?.map((h) => (
          <li key={h.id}>
            <a href={`/phone/visit/${h.id}`}>
              <Icon name="house" />
              <span class="name">{h.name}</span>
              {h.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
            </a>
          </li>
        ))}
      </ul>
    </Frame>
  )
}

interface Own {
  id: string
  icon: 'footprints' | 'sticky-note' | 'camera' | 'mic'
  text: string
  waiting: number
}

/** What I recorded, the newest first; ids are in the order of making. */
function useOwn(): Own[] | null {
  const me = book().me.user.id
  const mine = (kind: string): ReturnType<typeof useRows> => useRows(kind)?.filter((r) => textOf(r.v.by) === me) ?? null
  const [visits, notes, files] = [mine('visit'), mine('note'), mine('attachment')]
  if (!visits || !notes || !files) return null
  const areas = new Set(book().areas.byId.keys())
  return [
    ...visits.map((v): Own => ({ id: v.id, icon: 'footprints', waiting: v.waiting, text: [showDay(textOf(v.v.on)), refText(textOf(v.v.household))].join(' · ') })),
    ...notes.map((n): Own => ({ id: n.id, icon: 'sticky-note', waiting: n.waiting, text: [showDay(textOf(n.v.on)), textOf(n.v.text)].join(' · ') })),
    ...files
      .filter((a) => areas.has(textOf(a.v.subject)))
      .map((a): Own => ({ id: a.id, icon: a.v.kind === 'voice' ? 'mic' : 'camera', waiting: a.waiting, text: textOf(a.v.caption) || say(a.v.kind === 'voice' ? 'mine.voice' : 'mine.photo') })),
  ].sort((a, b) => (a.id < b.id ? 1 : -1))
}

const shownOwn = 50

function MinePage(): JSX.Element {
  const own = useOwn()
  return (
    <Frame title={sayApp('reporter.mine')} back="/phone">
      <Asked />
      <Notices large />
      <section>
        <h2>{say('mine.own')}</h2>
        {!own && <Loading />}
        {own?.length === 0 && <p class="quiet">{say('mine.none')}</p>}
        <ul class="cards" hidden={!own?.length}>
          {own?.slice(0, shownOwn).map((o) => (
            <li key={o.id} class="line">
              <Icon name={o.icon} />
              <span class="grow">{o.text}</span>
              <span class={`tag ${o.waiting > 0 ? 'due' : ''}`}>
                <Icon name={o.waiting > 0 ? 'wifi-off' : 'check'} /> {o.waiting > 0 ? t('phone.waiting') : say('mine.sent')}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </Frame>
  )
}
