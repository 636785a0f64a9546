import type { Text } from '../api/types'

/** Texts of faults that no server worded: both languages, since a fault outlives a switch. */
export const faults: Record<'offline' | 'wire', Text> = {
  offline: {
    vi: 'Máy chủ không trả lời. Hãy xem lại mạng rồi thử lại.',
    en: 'The server doesn’t answer. Check the network and try again.',
  },
  wire: {
    vi: 'Máy chủ trả lời điều mà màn hình này chưa hiểu. Hãy tải lại trang; nếu vẫn vậy, báo cho cán bộ công nghệ thông tin.',
    en: 'The server answered something this screen doesn’t understand. Reload the page; if it stays so, tell the IT officer.',
  },
}
