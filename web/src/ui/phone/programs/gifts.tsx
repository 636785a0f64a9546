import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { textOf } from '../../../core/decode'
import { matches } from '../../../core/fold'
import { termsOn } from '../../../core/kinds'
import { today } from '../../../store/clock'
import { programs, toLookAt } from '../../../store/phone/book'
import { ask, meet, problemOf, status } from '../../../store/phone/client'
import type { Row } from '../../../store/phone/messages'
import { giftWrites, returnWrites } from '../../../store/phone/programs'
import { book } from '../../../store/session'
import { tell, warn } from '../../../store/toast'
import { l, t } from '../../../store/words'
import { Icon } from '../../parts/icon'
import { lazy } from '../../parts/lazy'
import { Loading } from '../../parts/state'
import { problemText } from '../door'
import { Choice } from '../choice'
import { Frame } from '../frame'
import { areaName } from '../homes'
import { useRows } from '../use'
import { say } from './texts'

const ScanSheet = lazy(async () => (await import('./scan')).ScanSheet)

/** What waits to be handed over in campaigns. */
export function useGifts(): { open: Row[]; done: Row[] } | null {
  const dues = useRows('due')
  if (!dues) return null
  const campaigns = new Set(programs.value.filter((p) => p.campaign).map((p) => p.code))
  const mine = dues.filter((d) => campaigns.has(textOf(d.v.program)))
  const by = (a: Row, b: Row): number => textOf(a.v.name).localeCompare(textOf(b.v.name), 'vi')
  return { open: mine.filter((d) => d.v.status === 'open').sort(by), done: mine.filter((d) => d.v.status === 'paid').sort(by) }
}

/** The door to a gift day, on the first screen, where something waits. */
export function GiftDoor(): JSX.Element | null {
  const gifts = useGifts()
  if (!gifts?.open.length) return null
  return (
    <a class="btn wide" href="/phone/gifts">
      <Icon name="heart-handshake" /> {say('gift.door', { n: gifts.open.length })}
    </a>
  )
}

