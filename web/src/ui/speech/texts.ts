import { fill, type Fills } from '../../core/i18n/fill'
import type { AppText } from '../../core/speech'
import { lang } from '../../store/words'

/** The words of recording texts, and those texts of the app itself that can be recorded. */
const vi = {
  'page.title': 'Tiếng nói của bản',
  'page.lead': 'Đọc các câu bằng tiếng của bản để bà con và cộng tác viên nghe trên điện thoại. Câu của mẫu câu hỏi ghi ở trang của từng mẫu; thông báo ghi ở trang của thông báo.',
  'page.app': 'Bốn việc của cộng tác viên ở bản',
  'page.topics': 'Chủ đề khi báo việc',
  'page.consent': 'Điều người dân đồng ý',
  'panel.title': 'Tiếng nói',
  'panel.language': 'Ghi bằng tiếng',
  'panel.have': '{n}/{all} câu đã có {language}',
  'panel.missing': 'chưa có tiếng',
  'panel.only': 'Chỉ hiện câu chưa có',
  'panel.done': 'Mọi câu đã có tiếng.',
  'panel.pack': 'theo bộ dữ liệu tỉnh',
  'panel.coming': 'một máy đã ghi, tiếng chưa gửi đến',
  'panel.record': 'Ghi tiếng',
  'panel.again': 'Ghi lại',
  'panel.withdraw': 'Rút',
  'panel.withdrawn': 'Đã rút bản ghi tiếng.',
  'panel.undo': 'Hoàn tác',
  'sheet.title': 'Ghi tiếng: {language}',
  'sheet.say': 'Đọc câu này',
  'sheet.start': 'Bắt đầu ghi',
  'sheet.stop': 'Dừng',
  'sheet.again': 'Ghi lại',
  'sheet.time': 'Đang ghi {at}, nhiều nhất {most}',
  'sheet.level': 'Độ to của tiếng',
  'sheet.file': 'Chọn tệp tiếng có sẵn',
  'sheet.heard': 'Nghe lại trước khi giữ',
  'sheet.keep': 'Giữ bản này',
  'sheet.keeping': 'Đang gửi…',
  'sheet.kept': 'Đã giữ. Điện thoại sẽ có tiếng này ở lần gửi nhận tới.',
  'sheet.denied': 'Trình duyệt chưa được dùng micrô. Hãy cho phép trong cài đặt của trang này rồi thử lại.',
  'sheet.denied.file': 'Trình duyệt chưa được dùng micrô. Hãy cho phép trong cài đặt của trang này, hoặc chọn tệp có sẵn.',
  'sheet.none': 'Máy này không ghi âm được trong trình duyệt. Hãy chọn tệp có sẵn.',
  'sheet.help': 'Đọc chậm, nơi yên tĩnh. Nhận mp3, m4a, ogg, webm, wav.',
  'reporter.visit': 'Thăm hộ',
  'reporter.tell': 'Báo việc',
  'reporter.take': 'Ảnh, ghi âm',
  'reporter.mine': 'Việc của tôi',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  'page.title': 'Voices of the village',
  'page.lead': 'Speak the texts in the village’s languages, so that people and reporters hear them on the phone. Texts of a form are recorded on that form’s page, a notice on its own.',
  'page.app': 'The reporter’s four actions',
  'page.topics': 'Topics when something is told',
  'page.consent': 'What people agree to',
  'panel.title': 'Voices',
  'panel.language': 'Record in',
  'panel.have': '{n}/{all} texts are spoken: {language}',
  'panel.missing': 'not spoken yet',
  'panel.only': 'Show only what is missing',
  'panel.done': 'Every text is spoken.',
  'panel.pack': 'from the province’s pack',
  'panel.coming': 'a phone has recorded it, the sound has not arrived yet',
  'panel.record': 'Record',
  'panel.again': 'Record again',
  'panel.withdraw': 'Withdraw',
  'panel.withdrawn': 'The recording was withdrawn.',
  'panel.undo': 'Undo',
  'sheet.title': 'Record: {language}',
  'sheet.say': 'Speak this text',
  'sheet.start': 'Start',
  'sheet.stop': 'Stop',
  'sheet.again': 'Record again',
  'sheet.time': 'Recording {at}, at most {most}',
  'sheet.level': 'How loud it is',
  'sheet.file': 'Choose a sound file',
  'sheet.heard': 'Listen before you keep it',
  'sheet.keep': 'Keep this one',
  'sheet.keeping': 'Sending…',
  'sheet.kept': 'Kept. Phones get it when they next send and receive.',
  'sheet.denied': 'The browser may not use the microphone. Allow it in this page’s settings, then try again.',
  'sheet.denied.file': 'The browser may not use the microphone. Allow it in this page’s settings, or choose a file.',
  'sheet.none': 'This computer can’t record in the browser. Choose a file instead.',
  'sheet.help': 'Speak slowly, in a quiet place. Takes mp3, m4a, ogg, webm, wav.',
  'reporter.visit': 'Visit a household',
  'reporter.tell': 'Tell what happened',
  'reporter.take': 'Photo, recording',
  'reporter.mine': 'My tasks',
}

export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}

/** A text of the app that can be recorded, in words. */
export function sayApp(key: AppText): string {
  return say(key)
}

export const speechTexts = { vi, en }
