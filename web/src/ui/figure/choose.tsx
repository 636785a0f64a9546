import type { JSX } from 'preact'
import type { Calendar } from '../../core/api/types'
import { containing, grainOf, grains, showPeriod, step, type Grain } from '../../core/periods'
import { today } from '../../store/clock'
import { go } from '../../store/router'
import { book } from '../../store/session'
import { l, lang } from '../../store/words'
import { Icon } from '../parts/icon'
import { RefPicker } from '../parts/refpicker'
import { askLink, herePath, type Ask } from './ask'
import { say } from './texts'

/** Chooses calendar, period, area, unit and map; the address holds what is chosen. */
export function Choose({ ask }: { ask: Ask }): JSX.Element {
  const { calendars } = book().pack
  const to = (other: Parameters<typeof askLink>[2]): void => go(askLink(herePath(), ask, other), { replace: true })
  const grain: Grain = grainOf(ask.period) ?? 'year'
  const again = (c: Calendar, g: Grain): void => to({ calendar: c.code, period: containing(c, g, today()) })
  return (
    <div class="choose noprint">
      <label>
        <span>{say('calendar')}</span>
        <select class="input" value={ask.calendar.code} onChange={(e) => again(calendars.find((c) => c.code === e.currentTarget.value) ?? ask.calendar, grain)}>
          {calendars.map((c) => (
            <option key={c.code} value={c.code}>
              {l(c.label)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{say('grain')}</span>
        <select class="input" value={grain} onChange={(e) => again(ask.calendar, grains.find((g) => g === e.currentTarget.value) ?? 'year')}>
          {grains.map((g) => (
            <option key={g} value={g}>
              {say(`grain.${g}`)}
            </option>
          ))}
        </select>
      </label>
      <div class="steps">
        <button type="button" class="btn square" aria-label={say('before')} onClick={() => to({ period: step(ask.period, -1) })}>
          <Icon name="arrow-left" />
        </button>
        <b class="num" aria-live="polite">
          {showPeriod(ask.period, lang.value)}
        </b>
        <button type="button" class="btn square" aria-label={say('after')} onClick={() => to({ period: step(ask.period, 1) })}>
          <Icon name="move-right" />
        </button>
      </div>
      <Picker label={say('area')} kind="area" value={ask.area} set={(area) => to({ area })} />
      <Picker label={say('unit')} kind="unit" value={ask.unit} set={(unit) => to({ unit })} />
      {book().former && (
        <label>
          <span>{say('map')}</span>
          <select class="input" value={ask.map} onChange={(e) => to({ map: e.currentTarget.value === 'old' ? 'old' : '' })}>
            <option value="new">{say('map.new')}</option>
            <option value="old">{say('map.old')}</option>
          </select>
        </label>
      )}
    </div>
  )
}

function Picker({ label, kind, value, set }: { label: string; kind: string; value: string; set: (id: string) => void }): JSX.Element {
  const id = `figure-${kind}`
  return (
    <div class="pick">
      <label for={id}>{label}</label>
      <RefPicker id={id} kinds={[kind]} value={value} onPick={set} onClear={() => set('')} />
    </div>
  )
}
