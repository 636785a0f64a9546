import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words about what is asked of somebody. */
const vi = {
  title: 'Việc được giao',
  none: 'Chưa có việc nào giao cho bạn. Việc mới sẽ hiện ở đây sau lần gửi nhận tới.',
  done: 'Đã xong gần đây',
  due: 'hạn {day}',
  'due.today': 'hạn hôm nay',
  late: 'trễ {n} ngày',
  nodue: 'không hạn',
  notfound: 'Việc này không còn trên máy.',
  by: '{who} giao ngày {day}',
  about: 'Về hộ',
  answer: 'Kết quả',
  'answer.help': 'Làm được gì, còn vướng gì. Có thể để trống.',
  finish: 'Đã xong',
  finished: 'Đã ghi là xong, lưu trên máy.',
  reopen: 'Chưa xong, mở lại',
  reopened: 'Đã mở lại, lưu trên máy.',
  undo: 'Hoàn tác',
  'was.done': 'Xong ngày {day}',
  'was.dropped': 'Đơn vị thôi không giao việc này nữa.',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  title: 'Asked of me',
  none: 'Nothing is asked of you. New things show here after you next send and receive.',
  done: 'Done lately',
  due: 'by {day}',
  'due.today': 'due today',
  late: '{n} day late|{n} days late',
  nodue: 'no date',
  notfound: 'This is no longer on the phone.',
  by: '{who} asked on {day}',
  about: 'About the household',
  answer: 'What came of it',
  'answer.help': 'What was done, what is in the way. May be left empty.',
  finish: 'Done',
  finished: 'Marked as done, kept on the phone.',
  reopen: 'Not done after all',
  reopened: 'To do again, kept on the phone.',
  undo: 'Undo',
  'was.done': 'Done on {day}',
  'was.dropped': 'The unit no longer asks for this.',
}

/** A text in the reader's language. */
export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}

export const tasksTexts = { vi, en }
