import { fill, type Fills } from '../../core/i18n/fill'
import { lang } from '../../store/words'

/** The words of the map. */
const vi = {
  title: 'Bản đồ',
  'alt.phone': 'Bản đồ {n} hộ. Các hộ trong khung cũng có ở danh sách bên dưới.',
  nearer: 'Phóng to',
  farther: 'Thu nhỏ',
  late: 'đến hạn, trễ hạn',
  never: 'chưa đến lần nào',
  seen: 'đã đến, chưa tới hạn',
  plain: 'hộ có vị trí',
  approx: 'Vị trí các xã là gần đúng',
  here: 'Vị trí của tôi',
  'here.off': 'Thôi theo vị trí',
  'here.finding': 'Đang tìm vị trí…',
  'here.acc': 'Vị trí của tôi, lệch đến {n} m',
  'here.failed': 'Máy chưa biết đang ở đâu. Ra chỗ thoáng, hoặc cho phép ứng dụng xem vị trí.',
  all: 'Xem tất cả hộ',
  nowhere: '{n} hộ chưa có vị trí',
  'nowhere.none': 'Chưa hộ nào có vị trí. Khi đến thăm, hãy ghi vị trí nhà; hộ sẽ hiện ở đây.',
  view: 'Trong khung ({n})',
  'view.none': 'Không có hộ nào trong khung. Kéo hoặc thu nhỏ bản đồ, hoặc xem tất cả.',
  picked: '{n} hộ ở chỗ này',
  close: 'Bỏ chọn',
  layers: 'Lớp bản đồ của đơn vị',
  missing: '{name} ({size}) chưa có trên máy.',
  'missing.never': '{name} ({size}) chưa tải: máy đang đặt không gửi nhận tệp.',
  'missing.wifi': '{name} ({size}) sẽ tải khi có Wi-Fi.',
  'missing.budget': '{name} ({size}) chưa tải: đã đủ dung lượng của hôm nay.',
  none: 'Bản đồ chưa về máy. Bản đồ sẽ về ở lần gửi nhận tới và ở lại trên máy.',
  more: 'Xem thêm {n}',
  cut: 'Chỉ vẽ {n} hộ đầu trong {of} hộ. Hãy lọc ở danh sách để xem từng xã.',
  problem: 'Tệp chưa dùng được',
  'layers.none': 'Chưa có tệp bản đồ nào. Cán bộ công nghệ thông tin chép tệp GeoJSON hoặc PMTiles vào thư mục “maps” của máy chủ.',
  'tiles.whole': 'Có trên máy đến mức phóng {zoom}, {kept}.',
  'tiles.part': 'Đã về {kept} trong {wanted}. Phần còn lại sẽ về khi có mạng.',
  'tiles.none': 'Chưa về máy. Phần của địa bàn sẽ về sau bài ghi và ảnh.',
  'tiles.empty': 'Trong tệp không có ô bản đồ nào ở địa bàn của máy này.',
  'tiles.small': 'Không có phần nào vừa với dung lượng đã chọn. Hãy chọn dung lượng lớn hơn.',
  'tiles.never': 'Chưa tải: máy đang đặt không gửi nhận tệp.',
  'tiles.wifi': 'Đã về {kept} trong {wanted}. Phần còn lại sẽ về khi có Wi-Fi.',
  'tiles.budget': 'Đã về {kept} trong {wanted}. Đã đủ dung lượng của hôm nay.',
  'tiles.room': 'Dung lượng cho nền bản đồ trên máy này',
  'tiles.room.mb': '{n} MB',
  'tiles.room.none': 'Không giữ trên máy',
  'tiles.room.help': 'Máy chỉ giữ phần bản đồ quanh các hộ và địa bàn được giao. Dung lượng lớn hơn thì xem được gần hơn khi không có mạng.',
  'tiles.broken': '{name} chưa mở được. Hãy tải lại trang.',
}

type Key = keyof typeof vi

const en: Record<Key, string> = {
  title: 'Map',
  'alt.phone': 'Map of {n} household. What is in the frame is also in the list below.|Map of {n} households. Those in the frame are also in the list below.',
  nearer: 'Nearer',
  farther: 'Farther',
  late: 'due or late',
  never: 'never visited',
  seen: 'visited, not due yet',
  plain: 'household with a position',
  approx: 'Positions of communes are approximate',
  here: 'My position',
  'here.off': 'Stop following',
  'here.finding': 'Finding the position…',
  'here.acc': 'My position, within {n} m',
  'here.failed': 'The phone doesn’t know where it is. Go into the open, or allow the app to see the position.',
  all: 'Show all households',
  nowhere: '{n} household without a position|{n} households without a position',
  'nowhere.none': 'No household has a position yet. Note the position of the house at a visit and it shows here.',
  view: 'In the frame ({n})',
  'view.none': 'No household is in the frame. Move the map, zoom out, or show all.',
  picked: '{n} household here|{n} households here',
  close: 'Clear',
  layers: 'The unit’s map layers',
  missing: '{name} ({size}) is not on this phone yet.',
  'missing.never': '{name} ({size}) is not fetched: the phone is set not to send or receive files.',
  'missing.wifi': '{name} ({size}) will be fetched on Wi-Fi.',
  'missing.budget': '{name} ({size}) is not fetched: today’s allowance is used up.',
  none: 'The map is not on this phone yet. It comes with the next sending and receiving, and stays.',
  more: 'Show {n} more',
  cut: 'Only the first {n} of {of} households are drawn. Filter in the list to see one commune.',
  problem: 'File can’t be used',
  'layers.none': 'There are no map files yet. The IT officer copies GeoJSON or PMTiles files into the server’s folder “maps”.',
  'tiles.whole': 'On this phone up to zoom {zoom}, {kept}.',
  'tiles.part': '{kept} of {wanted} is here. The rest comes when there is a network.',
  'tiles.none': 'Not on this phone yet. The part of your area comes after records and photos.',
  'tiles.empty': 'The file has no tiles in this phone’s area.',
  'tiles.small': 'No part of it fits into the room you chose. Choose more room.',
  'tiles.never': 'Not fetched: the phone is set not to send or receive files.',
  'tiles.wifi': '{kept} of {wanted} is here. The rest comes on Wi-Fi.',
  'tiles.budget': '{kept} of {wanted} is here. Today’s allowance is used up.',
  'tiles.room': 'Room for map tiles on this phone',
  'tiles.room.mb': '{n} MB',
  'tiles.room.none': 'Keep none on the phone',
  'tiles.room.help': 'The phone keeps only the part of the map around your households and areas. With more room you can look nearer without a network.',
  'tiles.broken': '{name} can’t be opened just now. Load the page again.',
}

/** A text of the map in the reader's language. */
export function say(key: Key, fills?: Fills): string {
  return fill((lang.value === 'vi' ? vi : en)[key], fills)
}

/** A size in kB or MB, as people say it. */
export function sizeText(bytes: number): string {
  const of = (n: number, unit: string): string => `${new Intl.NumberFormat(lang.value, { maximumFractionDigits: n < 10 ? 1 : 0 }).format(n)} ${unit}`
  return bytes < 1_000_000 ? of(bytes / 1000, 'kB') : of(bytes / 1_000_000, 'MB')
}
