import type { JSX } from 'preact'
import { t } from '../../store/words'
import { tell } from '../../store/toast'
import { Dialog } from './dialog'
import { Icon } from './icon'

/** A password or code that the server shows once: big, easy to copy, and gone after. */
export function Once(p: { title: string; secret: string; help: string; onClose: () => void }): JSX.Element {
  const copy = (): void =>
    void navigator.clipboard.writeText(p.secret).then(
      () => tell(t('user.copied')),
      () => undefined, // no clipboard on a plain page: it is on screen to be read
    )
  return (
    <Dialog title={p.title} onClose={p.onClose}>
      <output class="once">{p.secret}</output>
      <p class="quiet">{p.help}</p>
      <p class="row" style="margin-top: 16px">
        <button type="button" class="btn main" autofocus onClick={p.onClose}>
          {t('user.done')}
        </button>
        <button type="button" class="btn" onClick={copy}>
          <Icon name="copy" /> {t('user.copy')}
        </button>
      </p>
    </Dialog>
  )
}
