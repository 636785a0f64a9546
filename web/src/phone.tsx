import { render } from 'preact'
import './ui/css/tokens.css'
import './ui/css/base.css'
import './ui/css/parts.css'
import './ui/css/phone.css'
import { ask, end, meet, refresh, status } from './store/phone/client'
import { watchIdle } from './store/phone/idle'
import { keepApp } from './store/phone/update'
import { claim, elsewhere } from './store/phone/window'
import { listen } from './store/router'
import { chooseTheme, rememberedTheme } from './store/theme'
import { rememberedLang, speak } from './store/words'
import { PhoneApp } from './ui/phone/app'

async function open(): Promise<void> {
  chooseTheme(rememberedTheme())
  listen()
  await speak(rememberedLang())
  const root = document.getElementById('app')
  if (root) render(<PhoneApp />, root)
  if (!isSecureContext) return // the screen says why
  if (!(await claim(end))) return
  await Promise.all([refresh(), keepApp()])
  watchIdle()
  addEventListener('online', () => void meet())
  // What was recorded leaves as soon as there is a network; the officer need not think of it.
  setInterval(() => void leave(), 60_000)
}

async function leave(): Promise<void> {
  if (elsewhere.value || !status.value || !navigator.onLine) return
  if (status.value.unsent === 0) {
    const files = await ask('filesStatus').catch(() => null) // locked meanwhile
    if (!files?.ready || files.progress !== null) return
  }
  await meet()
}

void open()
