import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words about a phone whose memory was lost, and about its new code. */
const vi = {
  'wiped.title': 'Dữ liệu trên máy đã bị xóa',
  'wiped.what': 'Trình duyệt đã xóa dữ liệu của Bám Bản trên máy này: người dùng xóa dữ liệu trang, hoặc máy hết chỗ.',
  'wiped.safe': 'Mọi việc máy đã ghi đều gửi về đơn vị rồi, không mất việc nào.',
  'wiped.unsent': 'Còn {n} việc ghi trên máy mà chưa gửi; các việc ấy không còn trên máy này nữa.',
  'wiped.file': 'Tệp ghi lúc {at} còn giữ {n} việc trong số đó. Hãy nhờ đơn vị đọc tệp.',
  'wiped.heard': 'Đơn vị đã biết việc này.',
  'wiped.unheard': 'Chưa báo được cho đơn vị; máy sẽ báo khi có sóng.',
  'wiped.begin': 'Ghi máy lại bằng mã mới',
  'back.title': 'Bộ nhớ của máy đã lùi lại',
  'back.what': 'Máy đang giữ một bản cũ của dữ liệu, như khi máy được khôi phục từ bản sao. Cần ghi máy lại bằng mã mới thì mới gửi được.',
  'back.missing': 'Bản cũ thiếu {n} việc máy đã ghi sau đó.',
  'back.file': 'Tệp ghi lúc {at} còn giữ các việc đến số {n}. Hãy nhờ đơn vị đọc tệp.',
  'back.kept': 'Việc chưa gửi đang có trên máy vẫn còn nguyên, và sẽ gửi sau khi ghi máy lại.',
  'back.later': 'Để sau, tiếp tục ghi',
  'anew.title': 'Ghi máy lại bằng mã mới',
  'anew.help': 'Trực ban tạo cho bạn một mã ghi máy mới trên bàn làm việc. Việc chưa gửi, bản nháp và ảnh chờ gửi vẫn còn trên máy. Máy cần có sóng.',
  'anew.code': 'Mã ghi máy mới',
  'anew.pin': 'Mã mở máy đang dùng',
  'anew.do': 'Ghi máy lại',
  'anew.working': 'Đang ghi máy…',
  'anew.other': 'Mã của người khác không dùng được khi trên máy còn việc của bạn. Nếu máy phải giao cho người khác, hãy gửi hết việc hoặc ghi việc ra tệp trước.',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  'wiped.title': 'The data on this phone was erased',
  'wiped.what': 'The browser erased what Bám Bản kept on this phone: somebody cleared the site’s data, or the phone ran out of room.',
  'wiped.safe': 'Everything that was written on it had been sent to the unit. Nothing is lost.',
  'wiped.unsent': '{n} piece of work had been written and not sent; it is no longer on this phone.|{n} pieces of work had been written and not sent; they are no longer on this phone.',
  'wiped.file': 'The file written at {at} still holds {n} of them. Ask the unit to read it.',
  'wiped.heard': 'The unit knows of it.',
  'wiped.unheard': 'The unit could not be told yet; the phone tells it when there is signal.',
  'wiped.begin': 'Set the phone up again with a new code',
  'back.title': 'The phone’s memory went back in time',
  'back.what': 'The phone holds an old copy of its data, as after being restored from a backup. It has to be set up again with a new code before it can send.',
  'back.missing': 'The old copy lacks {n} piece of work that the phone wrote later.|The old copy lacks {n} pieces of work that the phone wrote later.',
  'back.file': 'The file written at {at} still holds the work up to number {n}. Ask the unit to read it.',
  'back.kept': 'The unsent work that is on the phone stays as it is, and is sent once the phone is set up again.',
  'back.later': 'Later, go on writing',
  'anew.title': 'Set the phone up again with a new code',
  'anew.help': 'The duty officer makes a new code for you at the desk. Unsent work, drafts and waiting photos stay on the phone. It needs signal.',
  'anew.code': 'New code',
  'anew.pin': 'The PIN that you use now',
  'anew.do': 'Set up again',
  'anew.working': 'Setting up…',
  'anew.other': 'Another person’s code is not taken while your work is on the phone. If the phone has to go to somebody else, send all the work or write it to a file first.',
}

/** A text in the reader's language. */
export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}

export const anewTexts = { vi, en }
