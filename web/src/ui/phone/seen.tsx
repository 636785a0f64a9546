import type { JSX } from 'preact'
import { showDay } from '../../core/dates'
import { textOf } from '../../core/decode'
import { mayAt } from '../../store/phone/book'
import type { Row } from '../../store/phone/messages'
import { kindOf } from '../../store/session'
import { l, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Loading } from '../parts/state'
import { refText, valueText } from '../parts/value'
import { Frame } from './frame'
import { AnswerList, useAnswered } from './record/answers'
import { digestsIn } from '../../core/media/digests'
import { VisitHistory } from './record/history'
import { Pic, Player } from './record/looked'
import { placeText } from './record/place'
import { say } from './record/texts'
import { useRows } from './use'
import '../css/record.phone.css'

/** A visit with what it corrects, the first one first. */
function chainOf(visits: Row[], last: Row): Row[] {
  const out = [last]
  for (let v: Row | undefined = last; v && out.length < 50; ) {
    const before: string = textOf(v.v.corrects)
    v = visits.find((x) => x.id === before)
    if (v) out.unshift(v)
  }
  return out
}

const shown = ['on', 'by', 'purposes', 'met', 'conditions', 'note', 'next_due'] as const

/** A visit that was made: what was said, its photos, its life, and a way to mend it. */
export function SeenPage({ id }: { id: string }): JSX.Element {
  const visits = useRows('visit')
  const visit = visits?.find((v) => v.id === id)
  if (!visits) return <Frame title={t('phone.visits')} back="/phone/homes"><Loading /></Frame>
  if (!visit) return <Frame title={t('phone.visits')} back="/phone/homes"><p class="empty">{say('visit.notfound')}</p></Frame>
  return <Seen visit={visit} visits={visits} />
}

function Seen({ visit, visits }: { visit: Row; visits: Row[] }): JSX.Element {
  const home = textOf(visit.v.household)
  const chain = chainOf(visits, visit)
  const newer = visits.find((v) => v.v.corrects === visit.id)
  const results = useAnswered([visit])?.get(visit.id) ?? []
  const fields = kindOf('visit')?.fields ?? []
  const area = textOf(visit.v.area)
  return (
    <Frame title={showDay(textOf(visit.v.on))} back={`/phone/home/${home}`}>
      {visit.waiting > 0 && (
        <p>
          <span class="tag due">{t('phone.waiting')}</span>
        </p>
      )}
      {newer && (
        <a class="state due" href={`/phone/seen/${newer.id}`}>
          <Icon name="history" />
          <span>
            {say('visit.newer')} <span class="strong">{say('visit.newer.open')}</span>
          </span>
        </a>
      )}
      <dl class="facts">
        <div>
          <dt>{t('phone.home')}</dt>
          <dd>{refText(home)}</dd>
        </div>
        {shown.map((name) => {
          const f = fields.find((x) => x.name === name)
          const text = f && valueText(f, visit.v[name])
          return text ? (
            <div key={name}>
              <dt>{l(f.label)}</dt>
              <dd>{text}</dd>
            </div>
          ) : null
        })}
        {visit.v.point && (
          <div>
            <dt>{say('place.title')}</dt>
            <dd>{placeText(visit.v.point)}</dd>
          </div>
        )}
      </dl>
      <AnswerList results={results} />
      <Attached chain={chain} />
      {!newer && mayAt('create', 'visit', { area, household: home }) && (
        <a class="btn wide" href={`/phone/visit/${home}/${visit.id}`}>
          <Icon name="pencil" /> {say('visit.fix')}
        </a>
      )}
      <VisitHistory chain={chain} />
    </Frame>
  )
}

/** Photos and recordings of a visit that no answer shows. */
function Attached({ chain }: { chain: Row[] }): JSX.Element | null {
  const ids = new Set(chain.map((v) => v.id))
  const answered = new Set(chain.flatMap((v) => digestsIn(v.v.answers ? (JSON.parse(textOf(v.v.answers)) as Record<string, never>) : null)))
  const rows = useRows('attachment')?.filter((a) => ids.has(textOf(a.v.subject)) && !answered.has(textOf(a.v.digest))) ?? []
  if (rows.length === 0) return null
  return (
    <section class="stack">
      <h2>{say('extra')}</h2>
      {rows.map((a) => (a.v.kind === 'voice' ? <Player key={a.id} digest={textOf(a.v.digest)} /> : <Pic key={a.id} digest={textOf(a.v.digest)} alt={textOf(a.v.caption) || say('photo.alt')} />))}
    </section>
  )
}
