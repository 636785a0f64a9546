import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../../store/words'
import { tell } from '../../store/toast'
import { Dialog } from './dialog'
import { Icon } from './icon'

/** A password or code that the server shows once: big, easy to copy or to scan, and gone after. */
export function Once(p: { title: string; secret: string; help: string; scan?: string; onClose: () => void }): JSX.Element {
  const [qr, setQr] = useState('')
  useEffect(() => {
    if (p.scan) void import('qr').then(({ encodeQR }) => setQr(encodeQR(p.scan ?? '', 'svg', { border: 2 })))
  }, [p.scan])
  const copy = (): void =>
    void navigator.clipboard.writeText(p.secret).then(
      () => tell(t('user.copied')),
      () => undefined, // no clipboard on a plain page: it is on screen to be read
    )
  return (
    <Dialog title={p.title} onClose={p.onClose}>
      {qr && <div class="qr" role="img" aria-label={p.title} dangerouslySetInnerHTML={{ __html: qr }} />}
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
