import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { label } from '../../core/areas'
import { showDay } from '../../core/dates'
import { textOf, type Json } from '../../core/decode'
import { termLabel, termsOn } from '../../core/kinds'
import { today } from '../../store/clock'
import { villages } from '../../store/phone/book'
import { ask, meet, problemOf } from '../../store/phone/client'
import type { Row } from '../../store/phone/messages'
import { book, may } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, lang, t } from '../../store/words'
import { Loading } from '../parts/state'
import { Choice } from './choice'
import { problemText } from './door'
import { Frame } from './frame'
import { areaName } from './homes'
import { useRows } from './use'
import { say } from './with.texts'

/** Time with the people of a village: nights, meals, days worked, the language spoken. A few taps, no signal needed. */
export function WithPage(): JSX.Element {
  const rows = useRows('practice')
  const homes = useRows('household')
  const places = placesOf(homes ?? [])
  const mine = rows?.filter((r) => r.v.by === book().me.user.id).sort((a, b) => (textOf(a.v.on) + a.id < textOf(b.v.on) + b.id ? 1 : -1))
  const [type, setType] = useState('')
  const [quantity, setQuantity] = useState(1)
  const [area, setArea] = useState('')
  const [language, setLanguage] = useState('')
  const [busy, setBusy] = useState(false)
  if (!mine || !homes) return <Frame title={say('title')} back="/phone"><Loading /></Frame>
  if (!may('practice').create || places.length === 0) return <Frame title={say('title')} back="/phone"><p class="empty">{say('closed')}</p></Frame>
  const at = area || textOf(mine[0]?.v.area) || (places[0]?.id ?? '')
  const terms = (vocabulary: string): { code: string; text: string }[] => termsOn(book().pack, vocabulary, today()).map((x) => ({ code: x.code, text: l(x.label) }))
  const save = async (): Promise<void> => {
    setBusy(true)
    try {
      const [id = ''] = await ask('newIds', 1)
      const me = book().me
      const fields: Record<string, Json> = { type, quantity, area: at, on: today(), by: me.user.id, unit: me.user.unit, language }
      await ask('record', [{ kind: 'practice', record: id, fields: Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== '')) }], '')
      if ('vibrate' in navigator) navigator.vibrate(40)
      tell(say('kept'))
      setType('')
      setQuantity(1)
      if (navigator.onLine) void meet()
    } catch (e) {
      warn(problemText(problemOf(e)))
    }
    setBusy(false)
  }
  const month = today().slice(0, 7)
  return (
    <Frame title={say('title')} back="/phone">
      <p class="quiet">{say('lead')}</p>
      <div class="levels" role="radiogroup" aria-label={say('what')}>
        {terms('practice_type').map((x) => (
          <button key={x.code} type="button" role="radio" aria-checked={type === x.code} class={`chip ${type === x.code ? 'on' : ''}`} onClick={() => setType(x.code)}>
            {x.text}
          </button>
        ))}
      </div>
      <div class="row counter" role="group" aria-label={say('quantity')}>
        <button type="button" class="btn square" aria-label={say('less')} disabled={quantity <= 1} onClick={() => setQuantity(quantity - 1)}>
          −
        </button>
        <strong class="num big" role="status">
          {quantity}
        </strong>
        <button type="button" class="btn square" aria-label={say('more')} disabled={quantity >= 1000} onClick={() => setQuantity(quantity + 1)}>
          +
        </button>
      </div>
      <Choice label={say('village')} value={at} options={places.map((p) => [p.id, p.text])} onPick={setArea} />
      <Choice label={say('language')} value={language} options={[['', say('language.none')], ...terms('language').map((x): [string, string] => [x.code, x.text])]} onPick={setLanguage} />
      <button type="button" class="btn main wide" disabled={!type || busy} onClick={() => void save()}>
        {say('save')}
      </button>
      {mine.length > 0 && (
        <section>
          <h2>{say('month', { n: mine.filter((r) => textOf(r.v.on).startsWith(month)).length })}</h2>
          <ul class="cards">
            {mine.slice(0, 20).map((r) => (
              <li key={r.id} class="line">
                <span class="grow">
                  <span class="name">{termLabel(book().pack, 'practice_type', textOf(r.v.type), today(), lang.value)}</span> {r.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
                  <br />
                  <span class="quiet small">
                    {showDay(textOf(r.v.on))} · {areaName(textOf(r.v.area))}
                  </span>
                </span>
                <strong class="num">{typeof r.v.quantity === 'number' ? r.v.quantity : ''}</strong>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Frame>
  )
}

/** The villages that the officer goes to: those of the households on the phone, and those in which one may be written down. */
function placesOf(homes: Row[]): { id: string; text: string }[] {
  const { areas } = book()
  const all = new Map(villages().map((v) => [v.id, v]))
  for (const id of new Set(homes.map((h) => textOf(h.v.area)))) {
    const area = areas.byId.get(id)
    if (area && !all.has(id)) all.set(id, { id, text: label(area) })
  }
  return [...all.values()].sort((a, b) => a.text.localeCompare(b.text, 'vi'))
}
