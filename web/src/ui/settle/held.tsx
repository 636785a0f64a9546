import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import type { HeldItem } from '../../core/api/types'
import { cellLabel, fieldOf } from '../../core/kinds'
import { nothing } from '../../core/decode'
import { asFault, get, send, type Fault } from '../../store/client'
import { learn, refOf, turnover, writes } from '../../store/records'
import { recordLink } from '../../store/router'
import { kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, lang, showAgo, t } from '../../store/words'
import { Icon, kindIcon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { refText, titleText, valueText } from '../parts/value'

/** Changes that were held back, each with why in plain words, and a button that lets it in. */
export function HeldList(): JSX.Element {
  const [items, setItems] = useState<HeldItem[] | null>(null)
  const [next, setNext] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const load = (after: string): void => {
    get(`/quarantine${after ? `?after=${encodeURIComponent(after)}` : ''}`, d.held).then(
      (page) => {
        learn(page.refs)
        setItems((now) => (after ? [...(now ?? []), ...page.items] : page.items))
        setNext(page.next)
      },
      (e: unknown) => setFault(asFault(e)),
    )
  }
  useEffect(() => load(''), [])
  const release = async (x: HeldItem): Promise<void> => {
    try {
      await send('POST', '/quarantine/release', { change: x.change }, nothing)
      setItems((now) => (now ?? []).filter((y) => y !== x))
      writes.value += 1
      turnover.value += 1
      tell(t('settle.released'))
    } catch (e) {
      warn(l(asFault(e).text))
    }
  }
  if (fault) return <Failed fault={fault} again={() => load('')} />
  if (!items) return <Loading />
  if (items.length === 0) return <Empty>{t('settle.held.none')}</Empty>
  return (
    <>
      <ul class="stack">
        {items.map((x) => (
          <Held key={`${x.change.d}${x.change.n}`} item={x} release={() => void release(x)} />
        ))}
      </ul>
      {next && (
        <button type="button" class="btn" style="margin-top: 16px" onClick={() => load(next)}>
          {t('settle.more')}
        </button>
      )}
    </>
  )
}

function Held({ item: x, release }: { item: HeldItem; release: () => void }): JSX.Element {
  const kind = kindOf(x.kind)
  const target = refOf(x.id)
  const closed = Object.keys(x.fields).length === 0
  return (
    <li class="card" style="padding: 14px 16px">
      <div class="row wrap">
        <Icon name={kindIcon(x.kind)} />
        {target ? (
          <a class="strong" href={recordLink(x.kind, x.id)}>
            {titleText(target.kind, target.title)}
          </a>
        ) : (
          <span class="strong">{kind ? l(kind.label) : x.kind}</span>
        )}
        {kind && target && <span class="quiet small">{l(kind.label)}</span>}
        <span class="grow" />
        <span class="quiet small">{t('settle.written', { who: refText(x.user), when: showAgo(x.at), device: refText(x.device) })}</span>
      </div>
      <p class="notice due">
        <Icon name="circle-alert" />
        <span>
          <span class="sr">{t('settle.why')}: </span>
          {l(x.text) || x.code}
        </span>
      </p>
      <dl class="small" style="margin-top: 10px">
        {Object.entries(x.fields).map(([name, v]) => {
          const f = kind && fieldOf(kind, name)
          return (
            <div key={name}>
              <dt class="quiet" style="display: inline">
                {kind ? cellLabel(kind, name, lang.value) : name}:{' '}
              </dt>
              <dd style="display: inline; font-weight: 500">{(f ? valueText(f, v) : JSON.stringify(v)) || t('value.none')}</dd>
            </div>
          )
        })}
        {!closed && x.hidden.length > 0 && (
          <div class="quiet">
            <Icon name="lock" /> {x.hidden.map((name) => (kind ? cellLabel(kind, name, lang.value) : name)).join(', ')}: {t('value.hidden.short')}
          </div>
        )}
      </dl>
      {closed ? (
        <p class="quiet small">
          <Icon name="lock" /> {t('settle.elsewhere')}
        </p>
      ) : (
        <p style="margin-top: 12px">
          <button type="button" class="btn" onClick={release}>
            <Icon name="check" /> {t('settle.release')}
          </button>
        </p>
      )}
    </li>
  )
}
