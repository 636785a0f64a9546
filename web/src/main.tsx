import { render } from 'preact'
import './ui/css/tokens.css'
import './ui/css/base.css'
import './ui/css/parts.css'
import './ui/css/shell.css'
import './ui/css/list.css'
import './ui/css/record.css'
import { listen } from './store/router'
import { start } from './store/session'
import { chooseTheme, rememberedTheme } from './store/theme'
import { rememberedLang, speak } from './store/words'
import { App } from './ui/shell/app'
import { listenForFind } from './ui/shell/find'

async function open(): Promise<void> {
  chooseTheme(rememberedTheme())
  listen()
  listenForFind()
  await speak(rememberedLang())
  const root = document.getElementById('app')
  if (root) render(<App />, root)
  await start()
}

void open()
