import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { readBook, simpleHome } from '../../store/phone/book'
import { stage, status, syncProblem, version } from '../../store/phone/client'
import { elsewhere, takeHere } from '../../store/phone/window'
import { go, place } from '../../store/router'
import { t } from '../../store/words'
import { lazy } from '../parts/lazy'
import { Loading } from '../parts/state'
import { Door, Enrol, problemText, Unlock } from './door'
import { HomePage } from './home'
import { Homes } from './homes'
import { LinkPage } from './link'
import { SealedPage } from './reopen'
import { Today } from './today'

const VisitPage = lazy(async () => (await import('./visit')).VisitPage)
const SeenPage = lazy(async () => (await import('./seen')).SeenPage)
const SettlePage = lazy(async () => (await import('./settle')).SettlePage)
const TasksPage = lazy(async () => (await import('./tasks')).TasksPage)
const TaskPage = lazy(async () => (await import('./tasks')).TaskPage)
const PersonPage = lazy(async () => (await import('./person')).PersonPage)
const ConsentPage = lazy(async () => (await import('./consent')).ConsentPage)
const AskPage = lazy(async () => (await import('./asking')).AskPage)
const SimpleApp = lazy(async () => (await import('./simple/app')).SimpleApp)
const MapPage = lazy(async () => (await import('./map')).MapPage)
const LostPage = lazy(async () => (await import('./anew')).LostPage)
const BackPage = lazy(async () => (await import('./anew')).BackPage)
const AnewPage = lazy(async () => (await import('./anew')).AnewPage)
const AnewOffer = lazy(async () => (await import('./anew')).AnewOffer)
const EnrolmentPage = lazy(async () => (await import('./programs/enrolment')).EnrolmentPage)
const ProposePage = lazy(async () => (await import('./programs/propose')).ProposePage)
const GiftsPage = lazy(async () => (await import('./programs/gifts')).GiftsPage)
const WithPage = lazy(async () => (await import('./with')).WithPage)
const NewPage = lazy(async () => (await import('./new')).NewPage)

export function PhoneApp(): JSX.Element {
  const s = stage.value
  if (!isSecureContext) return <p class="door empty">{t('phone.insecure')}</p>
  if (elsewhere.value) return <Elsewhere />
  switch (s?.stage) {
    case undefined:
      return <Loading />
    case 'none':
      return <Enrol />
    case 'lost':
      return <LostPage stage={s} />
    case 'locked':
      return <Unlock stage={s} />
    case 'sealed':
      return <SealedPage stage={s} />
    case 'open':
      return <Opened />
  }
}

/** Another window has the phone; what was written there is safe. */
function Elsewhere(): JSX.Element {
  return (
    <Door title={t('phone.elsewhere.title')}>
      <p class="quiet">{t('phone.elsewhere.help')}</p>
      <button type="button" class="btn main wide" onClick={() => void takeHere()}>
        {t('phone.elsewhere.here')}
      </button>
    </Door>
  )
}

/** Waits for the first meeting to bring the pack, then shows the screens. */
function Opened(): JSX.Element {
  const [ready, setReady] = useState(false)
  const [later, setLater] = useState(false)
  // A code that was scanned while the phone is somebody's: it is taken over what the phone holds, or refused.
  useEffect(() => {
    if (new URLSearchParams(location.hash.slice(1)).has('code')) go(`/phone/anew${location.hash}`, { replace: true })
  }, [])
  useEffect(() => {
    readBook().then((r) => setReady(ready || r), () => setReady(false))
  }, [version.value])
  const back = status.value?.back
  if (back && !later) return <BackPage back={back} later={() => setLater(true)} />
  if (place.value.parts[1] === 'anew') return <AnewPage />
  if (!ready)
    return (
      <div class="door">
        <p class="empty" aria-busy="true">
          {syncProblem.value ? problemText(syncProblem.value) : t('phone.link.working')}
        </p>
        {syncProblem.value && <AnewOffer />}
      </div>
    )
  if (simpleHome.value) return <SimpleApp />
  const [, screen = '', id = '', more = ''] = place.value.parts
  switch (screen) {
    case 'homes':
      return <Homes />
    case 'home':
      return <HomePage id={id} />
    case 'visit':
      return <VisitPage key={id + more} home={id} corrects={more} />
    case 'seen':
      return <SeenPage key={id} id={id} />
    case 'new':
      if (id === 'household' || id === 'person' || id === 'note') return <NewPage key={id + more} kind={id} home={more} />
      break
    case 'tasks':
      return <TasksPage />
    case 'task':
      return <TaskPage key={id} id={id} />
    case 'person':
      return <PersonPage key={id} id={id} home={more} />
    case 'consent':
      return <ConsentPage key={id} person={id} home={more} />
    case 'ask':
      return <AskPage key={id} person={id} home={more} />
    case 'map':
      return <MapPage />
    case 'enrolment':
      return <EnrolmentPage key={id} id={id} />
    case 'propose':
      return <ProposePage key={id} home={id} />
    case 'gifts':
      return <GiftsPage />
    case 'with':
      return <WithPage />
    case 'settle':
      return <SettlePage />
    case 'link':
      return <LinkPage />
  }
  return <Today />
}
