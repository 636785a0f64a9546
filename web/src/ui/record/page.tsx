import type { JSX } from 'preact'
import type { Kind, Rec } from '../../core/api/types'
import { placeName } from '../../core/areas'
import { groupsOf, isAnswers, relatedOf } from '../../core/columns'
import { textOf } from '../../core/decode'
import { cellLabel } from '../../core/kinds'
import { getRecord, setFields, writes } from '../../store/records'
import { place } from '../../store/router'
import { book, may } from '../../store/session'
import { twinsOf } from '../../store/twins'
import { l, lang, showAgo, t } from '../../store/words'
import { HoldersSection, HoldsSection } from '../device/holds'
import { DevicePanel } from '../device/panel'
import { HouseFacts, HousePeople } from '../household/facts'
import { MoveButton } from '../household/move'
import { Icon } from '../parts/icon'
import { lazy } from '../parts/lazy'
import { PersonFacts } from '../person/facts'
import { Empty, Failed, Loading } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { refText, rowTitle, whoText } from '../parts/value'
import { UserPanel } from '../user/panel'
import { Conflicts } from './conflicts'
import { act, remove, type Shown } from './editing'
import { FieldRow } from './fieldrow'
import { HistorySection } from './history'
import { Keyed } from './keyed'
import { RelatedList } from './related'

const ImportPanel = lazy(async () => (await import('../import/panel')).ImportPanel)
const NoticeSpeech = lazy(async () => (await import('../speech/page')).NoticeSpeech)
const AccountSection = lazy(async () => (await import('../ledger/account')).AccountSection)
const BookSection = lazy(async () => (await import('../money/book')).BookSection)
const HoldsLink = lazy(async () => (await import('../money/holds')).HoldsLink)
const FileSection = lazy(async () => (await import('./file')).FileSection)
const PersonTwinsSection = lazy(async () => (await import('../twin/person')).PersonTwinsSection)
const RightsSection = lazy(async () => (await import('../rights/section')).RightsSection)
const AnswersSection = lazy(async () => (await import('../form/answers')).AnswersSection)

/** One record: who it is, what needs settling, its fields, what belongs to it, its history. */
export function RecordPage({ kind, id }: { kind: Kind; id: string }): JSX.Element {
  const found = useFetched(`${kind.name}/${id}`, (signal) => getRecord(kind.name, id, signal))
  if (found.fault && !found.data) {
    if (found.fault.status === 404) return <Empty action={<a class="btn" href={listHref(kind)}>{t('rec.back')}</a>}>{t('rec.notfound')}</Empty>
    return <Failed fault={found.fault} again={found.again} />
  }
  if (!found.data) return <Loading />
  return <Page kind={kind} shown={{ rec: found.data, put: found.put }} />
}

function listHref(kind: Kind): string {
  const q = place.value.query.toString()
  return `/${kind.name}${q ? `?${q}` : ''}`
}

function Page({ kind, shown }: { kind: Kind; shown: Shown }): JSX.Element {
  const { rec } = shown
  useTitle(rowTitle(kind, rec))
  const editable = rec.mayRecord.update && !rec.deleted && !kind.addOnly
  const twins = useFetched(`twins/${rec.id}/${writes.value}`, async (s) => (kind.name === 'person' ? twinsOf(rec.id, s) : null)).data
  return (
    <article class={`rec ${rec.child ? 'child' : ''}`}>
      <Top kind={kind} shown={shown} />
      <Notices kind={kind} shown={shown} />
      {kind.name === 'household' && <HouseFacts rec={rec} />}
      {twins && (twins.pairs.length > 0 || twins.records.length > 1) && <PersonTwinsSection id={rec.id} twins={twins} />}
      {kind.name === 'person' && <PersonFacts rec={rec} />}
      {kind.name === 'person' && <RightsSection rec={rec} />}
      {kind.name === 'user' && <UserPanel shown={shown} />}
      {kind.name === 'user' && may('store').read && <HoldsLink user={rec.id} />}
      {kind.name === 'device' && <DevicePanel shown={shown} />}
      {['store', 'fund', 'sponsor'].includes(kind.name) && <AccountSection rec={rec} />}
      {['store', 'fund'].includes(kind.name) && <BookSection rec={rec} />}
      <Conflicts kind={kind} shown={shown} />
      {groupsOf(kind).map((g) => (
        <section class="group" key={g.key}>
          <header>
            <h2>{t(g.key)}</h2>
          </header>
          <dl>
            {g.fields.map((name) => {
              const field = kind.fields.find((f) => f.name === name)
              if (!field || rec.hidden.includes(name) || isAnswers(name)) return null
              if (field.type === 'keyed') return <Keyed key={name} field={field} shown={shown} editable={editable} />
              return <FieldRow key={name} field={field} shown={shown} editable={editable} />
            })}
          </dl>
        </section>
      ))}
      {rec.v.answers && <AnswersSection rec={rec} />}
      {(rec.v.digest ?? rec.v.evidence) && <FileSection rec={rec} />}
      {kind.name === 'import' && <ImportPanel id={rec.id} status={textOf(rec.v.status)} />}
      {kind.name === 'notice' && <NoticeSpeech id={rec.id} text={`${textOf(rec.v.title)}. ${textOf(rec.v.text)}`} />}
      {kind.name === 'household' && <HousePeople rec={rec} />}
      {relatedOf(kind.name).map(
        (r) => !(kind.name === 'household' && r.kind === 'membership') && <RelatedList key={r.kind} of={rec} related={r} also={twins?.kept === rec.id ? twins.records.slice(1) : []} />,
      )}
      {kind.name === 'device' && <HoldsSection rec={rec} />}
      {kind.name === 'household' && <HoldersSection rec={rec} />}
      <HistorySection kind={kind} shown={shown} />
      <Made rec={rec} />
    </article>
  )
}

