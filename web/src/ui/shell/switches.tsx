import type { JSX } from 'preact'
import type { IconName } from '../parts/icon'
import { Icon } from '../parts/icon'
import { chooseLang } from '../../store/session'
import { chooseTheme, theme, type Theme } from '../../store/theme'
import { lang, t } from '../../store/words'

/** vi | en */
export function LangSwitch(): JSX.Element {
  return (
    <div class="segments lang" role="group" aria-label={t('head.language')}>
      {(['vi', 'en'] as const).map((code) => (
        <button
          type="button"
          key={code}
          lang={code}
          title={code === 'vi' ? 'Tiếng Việt' : 'English'}
          aria-pressed={lang.value === code}
          onClick={() => void chooseLang(code)}
        >
          {code}
        </button>
      ))}
    </div>
  )
}

const themes: { code: Theme; icon: IconName; key: 'theme.auto' | 'theme.light' | 'theme.dark' }[] = [
  { code: 'auto', icon: 'monitor', key: 'theme.auto' },
  { code: 'light', icon: 'sun', key: 'theme.light' },
  { code: 'dark', icon: 'moon', key: 'theme.dark' },
]

/** Theme as items of a menu. */
export function ThemeItems(): JSX.Element {
  return (
    <div role="group" aria-label={t('head.theme')}>
      {themes.map((x) => (
        <button type="button" class="item" role="menuitemradio" key={x.code} aria-checked={theme.value === x.code} onClick={() => chooseTheme(x.code)}>
          <Icon name={x.icon} /> {t(x.key)}
          {theme.value === x.code && (
            <span style="margin-left: auto">
              <Icon name="check" />
            </span>
          )}
        </button>
      ))}
    </div>
  )
}
