import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rec, Row } from '../../core/api/types'
import { showDay } from '../../core/dates'
import { textOf } from '../../core/decode'
import { asFault } from '../../store/client'
import { consentsOf, restrict, withdraw, type Consents } from '../../store/rights'
import { writes } from '../../store/records'
import { link } from '../../store/router'
import { tell, warn } from '../../store/toast'
import { may } from '../../store/session'
import { l } from '../../store/words'
import { Foot } from '../program/parts'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { useFetched } from '../parts/use'
import { refText } from '../parts/value'
import { CopyButton } from './copy'
import { GiveDialog } from './give'
import { term } from './list'
import { useCertificates } from './page'
import { say } from './texts'

/** On a person's page: what was agreed to, and what can be done with the data. */
export function RightsSection({ rec }: { rec: Rec }): JSX.Element | null {
  if (rec.deleted) return <Gone person={rec.id} />
  return may('consent').read ? <Section rec={rec} /> : null
}

function Gone({ person }: { person: string }): JSX.Element | null {
  const ids = useCertificates(person)
  if (ids.length === 0) return null
  return (
    <p class="notice plain">
      <Icon name="file-text" /> <a href={`/certificate/${ids.at(-1)}`}>{say('do.erased')}</a>
    </p>
  )
}

function Section({ rec }: { rec: Rec }): JSX.Element | null {
  const [dialog, setDialog] = useState<'give' | 'restrict' | Row | null>(null)
  const found = useFetched(`consents/${rec.id}/${writes.value}`, (s) => consentsOf(rec.id, s))
  const c = found.data
  if (!c) return null
  const lift = (): void => {
    restrict(rec.id, false).then(
      () => tell(say('lift.done')),
      (e: unknown) => warn(l(asFault(e).text)),
    )
  }
  return (
    <section class="group">
      <header>
        <h2>{say('consents')}</h2>
        {c.may.give && (
          <button type="button" class="btn small noprint" onClick={() => setDialog('give')}>
            <Icon name="plus" /> {say('give')}
          </button>
        )}
      </header>
      {c.restricted && (
        <div class="notice due" role="status">
          <Icon name="lock" />
          <span class="grow">{say('restricted')}</span>
          {c.may.restrict && (
            <button type="button" class="btn small noprint" onClick={lift}>
              {say('lift')}
            </button>
          )}
        </div>
      )}
      {c.rows.length === 0 && <p class="help">{say('consents.none')}</p>}
      <ul class="rel">
        {c.rows.map((r) => (
          <li key={r.id}>
            <Line row={r} consents={c} onWithdraw={() => setDialog(r)} />
          </li>
        ))}
      </ul>
      <div class="row wrap noprint">
        {c.may.ask && (
          <a class="btn" href={link('/request/new', { person: rec.id })}>
            <Icon name="plus" /> {say('ask')}
          </a>
        )}
        {c.may.copy && <CopyButton person={rec.id} />}
        {c.may.restrict && !c.restricted && (
          <button type="button" class="btn" onClick={() => setDialog('restrict')}>
            <Icon name="lock" /> {say('restrict')}
          </button>
        )}
        {c.may.erase && (
          <a class="btn" href={`/erase/${rec.id}`}>
            <Icon name="trash-2" /> {say('erase')}
          </a>
        )}
      </div>
      {dialog === 'give' && <GiveDialog person={rec.id} asks={c} onClose={() => setDialog(null)} />}
      {dialog === 'restrict' && (
        <Sure title={say('restrict')} text={say('restrict.what')} done={say('restrict.done')} go={() => restrict(rec.id, true)} onClose={() => setDialog(null)} />
      )}
      {dialog && typeof dialog === 'object' && (
        <Sure
          title={say('withdraw.title')}
          text={say('withdraw.what', { what: term('consent_purpose', textOf(dialog.v.purpose)) })}
          done={say('withdraw.done')}
          go={() => withdraw(dialog.id)}
          onClose={() => setDialog(null)}
        />
      )}
    </section>
  )
}

function Line({ row: r, consents: c, onWithdraw }: { row: Row; consents: Consents; onWithdraw: () => void }): JSX.Element {
  const stands = c.stand.includes(r.id)
  const given = r.v.status === 'given'
  const partner = textOf(r.v.partner)
  return (
    <div class="item">
      <a class="grow" href={`/consent/${r.id}`}>
        <strong>{term('consent_purpose', textOf(r.v.purpose))}</strong> {partner && <span>{say('for', { unit: refText(partner) })}</span>}
        <br />
        <span class="quiet small">
          {term('consent_form', textOf(r.v.form))} · {showDay(textOf(r.v.given_on))}
          {textOf(r.v.withdrawn_on) && ` · ${say('withdrawn', { day: showDay(textOf(r.v.withdrawn_on)) })}`}
        </span>
      </a>
      <span class={`tag ${stands ? '' : given ? 'due' : 'late'}`}>{say(stands ? 'stands' : given ? 'stands.lacks' : 'stands.not')}</span>
      {given && c.may.withdraw && (
        <button type="button" class="btn small noprint" onClick={onWithdraw}>
          <Icon name="undo-2" /> {say('withdraw')}
        </button>
      )}
    </div>
  )
}

/** Says what will happen before something that others feel at once. */
function Sure(p: { title: string; text: string; done: string; go: () => Promise<unknown>; onClose: () => void }): JSX.Element {
  const [wrong, setWrong] = useState('')
  const run = (): void => {
    p.go().then(
      () => {
        tell(p.done)
        p.onClose()
      },
      (e: unknown) => setWrong(l(asFault(e).text)),
    )
  }
  return (
    <Dialog title={p.title} onClose={p.onClose}>
      <p>{p.text}</p>
      {wrong && (
        <p class="error" role="alert">
          {wrong}
        </p>
      )}
      <Foot go={p.title} busy="" onGo={run} onClose={p.onClose} />
    </Dialog>
  )
}
