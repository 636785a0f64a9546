import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { writes } from '../../store/records'
import { place } from '../../store/router'
import { demo, failure, kindOf, stage, start } from '../../store/session'
import { refreshToday } from '../../store/today'
import { t } from '../../store/words'
import { lazy } from '../parts/lazy'
import { Empty, Failed, Loading } from '../parts/state'
import { Toasts } from '../parts/toast'
import { ListScreen } from '../list/screen'
import { SignIn } from '../signin/signin'
import { TodayPage } from '../today/today'
import { Find } from './find'
import { Head } from './head'
import { Nav } from './nav'

const FirstPassword = lazy(async () => (await import('../signin/password')).FirstPassword)
const AreaScreen = lazy(async () => (await import('../area/screen')).AreaScreen)
const UnitScreen = lazy(async () => (await import('../unit/screen')).UnitScreen)
const SettlePage = lazy(async () => (await import('../settle/page')).SettlePage)
const LooksPage = lazy(async () => (await import('../look/page')).LooksPage)
const FormsPage = lazy(async () => (await import('../form/preview')).FormsPage)
const SpeechPage = lazy(async () => (await import('../speech/page')).SpeechPage)
const MapPage = lazy(async () => (await import('../map/page')).MapPage)
const ProgramScreen = lazy(async () => (await import('../program/page')).ProgramScreen)
const EnrolmentPage = lazy(async () => (await import('../program/enrolment')).EnrolmentPage)
const ImportPage = lazy(async () => (await import('../import/page')).ImportPage)
const FigurePage = lazy(async () => (await import('../figure/page')).FigurePage)
const MoneyScreen = lazy(async () => (await import('../money/page')).MoneyScreen)
const ReconcilePage = lazy(async () => (await import('../money/reconcile')).ReconcilePage)
const DesignScreen = lazy(async () => (await import('../design/page')).DesignScreen)
const GivenPage = lazy(async () => (await import('../money/given')).GivenPage)
const CoverPage = lazy(async () => (await import('../cover/page')).CoverPage)
const TwinScreen = lazy(async () => (await import('../twin/page')).TwinScreen)
const RequestsPage = lazy(async () => (await import('../rights/list')).RequestsPage)
const RequestPage = lazy(async () => (await import('../rights/page')).RequestPage)
const NewRequest = lazy(async () => (await import('../rights/new')).NewRequest)
const ErasePage = lazy(async () => (await import('../rights/erase')).ErasePage)
const CertificatePage = lazy(async () => (await import('../rights/certificate')).CertificatePage)
const RetentionPage = lazy(async () => (await import('../rights/retention')).RetentionPage)
const MePage = lazy(async () => (await import('../me/page')).MePage)

/** The whole: the door, or the desk. */
export function App(): JSX.Element {
  switch (stage.value) {
    case 'opening':
      return <Loading />
    case 'failed':
      return failure.value ? <Failed fault={failure.value} again={() => void start()} /> : <Loading />
    case 'signin':
      return <SignIn />
    case 'change':
      return (
        <>
          <FirstPassword />
          <Toasts />
        </>
      )
    case 'open':
      return <Desk />
  }
}

function Desk(): JSX.Element {
  useEffect(() => void refreshToday(), [writes.value, place.value.parts[0]])
  return (
    <div class="app">
      <a class="skip" href="#main">
        {t('app.skip')}
      </a>
      {demo.value && (
        <p class="banner">
          <span>{t('app.demo')}</span>
        </p>
      )}
      <Head />
      <Nav />
      <main id="main" tabIndex={-1}>
        <Screen />
      </main>
      <Find />
      <Toasts />
    </div>
  )
}

function Screen(): JSX.Element {
  const [first = '', second = '', third = ''] = place.value.parts
  switch (first) {
    case '':
      return <TodayPage />
    case 'area':
      return <AreaScreen id={second} />
    case 'unit':
      return <UnitScreen id={second} />
    case 'map':
      return <MapPage />
    case 'settle':
      return <SettlePage part={second} />
    case 'looks':
      return <LooksPage />
    case 'form':
      return <FormsPage id={second} version={third} />
    case 'import':
      if (second === 'new') return <ImportPage id={third} />
      break
    case 'speech':
      return <SpeechPage />
    case 'program':
      return <ProgramScreen code={second} part={third} />
    case 'design':
      return <DesignScreen id={second} part={third} />
    case 'cover':
      return <CoverPage />
    case 'money':
      return <MoneyScreen code={second} />
    case 'reconcile':
      return <ReconcilePage id={second} key={second} />
    case 'given':
      return <GivenPage />
    case 'request':
      if (second === 'new') return <NewRequest />
      return second ? <RequestPage id={second} key={second} /> : <RequestsPage />
    case 'erase':
      return <ErasePage person={second} key={second} />
    case 'certificate':
      if (second && second !== 'new') return <CertificatePage id={second} key={second} />
      break
    case 'retention':
      return <RetentionPage />
    case 'enrolment':
      if (second && second !== 'new') return <EnrolmentPage id={second} key={second} />
      break
    case 'record': {
      const whole = kindOf(second)
      if (whole && third) return <ListScreen kind={whole} id={third} key={whole.name} />
      break
    }
    case 'figure':
      return <FigurePage code={second} part={third} />
    case 'twins':
      return <TwinScreen person={second} pair={third} />
    case 'me':
      return <MePage />
  }
  const kind = kindOf(first)
  if (kind) return <ListScreen kind={kind} id={second} key={kind.name} />
  return <Empty action={<a class="btn" href="/">{t('page.home')}</a>}>{t('page.notfound')}</Empty>
}
