import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words of what people ask about their data, on the phone. */
const vi = {
  title: 'Ghi yêu cầu',
  add: 'Ghi yêu cầu về dữ liệu',
  lead: 'Người dân xem, sửa, rút đồng ý hoặc xóa dữ liệu của mình. Ghi đúng lời. Đồn trả lời và làm đúng hạn, tính từ ngày ghi ở đây.',
  what: 'Yêu cầu gì?',
  which: 'Lần đồng ý nào?',
  'which.any': 'Chưa rõ, để đồn xem',
  relation: 'Người yêu cầu là ai?',
  asker: 'Tên người yêu cầu',
  channel: 'Nhận bằng cách nào?',
  text: 'Lời của người yêu cầu',
  made: 'Yêu cầu ngày {day}',
  'need.what': 'Chọn người ấy yêu cầu gì.',
  'need.asker': 'Ghi tên người yêu cầu.',
  save: 'Ghi yêu cầu',
  kept: 'Đã ghi. Đồn thấy yêu cầu này khi máy gửi được.',
  closed: 'Bạn không ghi được yêu cầu của người này.',
  nobody: 'Không có người này trên máy.',
  list: 'Yêu cầu về dữ liệu',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  title: 'A request',
  add: 'Write down a request about data',
  lead: 'People see, mend, withdraw or erase what is kept of them. Write it in their words. The station answers and acts in time, counted from the day written here.',
  what: 'What is asked?',
  which: 'Which consent?',
  'which.any': 'Not sure; the station looks',
  relation: 'Who asks?',
  asker: 'Name of who asks',
  channel: 'How did it come?',
  text: 'In their words',
  made: 'Asked on {day}',
  'need.what': 'Choose what is asked.',
  'need.asker': 'Write the name of who asks.',
  save: 'Write it down',
  kept: 'Written down. The station sees it once the phone has sent it.',
  closed: 'You can’t write requests of this person.',
  nobody: 'This person is not on the phone.',
  list: 'Requests about data',
}

export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}
