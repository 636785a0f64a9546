import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words of lists that are saved and shared. */
const vi = {
  share: 'Cùng dùng trong đơn vị',
  shared: 'cùng dùng trong đơn vị',
  by: '{name} chia sẻ',
  saved: 'Đã lưu “{name}”. Mở ở máy nào cũng thấy.',
  gone: 'Đã bỏ “{name}”.',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  share: 'Share with my unit',
  shared: 'shared with the unit',
  by: 'shared by {name}',
  saved: '“{name}” is saved. It is there in any browser.',
  gone: '“{name}” is removed.',
}

export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}
