import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words of lists that are saved and shared. */
const vi = {
  share: 'Cùng dùng trong đơn vị',
  shared: 'cùng dùng trong đơn vị',
  by: '{name} chia sẻ',
  saved: 'Đã lưu “{name}”. Mở ở máy nào cũng thấy.',
  gone: 'Đã bỏ “{name}”.',
  cleared: 'đã bỏ chữ tìm ngày {day}',
  'cleared.open': 'Ngày {day} chữ tìm của bộ lọc này đã được bỏ, vì tìm ra một người mà dữ liệu đã xóa theo yêu cầu. Các điều kiện khác vẫn còn; lưu lại nếu còn cần.',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  share: 'Share with my unit',
  shared: 'shared with the unit',
  by: 'shared by {name}',
  saved: '“{name}” is saved. It is there in any browser.',
  gone: '“{name}” is removed.',
  cleared: 'words taken out on {day}',
  'cleared.open': 'The words typed in this filter were taken out on {day}: they found a person whose data was erased on request. Its other conditions stay; save it again if you still need it.',
}

export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}
