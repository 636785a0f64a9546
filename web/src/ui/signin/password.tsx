import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { asFault } from '../../store/client'
import { changePassword, stage } from '../../store/session'
import { tell } from '../../store/toast'
import { l, t } from '../../store/words'
import { LangSwitch } from '../shell/switches'
import { Brand, PasswordField } from './signin'

/** The page of a first sign-in: nothing opens before the password is one's own. */
export function FirstPassword(): JSX.Element {
  return (
    <div class="signin">
      <div class="corner">
        <LangSwitch />
      </div>
      <main class="middle" id="main">
        <div class="card" style="max-width: 440px; padding: 28px; width: 100%">
          <Brand />
          <h1>{t('password.title')}</h1>
          <p class="help" style="margin-bottom: 16px">
            {t('password.first')}
          </p>
          <PasswordForm first />
        </div>
      </main>
    </div>
  )
}

const least = 10

/** Old, new, new again. */
export function PasswordForm({ first }: { first?: boolean }): JSX.Element {
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const [wrong, setWrong] = useState<{ at: 'old' | 'new' | 'again'; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const at = (field: 'old' | 'new' | 'again'): string => (wrong?.at === field ? wrong.text : '')
  const submit = (e: Event): void => {
    e.preventDefault()
    if (Array.from(fresh).length < least) return setWrong({ at: 'new', text: t('password.short') })
    if (fresh === old) return setWrong({ at: 'new', text: t('password.same') })
    if (fresh !== again) return setWrong({ at: 'again', text: t('password.differ') })
    setBusy(true)
    setWrong(null)
    changePassword(old, fresh)
      .then(() => {
        tell(t('password.done'))
        setOld('')
        setFresh('')
        setAgain('')
      })
      .catch((err: unknown) => {
        const f = asFault(err)
        setWrong({ at: f.field === 'new' ? 'new' : 'old', text: l(f.text) })
      })
      .finally(() => stage.value !== 'signin' && setBusy(false))
  }
  return (
    <form onSubmit={submit} style="max-width: 420px">
      <PasswordField
        label={first ? t('password.once') : t('password.old')}
        name="old"
        autocomplete="current-password"
        value={old}
        onInput={setOld}
        error={at('old')}
      />
      <PasswordField label={t('password.new')} name="new" autocomplete="new-password" value={fresh} onInput={setFresh} error={at('new')} help={t('password.rule')} />
      <PasswordField label={t('password.again')} name="again" autocomplete="new-password" value={again} onInput={setAgain} error={at('again')} />
      <p class="field">
        <button type="submit" class="btn main" disabled={busy}>
          {t('password.save')}
        </button>
      </p>
    </form>
  )
}