/** A gift day: one tap a household, found by name or number; nothing needs a signal. */
export function GiftsPage(): JSX.Element {
  const gifts = useGifts()
  const homes = useRows('household')
  const stores = useRows('store')
  const [q, setQ] = useState('')
  const [store, setStore] = useState('')
  const [campaign, setCampaign] = useState('')
  const [receipt, setReceipt] = useState('signature')
  const [scans, setScans] = useState(false)
  const [card, setCard] = useState('')
  if (!gifts || !homes || !stores) return <Frame title={say('gift.title')} back="/phone"><Loading /></Frame>
  const open = stores.filter((s) => !s.v.closed)
  const from = store || (open[0]?.id ?? '')
  const number = (d: Row): string => textOf(homes.find((h) => h.id === d.v.household)?.v.code)
  // One gift at a time: a household may wait for a gift of Tết and for a flag.
  const has = (some: Row[]) => (p: { code: string }) => some.some((d) => d.v.program === p.code)
  const waiting = programs.value.filter((p) => p.campaign && has([...gifts.open, ...gifts.done])(p))
  const now = waiting.find((p) => p.code === campaign) ?? waiting.find(has(gifts.open)) ?? waiting[0]
  const of = (d: Row): boolean => d.v.program === now?.code
  const scanned = gifts.open.find((d) => d.id === card)
  const found = scanned ? [scanned] : gifts.open.filter((d) => of(d) && matches(`${textOf(d.v.name)} ${number(d)}`, q))
  const read = (text: string): void => {
    setScans(false)
    const gone = gifts.done.find((d) => d.id === text)
    if (gifts.open.some((d) => d.id === text)) setCard(text)
    else warn(gone ? say('gift.already', { name: textOf(gone.v.name) }) : say('gift.unknown'))
  }
  const give = async (due: Row): Promise<void> => {
    try {
      const [id = ''] = await ask('newIds', 1)
      const me = book().me.user.id
      await ask('record', giftWrites(due, id, from, me, today(), receipt), '')
      if ('vibrate' in navigator) navigator.vibrate(30)
      tell(say('gift.given', { name: textOf(due.v.name) }), { label: say('undo'), run: () => void takeBack(due, id) })
      setQ('')
      setCard('')
      if (navigator.onLine) void meet()
    } catch (e) {
      warn(problemText(problemOf(e)))
    }
  }
  const takeBack = async (due: Row, entry: string): Promise<void> => {
    const [id = ''] = await ask('newIds', 1)
    await ask('record', returnWrites(due, entry, id, from, book().me.user.id, today(), say('gift.undo')), '')
    tell(say('gift.undone'))
  }
  const held = new Set(toLookAt(status.value).flatMap((a) => (a.what === 'held' && a.kind === 'entry' ? [textOf(a.fields.to)] : [])))
  const late = [...gifts.open, ...gifts.done].filter((d) => held.has(d.id))
  const done = gifts.done.filter((d) => !now || of(d))
  const all = gifts.open.filter((d) => !now || of(d)).length + done.length
  return (
    <Frame title={say('gift.title')} back="/phone">
      <p class="strong num" role="status">
        {say('gift.count', { n: done.length, of: all })}
      </p>
      {late.length > 0 && (
        <ul class="cards">
          {late.map((d) => (
            <li key={d.id}>
              <a href="/phone/settle">
                <Icon name="triangle-alert" />
                <span class="grow">
                  <span class="name">{textOf(d.v.name)}</span>
                  <br />
                  <span class="small">{say('gift.held')}</span>
                </span>
                <Icon name="chevron-right" />
              </a>
            </li>
          ))}
        </ul>
      )}
      {waiting.length > 1 && <Choice label={say('propose.pick')} value={now?.code ?? ''} options={waiting.map((p) => [p.code, l(p.label)])} onPick={setCampaign} />}
      {open.length === 0 ? (
        <p class="notice due">{say('gift.store.none')}</p>
      ) : (
        <div class="pair">
          <Choice label={say('gift.store')} value={from} options={open.map((s) => [s.id, textOf(s.v.name)])} onPick={setStore} />
          <Choice label={say('gift.receipt')} value={receipt} options={termsOn(book().pack, 'receipt_form', today()).map((x) => [x.code, l(x.label)])} onPick={setReceipt} />
        </div>
      )}
      {gifts.open.length === 0 && <p class="empty">{say('gift.none')}</p>}
      {gifts.open.length > 0 && (
        <button type="button" class="btn wide" onClick={() => setScans(true)}>
          <Icon name="camera" /> {say('gift.scan')}
        </button>
      )}
      {scanned && (
        <p class="row" role="status">
          <strong class="grow">{say('gift.one', { name: textOf(scanned.v.name) })}</strong>
          <button type="button" class="btn small" onClick={() => setCard('')}>
            {say('gift.all')}
          </button>
        </p>
      )}
      {scans && <ScanSheet onFound={read} onClose={() => setScans(false)} />}
      {gifts.open.length > 0 && !scanned && <input class="input" type="search" placeholder={say('gift.find')} aria-label={say('gift.find')} value={q} onInput={(e) => setQ(e.currentTarget.value)} autocomplete="off" />}
      <ul class="cards gifts">
        {found.slice(0, 60).map((d) => (
          <li key={d.id} class="line">
            <span class="grow">
              <span class="name">{textOf(d.v.name)}</span>
              <br />
              <span class="quiet small">{[number(d), areaName(textOf(d.v.area))].filter(Boolean).join(' · ')}</span>
            </span>
            <button type="button" class="btn main" disabled={!from} onClick={() => void give(d)}>
              {say('gift.give')}
            </button>
          </li>
        ))}
      </ul>
      {done.length > 0 && (
        <section>
          <h2>
            {say('gift.done')} ({done.length})
          </h2>
          <ul class="cards">
            {done.slice(0, 30).map((d) => (
              <li key={d.id} class="line">
                <Icon name="check" />
                <span class="grow name">{textOf(d.v.name)}</span>
                {d.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Frame>
  )
}
