import type { ComponentChildren, JSX } from 'preact'
import { simpleHome } from '../../store/phone/book'
import { status } from '../../store/phone/client'
import { place } from '../../store/router'
import { demo } from '../../store/session'
import { t } from '../../store/words'
import { Icon, type IconName } from '../parts/icon'
import { Toasts } from '../parts/toast'

const tabs: { to: string; part: string; icon: IconName; text: 'phone.today' | 'phone.homes' | 'phone.tab.link' | 'phone.tab.start' }[] = [
  { to: '/phone', part: '', icon: 'sun', text: 'phone.today' },
  { to: '/phone/homes', part: 'homes', icon: 'house', text: 'phone.homes' },
  { to: '/phone/link', part: 'link', icon: 'refresh-cw', text: 'phone.tab.link' },
]

/** Of a phone that opens with four large pictures. */
const simpleTabs: typeof tabs = [
  { to: '/phone', part: '', icon: 'house', text: 'phone.tab.start' },
  { to: '/phone/link', part: 'link', icon: 'refresh-cw', text: 'phone.tab.link' },
]

/** A screen of the phone: its title, with a way back where it is not one of the tabs. */
export function Frame({ title, back, onScroll, children }: {
  title: string
  back?: string
  onScroll?: (box: HTMLElement) => void
  children: ComponentChildren
}): JSX.Element {
  const now = place.value.parts[1] ?? ''
  const unsent = status.value?.unsent ?? 0
  return (
    <div class="phone">
      <header>
        {demo.value && <p class="banner">{t('app.demo')}</p>}
        <div class="top">
          {back && (
            <a class="btn bare square back" href={back} aria-label={t('phone.back')}>
              <Icon name="arrow-left" />
            </a>
          )}
          <h1 class="clip">{title}</h1>
        </div>
      </header>
      <main class="scroll" id="main" tabIndex={-1} key={place.value.href} onScroll={(e) => onScroll?.(e.currentTarget)}>
        {children}
      </main>
      <nav class="tabs">
        {(simpleHome.value ? simpleTabs : tabs).map((x) => (
          <a href={x.to} key={x.to} aria-current={x.part === now || (x.part === 'homes' && ['home', 'visit', 'seen', 'new', 'person', 'consent'].includes(now)) ? 'page' : undefined}>
            <Icon name={x.icon} />
            {t(x.text)}
            {x.part === 'link' && unsent > 0 && <span class="count">{unsent}</span>}
          </a>
        ))}
      </nav>
      <Toasts />
    </div>
  )
}
