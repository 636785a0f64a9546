import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words about what needs a person to look at it. */
const vi = {
  title: 'Việc cần xem lại',
  none: 'Không có việc nào cần xem lại.',
  'conflict.what': '{field}: hai người ghi khác nhau',
  'conflict.help': 'Đang hiện giá trị đầu tiên. Chọn giá trị đúng; giá trị kia vẫn còn trong lịch sử.',
  'conflict.keep': 'Giữ cái này',
  'conflict.both': 'Giữ cả hai: cái kia thành ghi chú',
  'conflict.kept': 'Đã chọn, lưu trên máy.',
  'conflict.closed': 'Chỉ huy đồn hoặc cán bộ phụ trách sẽ chọn.',
  'conflict.note': '{field}: {who} ghi “{value}” lúc {when}.',
  by: '{who} · {when}',
  'by.here': '{who} · {when} · máy này',
  someone: 'Người khác',
  empty: 'Để trống',
  'held.quarantined': 'Đơn vị đang giữ lại, chưa đưa vào hồ sơ',
  'held.refused': 'Đã ghi vào lịch sử, không làm thay đổi hồ sơ',
  'held.why': 'Vì sao',
  'held.wrote': 'Bạn đã ghi lúc {when}',
  'held.do': 'Việc bạn ghi không mất. Chỉ huy đồn xem và cho qua được; nếu sai thì mở hồ sơ, ghi lại cho đúng.',
  'held.open': 'Mở hồ sơ',
  'held.away': 'Đã biết, cất đi',
  'held.gone': 'Đã cất đi.',
  undo: 'Hoàn tác',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  title: 'To look at',
  none: 'Nothing needs a look.',
  'conflict.what': '{field}: two people wrote different things',
  'conflict.help': 'The first value is shown now. Choose the right one; the other stays in the history.',
  'conflict.keep': 'Keep this',
  'conflict.both': 'Keep both: the other as a note',
  'conflict.kept': 'Chosen, kept on the phone.',
  'conflict.closed': 'The station chief or the officer in charge will choose.',
  'conflict.note': '{field}: {who} wrote “{value}” at {when}.',
  by: '{who} · {when}',
  'by.here': '{who} · {when} · this phone',
  someone: 'Somebody else',
  empty: 'Left empty',
  'held.quarantined': 'The unit holds it back; it is not in the record yet',
  'held.refused': 'It is in the history and does not change the record',
  'held.why': 'Why',
  'held.wrote': 'You wrote at {when}',
  'held.do': 'What you wrote is not lost. The station chief can look at it and let it pass; if it is wrong, open the record and write it again.',
  'held.open': 'Open the record',
  'held.away': 'Seen, put away',
  'held.gone': 'Put away.',
  undo: 'Undo',
}

/** A text in the reader's language. */
export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}

export const settleTexts = { vi, en }
