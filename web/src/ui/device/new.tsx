import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import { showInstant } from '../../core/dates'
import { asFault, send } from '../../store/client'
import { getRecord, learnOne, turnover, writes } from '../../store/records'
import { go, place, recordLink } from '../../store/router'
import { warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { BudgetLine } from './budget'
import { Once } from '../parts/once'
import { RefPicker } from '../parts/refpicker'
import { TextField, Under } from '../parts/textfield'

/** Enrols a phone for somebody: the code is shown once and typed on the phone. */
export function NewDevice(): JSX.Element {
  const [user, setUser] = useState(place.value.query.get('v.user') ?? '')
  const [name, setName] = useState('')
  const [wrong, setWrong] = useState<{ user?: string; name?: string }>({})
  const [made, setMade] = useState<{ id: string; code: string; until: number } | null>(null)
  const [, named] = useState(0)
  useEffect(() => {
    if (!user) return
    getRecord('user', user).then(
      (u) => {
        learnOne(user, 'user', u.title)
        named((n) => n + 1)
      },
      () => setUser(''), // not mine to see: choose somebody else
    )
  }, [])
  const submit = (): void => {
    if (!user || !name.trim()) return setWrong({ ...(user ? {} : { user: t('wrong.required') }), ...(name.trim() ? {} : { name: t('wrong.required') }) })
    send('POST', '/devices', { user, name: name.trim() }, d.newDevice)
      .then((x) => {
        writes.value += 1
        turnover.value += 1
        setMade(x)
      })
      .catch((e: unknown) => {
        const f = asFault(e)
        if (f.field === 'user' || f.field === 'name') setWrong({ [f.field]: l(f.text) })
        else warn(l(f.text))
      })
  }
  return (
    <article class="rec">
      <form
        class="prose"
        noValidate
        onSubmit={(e) => {
          e.preventDefault()
          submit()
        }}
      >
        <h1 style="margin-bottom: 16px">{t('device.enrol')}</h1>
        <div class="field">
          <label class="label" for="holder">
            {t('device.holder')}
          </label>
          <RefPicker id="holder" kinds={['user']} value={user} onPick={setUser} invalid={Boolean(wrong.user)} />
          <Under id="holder" error={wrong.user ?? ''} help="" />
        </div>
        <TextField label={t('device.name')} value={name} onInput={setName} error={wrong.name ?? ''} placeholder={t('device.name.eg')} />
        <BudgetLine user={user} />
        <p class="row" style="margin-top: 24px">
          <button type="submit" class="btn main">
            {t('device.enrol')}
          </button>
          <a class="btn" href="/device">
            {t('rec.cancel')}
          </a>
        </p>
      </form>
      {made && (
        <Once
          title={t('device.code')}
          secret={made.code}
          scan={`${location.origin}/phone#code=${encodeURIComponent(made.code)}`}
          help={t('device.code.help', { until: showInstant(made.until) })}
          onClose={() => go(recordLink('device', made.id), { replace: true })}
        />
      )}
    </article>
  )
}
