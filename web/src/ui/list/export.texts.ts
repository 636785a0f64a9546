import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words about sending a list out. */
const vi = {
  xlsx: 'Excel, mọi cột',
  shown: 'Excel, các cột đang hiện',
  csv: 'CSV, mọi cột',
  print: 'In',
  file: 'Lấy tệp',
  busy: 'Đang lấy…',
  table: 'Lấy tệp: {name}',
  'table.xlsx': 'Excel',
  'table.csv': 'CSV',
  got: 'Đã nhận {kb} KB',
  failed: 'Chưa tải được danh sách. Hãy thử lại.',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  xlsx: 'Excel, all columns',
  shown: 'Excel, the columns shown',
  csv: 'CSV, all columns',
  print: 'Print',
  file: 'As a file',
  busy: 'Gathering…',
  table: 'As a file: {name}',
  'table.xlsx': 'Excel',
  'table.csv': 'CSV',
  got: '{kb} KB received',
  failed: 'The list could not be downloaded. Try again.',
}

export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'en' ? en : vi)[key], fills)
}
