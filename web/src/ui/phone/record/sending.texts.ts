import { fill, type Fills } from '../../../core/i18n/fill'
import { lang } from '../../../store/words'

/** The words about sending photos and recordings. */
const vi = {
  title: 'Ảnh và ghi âm',
  none: 'Mọi ảnh và ghi âm đã gửi',
  waiting: '{n} tệp chờ gửi, còn {mb} MB',
  progress: 'Đang gửi từng phần',
  'held.never': 'Đang tạm dừng theo lựa chọn bên dưới.',
  'held.wifi': 'Chờ có Wi-Fi.',
  'held.unknown': 'Trình duyệt này không cho biết có đang dùng Wi-Fi không, nên chưa gửi. Chọn “Mạng nào cũng gửi” khi bạn đang dùng Wi-Fi.',
  'held.budget': 'Đã dùng hết mức của hôm nay. Mai gửi tiếp, hoặc tăng mức bên dưới.',
  rules: 'Gửi và tải ảnh, ghi âm khi nào',
  'rules.always': 'Mạng nào cũng gửi',
  'rules.wifi': 'Chỉ khi có Wi-Fi',
  'rules.never': 'Tạm dừng',
  budget: 'Mức mỗi ngày khi không có Wi-Fi',
  'budget.mb': '{n} MB',
  'budget.none': 'Không giới hạn',
  'budget.help': 'Hôm nay đã dùng {mb} MB. Phần chữ luôn được gửi trước và không tính vào mức này.',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  title: 'Photos and recordings',
  none: 'All photos and recordings are sent',
  waiting: '{n} file waits, {mb} MB to go|{n} files wait, {mb} MB to go',
  progress: 'Going out in pieces',
  'held.never': 'Paused, as chosen below.',
  'held.wifi': 'Waiting for Wi-Fi.',
  'held.unknown': 'This browser doesn’t tell whether it uses Wi-Fi, so nothing is sent. Choose “On any network” while you are on Wi-Fi.',
  'held.budget': 'Today’s amount is used up. It goes on tomorrow, or raise the amount below.',
  rules: 'When to send and fetch photos and recordings',
  'rules.always': 'On any network',
  'rules.wifi': 'On Wi-Fi only',
  'rules.never': 'Not now',
  budget: 'Amount a day without Wi-Fi',
  'budget.mb': '{n} MB',
  'budget.none': 'No limit',
  'budget.help': '{mb} MB used today. Words always go first and don’t count.',
}

export function sending(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}

export const sendingTexts = { vi, en }
