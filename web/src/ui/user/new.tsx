import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import { asFault, send } from '../../store/client'
import { learnOne, turnover, writes } from '../../store/records'
import { go, recordLink } from '../../store/router'
import { grantable } from '../../store/roles'
import { saving } from '../../store/saving'
import { book } from '../../store/session'
import { warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { Once } from '../parts/once'
import { RefPicker } from '../parts/refpicker'
import { TextField, Under } from '../parts/textfield'

type Part = 'login' | 'name' | 'unit' | 'role' | 'area' | 'post'

/** A new account: who, where, as what; then the one-time password, shown once. */
export function NewUser(): JSX.Element {
  const [v, setV] = useState<Record<Part, string>>({ login: '', name: '', unit: book().me.unit.id, role: '', area: '', post: '' })
  const [wrong, setWrong] = useState<Partial<Record<Part, string>>>({})
  const [made, setMade] = useState<{ id: string; password: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (part: Part) => (s: string) => {
    setV((now) => ({ ...now, [part]: s }))
    setWrong((now) => ({ ...now, [part]: '' }))
  }
  const submit = (): void => {
    const empty = (['login', 'name', 'unit', 'role'] as const).filter((p) => !v[p].trim())
    if (empty.length > 0) return setWrong(Object.fromEntries(empty.map((p) => [p, t('wrong.required')])))
    setBusy(true)
    saving('new/user', () => send('POST', '/users', Object.fromEntries(Object.entries(v).filter(([, x]) => x !== '')), d.newUser), submit)
      .then((u) => {
        learnOne(u.id, 'user', v.name)
        writes.value += 1
        turnover.value += 1
        setMade(u)
      })
      .catch((e: unknown) => {
        const f = asFault(e)
        if (f.field in v) setWrong({ [f.field]: l(f.text) })
        else warn(l(f.text))
      })
      .finally(() => setBusy(false))
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
        <h1 style="margin-bottom: 16px">{t('user.add')}</h1>
        <TextField label={t('user.name')} value={v.name} onInput={set('name')} error={wrong.name ?? ''} autofocus />
        <TextField label={t('user.login')} value={v.login} onInput={set('login')} error={wrong.login ?? ''} />
        <TextField label={t('user.post')} value={v.post} onInput={set('post')} error={wrong.post ?? ''} />
        <Pick label={t('user.unit')} id="new-unit" kind="unit" value={v.unit} onPick={set('unit')} error={wrong.unit ?? ''} />
        <Roles chosen={v.role} pick={set('role')} error={wrong.role ?? ''} />
        <Pick label={t('user.area')} id="new-area" kind="area" value={v.area} onPick={set('area')} error={wrong.area ?? ''} help={t('user.area.help')} onClear={() => set('area')('')} />
        <p class="row" style="margin-top: 24px">
          <button type="submit" class="btn main" disabled={busy}>
            {t('user.create')}
          </button>
          <a class="btn" href="/user">
            {t('rec.cancel')}
          </a>
        </p>
      </form>
      {made && <Once title={t('user.once')} secret={made.password} help={t('user.once.help')} onClose={() => go(recordLink('user', made.id), { replace: true })} />}
    </article>
  )
}

function Pick(p: { label: string; id: string; kind: string; value: string; onPick: (id: string) => void; error: string; help?: string; onClear?: () => void }): JSX.Element {
  return (
    <div class="field">
      <label class="label" for={p.id}>
        {p.label}
      </label>
      <RefPicker id={p.id} kinds={[p.kind]} value={p.value} onPick={p.onPick} onClear={p.onClear} invalid={p.error !== ''} />
      <Under id={p.id} error={p.error} help={p.help ?? ''} />
    </div>
  )
}

function Roles({ chosen, pick, error }: { chosen: string; pick: (code: string) => void; error: string }): JSX.Element {
  return (
    <fieldset class="field" style="border: 0; padding: 0; margin-inline: 0" aria-invalid={error ? 'true' : undefined}>
      <legend class="label">{t('user.role')}</legend>
      {grantable().map((r) => (
        <label class="row" key={r.code} style="align-items: flex-start; padding: 6px 0">
          <input type="radio" name="role" value={r.code} checked={chosen === r.code} onChange={() => pick(r.code)} style="margin-top: 5px" />
          <span>
            {r.label}
            <br />
            <span class="quiet small">{r.help}</span>
          </span>
        </label>
      ))}
      <Under id="role" error={error} help="" />
    </fieldset>
  )
}
