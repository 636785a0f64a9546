import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { LinkRules } from '../../../core/media/queue'
import { showNumber } from '../../../core/numbers'
import { ask, filesTurn, meet, version } from '../../../store/phone/client'
import type { FilesStatus } from '../../../store/phone/recording'
import { l } from '../../../store/words'
import { Icon } from '../../parts/icon'
import { Pic } from './looked'
import { sending as say } from './sending.texts'
import { say as sayRecord } from './texts'
import '../../css/record.phone.css'

const budgets = [5, 20, 50, 0]

const mega = (bytes: number): string => showNumber(Math.max(0.1, Math.round(bytes / 100_000) / 10))

/** Photos and recordings that wait, over which networks they go, and what a day may cost. */
export function Sending(): JSX.Element | null {
  const [s, setS] = useState<FilesStatus | null>(null)
  useEffect(() => {
    ask('filesStatus').then(setS, () => setS(null))
  }, [filesTurn.value, version.value])
  if (!s) return null
  const set = (to: Partial<LinkRules>): void => {
    void ask('setLinkRules', { ...s.rules, ...to }).then(() => (navigator.onLine && s.waiting > 0 ? meet() : undefined))
  }
  return (
    <section class="stack">
      <h2>{say('title')}</h2>
      <div class={`state ${s.waiting > 0 ? 'due' : 'ok'}`}>
        <Icon name={s.waiting > 0 ? 'camera' : 'check'} />
        <span>
          <span class="strong">{s.waiting > 0 ? say('waiting', { n: s.waiting, mb: mega(s.bytes) }) : say('none')}</span>
          {s.progress !== null && (
            <>
              <br />
              <progress value={s.progress} max={1} aria-label={say('progress')} /> <span class="small">{say('progress')}</span>
            </>
          )}
          {s.held && s.progress === null && (
            <>
              <br />
              <span class="small">{say(s.held === 'wifi' && s.link === 'unknown' ? 'held.unknown' : `held.${s.held}`)}</span>
            </>
          )}
        </span>
      </div>
      {s.refused.map((f) => (
        <div class="card stack refused" key={f.digest}>
          <p>{f.text.vi ? l({ vi: f.text.vi, en: f.text.en ?? '' }) : sayRecord('file.refused')}</p>
          <Pic digest={f.digest} alt={sayRecord('photo.alt')} />
        </div>
      ))}
      <fieldset class="question">
        <legend class="label">{say('rules')}</legend>
        <div class="answers">
          {(['always', 'wifi', 'never'] as const).map((to) => (
            <label class={`answer ${s.rules.send === to ? 'on' : ''}`} key={to}>
              <input type="radio" name="link-rules" checked={s.rules.send === to} onChange={() => set({ send: to })} />
              <span>{say(`rules.${to}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {s.rules.send === 'always' && (
        <div class="field">
          <label class="label" for="link-budget">
            {say('budget')}
          </label>
          <select id="link-budget" class="input" value={String(s.rules.dayMB)} onChange={(e) => set({ dayMB: Number(e.currentTarget.value) })}>
            {budgets.map((n) => (
              <option key={n} value={String(n)}>
                {n === 0 ? say('budget.none') : say('budget.mb', { n })}
              </option>
            ))}
          </select>
          <p class="help">{say('budget.help', { mb: s.spent > 0 ? mega(s.spent) : '0' })}</p>
        </div>
      )}
    </section>
  )
}
