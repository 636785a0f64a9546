import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { DemoAccount } from '../../core/api/types'
import { asFault, type Fault } from '../../store/client'
import { canPasskey, signInByPasskey } from '../../store/passkeys'
import { demo, ended, signIn, welcome } from '../../store/session'
import { l, t } from '../../store/words'
import { Icon, Mark } from '../parts/icon'
import { TextField } from '../parts/textfield'
import { LangSwitch } from '../shell/switches'

/** The door: name and password, a passkey, or in a demo an account of each role. */
export function SignIn(): JSX.Element {
  const accounts = welcome.value?.accounts ?? []
  return (
    <div class="signin">
      {demo.value ? <Demo /> : <div />}
      <div class="corner">
        <LangSwitch />
      </div>
      <main class="middle" id="main">
        <div class="boxes">
          <Form />
          {accounts.length > 0 && <Accounts accounts={accounts} />}
        </div>
      </main>
    </div>
  )
}

function Demo(): JSX.Element {
  return (
    <p class="banner">
      <span>{t('app.demo')}</span>
    </p>
  )
}

/** The product's mark, name and motto, as on the two pages before the desk. */
export function Brand(): JSX.Element {
  return (
    <div class="brand">
      <Mark />
      <span>
        <b>{t('app.name')}</b>
        <span class="quiet small">{t('app.tagline')}</span>
      </span>
    </div>
  )
}

function Form(): JSX.Element {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const attempt = (how: () => Promise<void>, words?: (f: Fault) => string): void => {
    setBusy(true)
    setError('')
    how()
      .catch((e: unknown) => {
        const f = asFault(e)
        setError(words?.(f) ?? l(f.text))
      })
      .finally(() => setBusy(false))
  }
  const submit = (e: Event): void => {
    e.preventDefault()
    if (!login.trim() || !password) setError(t('signin.empty'))
    else attempt(() => signIn(login.trim(), password))
  }
  const passkey = (): void => {
    if (!login.trim()) setError(t('signin.passkey.need'))
    else attempt(() => signInByPasskey(login.trim()), (f) => (f.status > 0 ? l(f.text) : t('signin.passkey.failed')))
  }
  return (
    <form class="card" onSubmit={submit} aria-label={t('signin.title')}>
      <Brand />
      <h1 class="sr">{t('signin.title')}</h1>
      {ended.value && <p class="notice plain">{t('signin.ended')}</p>}
      <TextField label={t('signin.login')} name="login" autocomplete="username webauthn" value={login} onInput={setLogin} autofocus />
      <PasswordField label={t('signin.password')} name="password" autocomplete="current-password" value={password} onInput={setPassword} />
      <p class="error" role="alert" hidden={!error}>
        {error}
      </p>
      <p class="field">
        <button type="submit" class="btn main" disabled={busy}>
          {t('signin.submit')}
        </button>
      </p>
      {canPasskey() && (
        <p style="margin-top: 10px">
          <button type="button" class="btn" disabled={busy} onClick={passkey}>
            <Icon name="key-round" /> {t('signin.passkey')}
          </button>
        </p>
      )}
      <p class="help" style="margin-top: 14px">
        {t('signin.forgot')}
      </p>
    </form>
  )
}

/** A password that can be looked at while it is typed. */
export function PasswordField(p: {
  label: string
  name: string
  autocomplete: string
  value: string
  onInput: (s: string) => void
  error?: string
  help?: string
}): JSX.Element {
  const [seen, setSeen] = useState(false)
  return (
    <TextField
      {...p}
      secret={!seen}
      after={
        <button type="button" class="peek" aria-pressed={seen} aria-label={seen ? t('signin.hide') : t('signin.show')} onClick={() => setSeen(!seen)}>
          <Icon name="eye" />
        </button>
      }
    />
  )
}

function Accounts({ accounts }: { accounts: DemoAccount[] }): JSX.Element {
  const [error, setError] = useState('')
  const use = (a: DemoAccount): void => {
    setError('')
    signIn(a.login, a.password).catch((e: unknown) => setError(l(asFault(e).text)))
  }
  return (
    <section class="card accounts" aria-label={t('signin.accounts')}>
      <h2>{t('signin.accounts')}</h2>
      <p class="help">{t('signin.accounts.help')}</p>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <ul style="margin-top: 8px">
        {accounts.map((a) => (
          <li key={a.login}>
            <button type="button" onClick={() => use(a)}>
              <span class="grow">
                <span class="strong">{l(a.role)}</span>
                <br />
                <span class="quiet small">{a.unit}</span>
              </span>
              <span class="tag">{a.login}</span>
              <Icon name="chevron-right" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
