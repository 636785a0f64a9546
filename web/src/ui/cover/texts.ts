import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words of who is seen and who is late. */
const vi = {
  title: 'Ai đã được thăm',
  lead: 'Hộ đến hạn theo nhu cầu của hộ và lời hẹn lần trước. Mức phụ trách và nhịp thăm do gói dữ liệu quy định.',
  none: 'Chưa có hộ nào ở đây.',
  area: 'Xã',
  'area.all': 'Tất cả phần của tôi',
  homes: 'hộ',
  seen: 'đã thăm, chưa đến hạn',
  late: 'quá hạn',
  never: 'chưa thăm lần nào',
  nobody: 'chưa ai phụ trách',
  officers: 'Cán bộ phụ trách hộ',
  officer: 'Cán bộ',
  'officers.none': 'Chưa giao hộ cho ai. Giao ở trang phân công.',
  load: 'Đang phụ trách',
  norm: 'định mức {least}–{most}',
  over: 'quá định mức',
  under: 'dưới định mức',
  villages: 'Theo bản',
  village: 'Bản',
  waiting: 'Cần thăm',
  'waiting.none': 'Không có hộ nào quá hạn hay chưa được thăm.',
  'waiting.cut': 'Chỉ hiện {n} hộ chờ lâu nhất. Chọn một xã để xem đủ.',
  duesince: 'hạn {day}, trễ {n} ngày',
  motto: '3 bám, 4 cùng',
  'motto.help': 'Từ đầu năm. Đây là việc đã ghi, không phải điểm của ai.',
  record: 'Ghi việc cùng dân',
  closed: 'không mở cho bạn',
  print: 'In',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  title: 'Who was visited',
  lead: 'A household is due by its need and by what was promised last time. The pack says how many households an officer has and how soon each is visited again.',
  none: 'No households here yet.',
  area: 'Commune',
  'area.all': 'All that is mine',
  homes: 'households',
  seen: 'visited, not due yet',
  late: 'late',
  never: 'never visited',
  nobody: 'nobody in charge',
  officers: 'Officers in charge',
  officer: 'Officer',
  'officers.none': 'Nobody has a household in charge yet. Give them on the page of assignments.',
  load: 'In charge of',
  norm: 'norm {least}–{most}',
  over: 'above the norm',
  under: 'below the norm',
  villages: 'By village',
  village: 'Village',
  waiting: 'To be visited',
  'waiting.none': 'No household is late, and each was visited.',
  'waiting.cut': 'Only the {n} that wait longest are shown. Choose a commune to see all.',
  duesince: 'due {day}, {n} day late|due {day}, {n} days late',
  motto: 'With the people',
  'motto.help': 'This year so far. It counts what was recorded and scores nobody.',
  record: 'Record time with the people',
  closed: 'not open to you',
  print: 'Print',
}

/** A text of coverage in the reader's language. */
export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'vi' ? vi : en)[key], fills)
}