function Top({ kind, shown }: { kind: Kind; shown: Shown }): JSX.Element {
  const { rec } = shown
  return (
    <header>
      <div class="who">
        <h1>{rowTitle(kind, rec)}</h1>
        <p class="sub">
          <span>{l(kind.label)}</span>
          {rec.area && <span>{placeName(book().areas, rec.area)}</span>}
          {rec.child && (
            <span class="tag child">
              <Icon name="shield" /> {t('rec.child.short')}
            </span>
          )}
          {rec.v.generated === true && <span class="tag due">{t('rec.generated')}</span>}
        </p>
      </div>
      <div class="acts noprint">
        {kind.addOnly && rec.mayRecord.delete && !rec.deleted && (
          <a class="btn bare" href={`/${kind.name}/new?v.corrects=${rec.id}`}>
            <Icon name="pencil" /> {t('rec.correct')}
          </a>
        )}
        {kind.name === 'household' && rec.mayRecord.update && !rec.deleted && <MoveButton shown={shown} />}
        {rec.mayRecord.delete && !rec.deleted && (
          <button type="button" class="btn bare" onClick={() => void remove(shown)}>
            <Icon name="trash-2" /> {t('rec.delete')}
          </button>
        )}
        <a class="btn bare" href={listHref(kind)}>
          <Icon name="x" /> {t('rec.close')}
        </a>
      </div>
    </header>
  )
}

function Notices({ kind, shown }: { kind: Kind; shown: Shown }): JSX.Element {
  const { rec } = shown
  const hidden = rec.hidden.map((h) => cellLabel(kind, h, lang.value).toLowerCase())
  return (
    <>
      {rec.deleted && (
        <div class="notice due">
          <Icon name="trash-2" />
          <span class="grow">{t('rec.isdeleted')}</span>
          {rec.mayRecord.delete && (
            <button type="button" class="btn small" onClick={() => void act(shown, () => setFields(rec, { _deleted: false }), t('rec.undone'), false)}>
              {t('rec.restore')}
            </button>
          )}
        </div>
      )}
      {rec.child && (
        <p class="notice child">
          <Icon name="shield" /> {t('rec.child')}
        </p>
      )}
      {hidden.length > 0 && (
        <p class="notice plain">
          <Icon name="lock" /> {t('rec.hidden', { n: hidden.length, fields: hidden.join(', ') })}
        </p>
      )}
      {kind.addOnly && !rec.deleted && (
        <p class="notice plain">
          <Icon name="lock" /> {t('rec.addonly')}
        </p>
      )}
    </>
  )
}

function Made({ rec }: { rec: Rec }): JSX.Element | null {
  if (!rec.created.at) return null
  const { at, user, device } = rec.created
  const who = whoText(user, device)
  const words = user && device ? t('rec.by', { who, when: showAgo(at), device: refText(device) }) : t('rec.by.short', { who, when: showAgo(at) })
  return <p class="help">{words}</p>
}
