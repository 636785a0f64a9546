import { lang, tIf } from '../../store/words'

/** What somebody was doing when they looked, beside what every page says. */
const vi: Record<string, string> = {
  twin: 'xem cặp có thể ghi hai lần',
  copy: 'làm bản sao cho người dân',
  hints: 'nhận dấu để so trùng',
  figure: 'xem bản ghi sau số liệu',
}

const en: Record<keyof typeof vi, string> = {
  twin: 'looked at pairs that may be one person',
  copy: 'made a copy for the person',
  hints: 'received marks to compare by',
  figure: 'looked behind a figure',
}

export function doing(why: string): string {
  return (lang.value === 'en' ? en : vi)[why] ?? tIf(`looks.why.${why}`, why)
}
