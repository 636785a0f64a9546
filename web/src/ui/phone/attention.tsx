import type { JSX } from 'preact'
import { toLookAt } from '../../store/phone/book'
import { status } from '../../store/phone/client'
import { t } from '../../store/words'
import { Icon } from '../parts/icon'

/** The way to what needs a look, where something does. */
export function ToLookAt(): JSX.Element | null {
  const n = toLookAt(status.value).length
  if (n === 0) return null
  return (
    <a class="state due" href="/phone/settle">
      <Icon name="circle-alert" />
      <span class="strong grow">{t('phone.attention', { n })}</span>
      <Icon name="chevron-right" />
    </a>
  )
}
