import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words about reading a phone's file at the desk. */
const vi = {
  read: 'Đọc tệp của máy',
  reading: 'Đang đọc tệp',
  title: 'Tệp việc chưa gửi',
  took: 'Máy chủ nhận {n} việc, {files} ảnh và ghi âm của máy {device}.',
  wait: '{n} việc chờ xem trước khi có hiệu lực.',
  filesNot: '{n} ảnh và ghi âm chưa nhận.',
  part: 'Đây là tệp {part} trong {of} của máy này. Các tệp kia đọc trước hay sau đều được.',
  again: 'Đọc lại cùng tệp này không ghi thêm gì. Máy đã ghi tệp sẽ biết khi gặp máy chủ.',
  lost: 'Máy mất bộ nhớ: {phone}',
  'lost.do': 'Hỏi người giữ máy, tìm tệp việc chưa gửi nếu có, rồi cho máy một mã ghi máy mới.',
  close: 'Đóng',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  read: 'Read a phone’s file',
  reading: 'Reading the file',
  title: 'File of unsent work',
  took: 'The server took {n} pieces of work, {files} photos and recordings of phone {device}.',
  wait: '{n} wait to be looked at before they take effect.',
  filesNot: '{n} photos and recordings were not taken.',
  part: 'This is file {part} of {of} of this phone. The others can be read before or after it.',
  again: 'Reading the same file again adds nothing. The phone that wrote it hears of it when it meets the server.',
  lost: 'A phone lost its memory: {phone}',
  'lost.do': 'Ask who holds it, look for a file of unsent work if there is one, then give the phone a new code.',
  close: 'Close',
}

export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}
