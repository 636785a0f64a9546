import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { simpleHome, toLookAt } from '../../store/phone/book'
import { status } from '../../store/phone/client'
import { place } from '../../store/router'
import { demo } from '../../store/session'
import { t } from '../../store/words'
import { Icon, type IconName } from '../parts/icon'
import { lazy } from '../parts/lazy'
import { Toasts } from '../parts/toast'

const WriteSheet = lazy(async () => (await import('./write')).WriteSheet)

/** Screens with a button of their own at the bottom: one thing at a time. */
const busyScreens = ['visit', 'new', 'task', 'consent', 'ask', 'settle']

interface Tab {
  to: string
  icon: IconName
  text: 'phone.today' | 'phone.tab.homes' | 'phone.tab.map' | 'phone.tab.tasks' | 'phone.tab.start' | 'phone.tab.link'
  /** The screens that belong to it. */
  screens: string[]
}

const tabs: Tab[] = [
  { to: '/phone', icon: 'sun', text: 'phone.today', screens: [''] },
  { to: '/phone/homes', icon: 'house', text: 'phone.tab.homes', screens: ['homes', 'home', 'visit', 'seen', 'new', 'person', 'consent', 'ask'] },
  { to: '/phone/map', icon: 'map', text: 'phone.tab.map', screens: ['map'] },
  { to: '/phone/tasks', icon: 'list-checks', text: 'phone.tab.tasks', screens: ['tasks', 'task'] },
]

/** Of a phone that opens with four large pictures. */
const simpleTabs: Tab[] = [
  { to: '/phone', icon: 'house', text: 'phone.tab.start', screens: [''] },
  { to: '/phone/link', icon: 'refresh-cw', text: 'phone.tab.link', screens: ['link', 'settle'] },
]

/** A screen of the phone: its title and what has not left the phone; below, the places and the round button that writes. */
export function Frame({ title, back, onScroll, children }: {
  title: string
  back?: string
  onScroll?: (box: HTMLElement) => void
  children: ComponentChildren
}): JSX.Element {
  const [writes, setWrites] = useState(false)
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
          <Truth />
        </div>
      </header>
      <main class="scroll" id="main" tabIndex={-1} key={place.value.href} onScroll={(e) => onScroll?.(e.currentTarget)}>
        {children}
      </main>
      <nav class="tabs">
        {simpleHome.value ? (
          simpleTabs.map((x) => <TabLink tab={x} key={x.to} />)
        ) : (
          <>
            {tabs.slice(0, 2).map((x) => (
              <TabLink tab={x} key={x.to} />
            ))}
            {!busyScreens.includes(place.value.parts[1] ?? '') && (
              <button type="button" class="write" aria-haspopup="dialog" onClick={() => setWrites(true)}>
                <span class="round">
                  <Icon name="plus" />
                </span>
                {t('phone.write')}
              </button>
            )}
            {tabs.slice(2).map((x) => (
              <TabLink tab={x} key={x.to} />
            ))}
          </>
        )}
      </nav>
      {writes && <WriteSheet onClose={() => setWrites(false)} />}
      <Toasts />
    </div>
  )
}

function TabLink({ tab: x }: { tab: Tab }): JSX.Element {
  return (
    <a href={x.to} aria-current={x.screens.includes(place.value.parts[1] ?? '') ? 'page' : undefined}>
      <Icon name={x.icon} />
      {t(x.text)}
    </a>
  )
}

/** What has not left the phone, in words, on every screen; the way to sending and receiving. */
function Truth(): JSX.Element | null {
  const s = status.value
  if (!s) return null
  const look = toLookAt(s).length
  const text = s.unsent > 0 ? t('phone.truth.unsent', { n: s.unsent }) : look > 0 ? t('phone.truth.look', { n: look }) : t('phone.truth.sent')
  return (
    <a class={`truth ${s.unsent > 0 || look > 0 ? 'due' : 'ok'}`} href="/phone/link">
      <Icon name={s.unsent > 0 ? 'wifi-off' : look > 0 ? 'circle-alert' : 'check'} />
      {text}
    </a>
  )
}
