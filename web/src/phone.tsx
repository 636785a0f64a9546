import { computed, effect } from '@preact/signals'
import { render } from 'preact'
import './ui/css/tokens.css'
import './ui/css/base.css'
import './ui/css/parts.css'
import './ui/css/phone.css'
import { ask, end, meet, refresh, status, syncProblem } from './store/phone/client'
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
  const failed = computed(() => syncProblem.value !== null)
  effect(() => again(failed.value))
}

/** Milliseconds between two attempts: soon after one that failed, then ever longer. */
const soon = 4000
const seldom = 60_000
let timer = 0
let pause = seldom

/** Plans the next attempt; a failure that is new begins with a short pause. */
function again(failed: boolean): void {
  pause = failed ? soon : seldom
  plan()
}

function plan(): void {
  clearTimeout(timer)
  timer = window.setTimeout(() => {
    pause = Math.min(2 * pause, seldom)
    void leave().finally(plan)
  }, pause)
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
