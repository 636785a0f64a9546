import { fill, type Fills } from '../../../core/i18n/fill'
import { lang } from '../../../store/words'

/** The words about files of unsent work. */
const vi = {
  old: 'Có việc ghi từ {ago} mà chưa gửi được',
  'old.help': 'Nếu còn lâu mới có sóng, hãy ghi việc ra tệp và nhờ người mang về.',
  later: 'Nhắc lại sau',
  title: 'Gửi bằng tệp',
  help: 'Không có sóng lâu ngày: ghi việc chưa gửi ra một tệp đã khóa rồi nhờ người khác mang về. Chỉ máy chủ của đơn vị mở được tệp này.',
  write: 'Ghi việc chưa gửi ra tệp',
  none: 'Chưa có gì cần ghi ra tệp.',
  met: 'Máy cần gặp máy chủ một lần trước khi ghi được tệp.',
  made: 'Đã ghi tệp: {n} việc, {files} ảnh và ghi âm. Việc vẫn còn trong máy này.',
  'made.part': 'Đã ghi tệp {part} trong {of}: {n} việc, {files} ảnh và ghi âm. Việc và ảnh vẫn còn trong máy này.',
  'write.part': 'Ghi tệp {part} trong {of}',
  'write.anew': 'Ghi lại mọi ảnh từ tệp 1',
  'write.again': 'Ghi lại',
  parts: 'Ảnh và ghi âm đã ra tệp',
  part: 'Tệp {part} trong {of}: {files} ảnh và ghi âm ({size}), ghi {ago}',
  'parts.left': 'Còn {n} ảnh và ghi âm ({size}) chưa ra tệp nào.',
  'parts.whole': 'Mọi ảnh và ghi âm chờ gửi đã ra tệp.',
  'parts.help': 'Không vừa một tệp nên ghi thành nhiều tệp. Mỗi tệp giao riêng được, theo thứ tự nào cũng được; giao hai lần không ghi thêm gì.',
  most: 'Mỗi tệp lớn nhất',
  'most.mb': '{n} MB',
  'most.help': 'Tệp nhỏ dễ chuyển qua Bluetooth hoặc tin nhắn, nhưng phải chuyển nhiều lần.',
  'carried.part': 'Tệp {part} trong {of}',
  last: 'Tệp gần nhất ghi {ago}, đến việc số {n}.',
  take: 'Nhận tệp của máy khác',
  waiting: '{n} việc của máy khác, chờ gửi khi có mạng',
  delivered: 'Đã giao: máy chủ nhận {n} việc, {files} ảnh và ghi âm',
  wait: '{n} việc chờ đơn vị xem',
  refused: 'Máy chủ chưa nhận tệp này',
  'refused.gone': 'Tệp không còn trên máy này. Hãy xin lại tệp từ máy đã ghi.',
  again: 'Giao lại',
  'waiting.files': '{n} ảnh và ghi âm của máy khác, chờ gửi khi có mạng',
  what: 'Tệp gồm những gì',
  'what.all': 'Việc và {files} ảnh, ghi âm ({size})',
  'what.words': 'Chỉ việc, không kèm ảnh: tệp nhỏ, gửi qua mạng nào cũng được',
  'made.words': 'Đã ghi tệp: {n} việc, không kèm ảnh. Việc và ảnh vẫn còn trong máy này.',
  'made.files': 'Đã ghi tệp: {files} ảnh và ghi âm. Chúng vẫn còn trong máy này.',
  away: 'Đã xem, bỏ tệp này',
  'bundle.empty': 'Mọi việc đã gửi, nên không có gì để ghi ra tệp.',
  'bundle.not_one': 'Đây không phải tệp việc chưa gửi của Bám Bản. Hãy chọn tệp có đuôi .bbb.',
  'bundle.damaged': 'Tệp này đã hỏng. Việc vẫn còn trong máy đã ghi; hãy ghi lại tệp ở máy đó.',
  'bundle.too_large': 'Máy không giữ thêm được tệp này. Hãy gửi các tệp đang chờ trước, hoặc ghi lại tệp không kèm ảnh.',
  'bundle.other_unit': 'Tệp này thuộc tỉnh khác. Hãy đưa tệp về đúng đơn vị của máy đã ghi.',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  old: 'Work written {ago} has not been sent yet',
  'old.help': 'If there will be no signal for a while, write it to a file and let somebody carry it.',
  later: 'Remind me later',
  title: 'Send by file',
  help: 'No signal for days: write what is not sent to a locked file and let somebody carry it. Only the unit’s server can open it.',
  write: 'Write unsent work to a file',
  none: 'Nothing needs a file.',
  met: 'This phone must meet the server once before it can write a file.',
  made: 'The file is written: {n} pieces of work, {files} photos and recordings. The work is still on this phone.',
  'made.part': 'File {part} of {of} is written: {n} pieces of work, {files} photos and recordings. Work and photos are still on this phone.',
  'write.part': 'Write file {part} of {of}',
  'write.anew': 'Write all photos again from file 1',
  'write.again': 'Write again',
  parts: 'Photos and recordings in files',
  part: 'File {part} of {of}: {files} photos and recordings ({size}), written {ago}',
  'parts.left': '{n} photo or recording ({size}) is in no file yet.|{n} photos and recordings ({size}) are in no file yet.',
  'parts.whole': 'All photos and recordings that wait are in files.',
  'parts.help': 'They don’t fit into one file, so there are several. Each can be handed in by itself, in any order; handing one in twice adds nothing.',
  most: 'Largest size of a file',
  'most.mb': '{n} MB',
  'most.help': 'Small files are easier to pass on by Bluetooth or message, but there are more of them.',
  'carried.part': 'File {part} of {of}',
  last: 'The latest file was written {ago}, up to number {n}.',
  take: 'Take another phone’s file',
  waiting: '{n} pieces of another phone’s work, waiting for a network',
  delivered: 'Delivered: the server took {n} pieces of work, {files} photos and recordings',
  wait: '{n} wait for the unit to look at them',
  refused: 'The server did not take this file',
  'refused.gone': 'The file is no longer on this phone. Ask for it again where it was written.',
  again: 'Hand it in again',
  'waiting.files': '{n} photo or recording of another phone, waiting for a network|{n} photos and recordings of another phone, waiting for a network',
  what: 'What the file holds',
  'what.all': 'Work and {files} photos and recordings ({size})',
  'what.words': 'Work only, without photos: a small file, for any network',
  'made.words': 'The file is written: {n} pieces of work, without photos. Work and photos are still on this phone.',
  'made.files': 'The file is written: {files} photos and recordings. They are still on this phone.',
  away: 'Seen, remove this file',
  'bundle.empty': 'Everything was sent, so there is nothing to write to a file.',
  'bundle.not_one': 'This is not a file of unsent work of Bám Bản. Choose a file whose name ends in .bbb.',
  'bundle.damaged': 'This file is damaged. The work is still on the phone that wrote it; write the file again there.',
  'bundle.too_large': 'This phone can’t keep that file as well. Send the waiting ones first, or write it again without photos.',
  'bundle.other_unit': 'This file belongs to another province. Take it to the unit of the phone that wrote it.',
}

export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}

/** The words for a problem; "" where the code is none of these. */
export function sayProblem(code: string): string {
  return code in vi ? say(code as Key) : ''
}

export const bundleTexts = { vi, en }
