import type { ComponentChildren, JSX } from 'preact'
import type { Fault } from '../../store/client'
import { l, t } from '../../store/words'
import { Icon } from './icon'

/** What will be here, and the one thing to do. */
export function Empty({ children, action }: { children: ComponentChildren; action?: ComponentChildren }): JSX.Element {
  return (
    <div class="empty">
      <p>{children}</p>
      {action}
    </div>
  )
}

/** What failed, in the words of who knows, and a way to try again; what one may not do stays so, and the way is back. */
export function Failed({ fault, again }: { fault: Fault; again?: () => void }): JSX.Element {
  return (
    <div class="empty" role="alert">
      <p>
        <Icon name="triangle-alert" /> {l(fault.text)}
      </p>
      {fault.code === 'forbidden' ? (
        <a class="btn" href="/">
          {t('page.home')}
        </a>
      ) : (
        again && (
          <button type="button" class="btn" onClick={again}>
            <Icon name="refresh-cw" /> {t('rec.retry')}
          </button>
        )
      )}
    </div>
  )
}

export function Loading(): JSX.Element {
  return (
    <p class="empty" aria-busy="true">
      {t('app.loading')}
    </p>
  )
}
