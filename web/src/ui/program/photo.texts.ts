import { lang } from '../../store/words'

/** The words about photos that the desk puts with a step. */
const vi = {
  title: 'Ảnh',
  choose: 'Chọn tệp ảnh',
  working: 'Đang thu nhỏ ảnh…',
  help: 'Ảnh được thu nhỏ trước khi gửi. Nơi chụp, nếu máy ảnh có ghi, được đưa vào hồ sơ và xóa khỏi tệp.',
  alt: 'Ảnh đã chọn',
  'photo.large': 'Tệp này quá lớn, có lẽ là phim. Hãy chọn một ảnh.',
  'photo.not': 'Tệp này không phải là ảnh. Hãy chọn tệp JPEG, PNG hoặc WebP.',
  'photo.heic': 'Trình duyệt này không mở được ảnh dạng HEIC. Hãy đổi sang JPEG rồi chọn lại.',
  'photo.broken': 'Tệp này bị hỏng, không mở được. Hãy chọn tệp khác.',
  notsent: 'Bước đã được ghi nhưng ảnh chưa gửi được. Ảnh còn ở trang này; hãy gửi lại trước khi đóng trang.',
  again: 'Gửi lại ảnh',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  title: 'Photo',
  choose: 'Choose a photo file',
  working: 'Making it small…',
  help: 'The photo is made small before it is sent. Where it was taken, if the camera says, goes into the record and out of the file.',
  alt: 'Photo that was chosen',
  'photo.large': 'This file is too large; it may be a video. Choose a photo.',
  'photo.not': 'This file is not a photo. Choose a JPEG, PNG or WebP file.',
  'photo.heic': 'This browser can’t open HEIC photos. Save it as JPEG and choose it again.',
  'photo.broken': 'This file is damaged and can’t be opened. Choose another.',
  notsent: 'The step is recorded, but its photos were not sent. They are still on this page; send them again before you close it.',
  again: 'Send the photos again',
}

export function say(key: Key): string {
  return (lang.value === 'en' ? en : vi)[key]
}
