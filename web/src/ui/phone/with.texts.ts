import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words about time with the people. */
const vi = {
  title: 'Cùng dân',
  lead: 'Ghi việc cùng ăn, cùng ở, cùng làm, cùng nói tiếng đồng bào. Không ai chấm điểm.',
  closed: 'Tài khoản này không ghi việc cùng dân, hoặc máy chưa có bản nào.',
  what: 'Việc gì',
  quantity: 'Bao nhiêu',
  less: 'Bớt một',
  more: 'Thêm một',
  village: 'Ở bản',
  language: 'Nói tiếng',
  'language.none': 'không ghi',
  save: 'Ghi',
  kept: 'Đã ghi, lưu trên máy.',
  month: 'Tháng này: {n} lần',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  title: 'With the people',
  lead: 'Record meals shared, nights stayed, days worked, the people’s language spoken. Nobody is scored.',
  closed: 'This account records no time with the people, or the phone has no village yet.',
  what: 'What',
  quantity: 'How many',
  less: 'One less',
  more: 'One more',
  village: 'Village',
  language: 'Language spoken',
  'language.none': 'not recorded',
  save: 'Record',
  kept: 'Recorded, kept on the phone.',
  month: 'This month: {n} time|This month: {n} times',
}

/** A text about time with the people, in the reader's language. */
export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'vi' ? vi : en)[key], fills)
}
