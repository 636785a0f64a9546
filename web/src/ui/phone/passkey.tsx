import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ask, PhoneProblem, problemOf } from '../../store/phone/client'
import { addPasskey, mayHavePasskey } from '../../store/phone/passkey'
import { book } from '../../store/session'
import { tell } from '../../store/toast'
import { t } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { Pin, problemText } from './door'

/** Lets a fingerprint open the phone beside the PIN, or takes that back. */
export function PasskeyChoice(): JSX.Element | null {
  const [may, setMay] = useState(false)
  const [has, setHas] = useState<boolean | null>(null)
  const [asks, setAsks] = useState(false)
  const look = (): void => void ask('passkeys').then((p) => setHas(p.length > 0), () => undefined)
  useEffect(() => {
    void mayHavePasskey().then(setMay)
    look()
  }, [])
  const drop = async (): Promise<void> => {
    await ask('dropPasskeys')
    tell(t('phone.passkey.dropped'))
    look()
  }
  if (has === null || (!may && !has)) return null
  return (
    <>
      {has ? (
        <button type="button" class="btn wide" onClick={() => void drop()}>
          <Icon name="fingerprint" /> {t('phone.passkey.drop')}
        </button>
      ) : (
        <button type="button" class="btn wide" onClick={() => setAsks(true)}>
          <Icon name="fingerprint" /> {t('phone.passkey.add')}
        </button>
      )}
      {asks && (
        <Add
          onClose={() => {
            setAsks(false)
            look()
          }}
        />
      )}
    </>
  )
}

function Add({ onClose }: { onClose: () => void }): JSX.Element {
  const [pin, setPin] = useState('')
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const add = async (): Promise<void> => {
    setBusy(true)
    try {
      if (await addPasskey(pin, book().me.user.name)) {
        tell(t('phone.passkey.added'))
        onClose()
        return
      }
      setError(t('phone.passkey.none'))
    } catch (e) {
      setError(e instanceof PhoneProblem ? problemText(problemOf(e)) : t('phone.passkey.stopped'))
    }
    setBusy(false)
  }
  return (
    <Dialog title={t('phone.passkey.add')} onClose={onClose}>
      <form
        class="stack"
        autocomplete="off"
        onSubmit={(e) => {
          e.preventDefault()
          void add()
        }}
      >
        <p>{t('phone.passkey.help')}</p>
        <Pin id="passkey-pin" label={t('phone.unlock.pin')} value={pin} onInput={setPin} error={error} autofocus />
        <button type="submit" class="btn main wide" disabled={busy || pin === ''}>
          {t('phone.passkey.begin')}
        </button>
      </form>
    </Dialog>
  )
}
