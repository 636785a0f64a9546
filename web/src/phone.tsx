import { render } from 'preact'
import './ui/css/tokens.css'
import './ui/css/base.css'
import './ui/css/parts.css'
import './ui/css/phone.css'
import { refresh } from './store/phone/client'
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
  await refresh()
}

void open()
