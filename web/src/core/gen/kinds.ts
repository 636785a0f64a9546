// Made by "make gen" from the kind declarations in internal/. Do not edit.
/* eslint-disable -- a program makes this file; its style is that program's test */

/** Id of a record: 22 characters that sort by time of creation. */
export type Id = string & { readonly [brand]: 'Id' }
declare const brand: unique symbol

export interface Text {
  vi: string
  en: string
}

/** Degrees WGS 84, metres of accuracy, Unix milliseconds. */
export interface Position {
  lat: number
  lon: number
  acc?: number
  at?: number
  mock?: boolean
}

export type FieldType = 'text' | 'name' | 'int' | 'money' | 'decimal' | 'bool' | 'date' | 'partial' | 'instant' | 'term' | 'terms' | 'ref' | 'refs' | 'texts' | 'position' | 'list' | 'keyed' | 'machine' | 'digest'

export type Sensitivity = 'plain' | 'personal' | 'sensitive' | 'child'

export type Scope = '' | 'area' | 'unit' | 'household' | 'person' | 'user'

export interface State {
  code: string
  label: Text
  next: string[]
}

/** One field of a kind, as internal/kind declares it; what doesn't apply is empty. */
export interface Field {
  name: string
  type: FieldType
  label: Text
  help: Text
  required: boolean
  refs: string[]
  vocabulary: string
  unit: string
  min: number | null
  max: number | null
  maxLen: number
  sensitivity: Sensitivity
  scope: Scope
  index: boolean
  sort: boolean
  search: boolean
  server: boolean
  latest: string
  fields: Field[]
  states: State[]
}

/** The declaration of a kind of record. */
export interface Kind {
  name: KindName
  version: number
  label: Text
  plural: Text
  help: Text
  addOnly: boolean
  internal: boolean
  title: string
  childBorn: string
  fields: Field[]
}

export type KindName = 'area' | 'unit' | 'pack' | 'user' | 'grant' | 'device' | 'household' | 'person' | 'membership' | 'assignment' | 'task' | 'consent' | 'twin' | 'request' | 'certificate' | 'enrolment' | 'step' | 'measure' | 'due' | 'sponsor' | 'fund' | 'store' | 'pledge' | 'allocation' | 'entry' | 'stocktake' | 'visit' | 'note' | 'practice' | 'attachment' | 'recording' | 'notice' | 'import' | 'target'

/** Địa bàn: Tỉnh, xã, phường, thôn, bản, theo từng thời kỳ. */
export interface Area {
  /** Mã: Mã của cơ quan thống kê; chỉ đúng cùng với thời kỳ. */
  code: string
  /** Thời kỳ: Bản đồ hành chính mà mã này thuộc về. */
  era: string
  /** Cấp */
  level: string
  /** Loại */
  type?: string
  /** Tên */
  name: string
  /** Tên đầy đủ */
  full_name?: string
  /** Tên tiếng Anh */
  name_en?: string
  /** Thuộc: Nơi bao gồm nơi này hiện nay. */
  parent?: Id
  /** Có hiệu lực từ */
  valid_from?: string
  /** Có hiệu lực đến */
  valid_to?: string
  /** Nguồn gốc: Hợp nhất vào, tách ra từ, đổi tên. */
  lineage?: {
    /** Quan hệ */
    relation: string
    /** Nơi kia */
    area?: Id
    /** Ngày */
    date?: string
    /** Nguồn */
    source?: string
  }[]
  /** Trước đây thuộc: Các nơi từng bao gồm nơi này, theo ngày. */
  within?: {
    /** Nơi bao gồm */
    area: Id
    /** Từ */
    from?: string
    /** Đến */
    to?: string
  }[]
  /** Điểm trên bản đồ */
  point?: Position
  /** Điểm gần đúng */
  approx?: boolean
  /** Giáp biên giới: Tính từ bản đồ mở, không phải danh sách chính thức. */
  border?: boolean
  /** Nguồn */
  source?: string
  /** Ghi chú */
  note?: string
  /** Dữ liệu tạo sinh: Tên do máy tạo để trình diễn. */
  generated?: boolean
}

/** Đơn vị: Ban chỉ huy, đồn, ủy ban, hội, trường. */
export interface Unit {
  /** Mã */
  code: string
  /** Loại */
  type: string
  /** Tên */
  name: string
  /** Tên tiếng Anh */
  name_en?: string
  /** Cấp trên */
  parent?: Id
  /** Địa bàn phụ trách: Một đồn có thể phụ trách nhiều xã, một xã có thể có nhiều đồn. */
  areas?: {
    /** Địa bàn */
    area: Id
    /** Từ */
    from?: string
    /** Đến */
    to?: string
    /** Nguồn */
    source?: string
  }[]
  /** Tên khác */
  aliases?: string[]
  /** Có hiệu lực từ */
  valid_from?: string
  /** Có hiệu lực đến */
  valid_to?: string
  /** Nguồn gốc: Đơn vị tiền thân, đơn vị kế tục. */
  lineage?: {
    /** Quan hệ */
    relation: string
    /** Đơn vị kia */
    unit?: Id
    /** Ngày */
    date?: string
    /** Nguồn */
    source?: string
  }[]
  /** Nguồn */
  source?: string
  /** Ghi chú */
  note?: string
  /** Chưa kiểm chứng */
  unconfirmed?: boolean
}

/** Bộ dữ liệu tỉnh: Địa bàn, đơn vị, vai trò, danh mục của một tỉnh, theo phiên bản. */
export interface Pack {
  /** Tên */
  name: string
  /** Phiên bản */
  version: string
  /** Mã nội dung: SHA-256 của nội dung. */
  digest: string
  /** Công bố lúc */
  published: number
  /** Tiêu đề */
  title: string
  /** Nội dung: Cả bộ dữ liệu, dạng JSON. */
  body: string
}

/** Người dùng: Người được đăng nhập vào hệ thống. */
export interface User {
  /** Tên đăng nhập */
  login: string
  /** Họ và tên */
  name: string
  /** Đơn vị */
  unit: Id
  /** Chức vụ */
  post?: string
  /** Điện thoại */
  phone?: string
  /** Ngôn ngữ màn hình */
  language?: string
  /** Tình trạng */
  status?: 'active' | 'suspended'
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Trao vai trò: Ai có vai trò gì, ở đâu, trong thời gian nào. */
export interface Grant {
  /** Người dùng */
  user: Id
  /** Vai trò */
  role: string
  /** Trong đơn vị */
  unit: Id
  /** Trong địa bàn */
  area?: Id
  /** Từ ngày */
  from: string
  /** Đến ngày */
  to?: string
}

/** Thiết bị: Điện thoại hay máy trạm được ghi danh. */
export interface Device {
  /** Người giữ */
  user?: Id
  /** Đơn vị */
  unit?: Id
  /** Tên máy */
  name: string
  /** Số máy: Có trong mọi phiên bản do máy này ghi. */
  tag: string
  /** Khóa công khai: P-256, dạng điểm không nén, base64. */
  key?: string
  /** Tình trạng */
  status?: 'invited' | 'active' | 'revoked' | 'sealed'
  /** Lý do */
  reason?: string
  /** Mã dùng một lần đến */
  code_until?: number
  /** Máy báo đã niêm phong lúc */
  sealed_at?: number
}

/** Hộ gia đình: Một nhà và những người trong nhà. */
export interface Household {
  /** Thôn, bản */
  area: Id
  /** Chủ hộ: Họ và tên người đứng đầu hộ. */
  name: string
  /** Số hộ: Số trong sổ của xã, nếu có. */
  code?: string
  /** Nơi ở: Chỉ dẫn để tìm thấy nhà. */
  address?: string
  /** Vị trí nhà */
  point?: Position
  /** Điện thoại */
  phone?: string
  /** Diện hộ theo năm: Theo quyết định của xã; hệ thống không tự xếp loại. */
  poverty?: Record<string, {
    /** Diện */
    status: string
    /** Số quyết định */
    decision?: string
    /** Nguồn */
    source?: string
  }>
  /** Ở từ */
  since?: string
  /** Kết thúc ngày */
  ended?: string
  /** Lý do kết thúc */
  end_reason?: string
  /** Dữ liệu tạo sinh: Không phải hộ có thật. */
  generated?: boolean
}

/** Người: Một người dân. Ghi ít nhất có thể. */
export interface Person {
  /** Thôn, bản */
  area: Id
  /** Họ và tên */
  name: string
  /** Ngày sinh: Chỉ cần phần đã biết: năm, tháng và năm, hoặc đủ ngày. */
  born?: string
  /** Giới tính */
  sex?: string
  /** Dân tộc: Chỉ ghi khi người dân tự cho biết, để dùng đúng ngôn ngữ hoặc xét điều kiện. */
  ethnicity?: string
  /** Ngôn ngữ */
  languages?: string[]
  /** Loại giấy tờ */
  paper?: string
  /** Số giấy tờ */
  paper_no?: string
  /** Điện thoại */
  phone?: string
  /** Người giám hộ */
  guardian?: Id
  /** Mất ngày */
  died?: string
  /** Cùng một người với: Bản ghi cũ hơn của cùng người này, do một người đã xem và quyết định. */
  same_as?: Id
  /** Hạn chế dùng: Theo yêu cầu của người ấy: chỉ người có quyền riêng mới mở được. */
  restricted?: boolean
  /** Dữ liệu tạo sinh: Không phải người có thật. */
  generated?: boolean
}

/** Thành viên hộ: Ai sống trong hộ nào, từ khi nào đến khi nào. */
export interface Membership {
  /** Hộ */
  household: Id
  /** Người */
  person: Id
  /** Thôn, bản */
  area: Id
  /** Quan hệ với chủ hộ */
  relation?: string
  /** Từ */
  from?: string
  /** Đến */
  to?: string
  /** Lý do kết thúc */
  end_reason?: string
}

/** Phân công: Ai phụ trách hộ nào, bản nào, từ ngày nào đến ngày nào. */
export interface Assignment {
  /** Người phụ trách */
  user: Id
  /** Đơn vị */
  unit: Id
  /** Phụ trách với vai trò */
  role: string
  /** Hộ */
  household?: Id
  /** Địa bàn */
  area?: Id
  /** Chức danh: Bí thư, phó bí thư, ủy viên, sinh hoạt cùng chi bộ… */
  post?: string
  /** Từ ngày */
  from: string
  /** Đến ngày */
  to?: string
  /** Số quyết định */
  decision?: string
  /** Ghi chú */
  note?: string
}

/** Việc được giao: Một việc giao cho một người, có hạn và kết quả. */
export interface Task {
  /** Việc: Một câu: làm gì, ở đâu. */
  title: string
  /** Nói thêm */
  text?: string
  /** Giao cho */
  user: Id
  /** Đơn vị: Đơn vị của người được giao. */
  unit: Id
  /** Về hộ */
  household?: Id
  /** Ở địa bàn */
  area?: Id
  /** Hạn */
  due?: string
  /** Người giao */
  by: Id
  /** Ngày giao */
  on: string
  /** Tình trạng */
  status?: 'open' | 'done' | 'dropped'
  /** Kết quả: Người được giao ghi lại. */
  answer?: string
  /** Ngày xong */
  done_on?: string
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Đồng ý: Người dân đồng ý cho dùng dữ liệu vào việc gì. */
export interface Consent {
  /** Người */
  person: Id
  /** Thôn, bản */
  area: Id
  /** Mục đích */
  purpose: string
  /** Bên được dùng */
  partner?: Id
  /** Hình thức */
  form: string
  /** Ngày */
  given_on: string
  /** Người giám hộ đồng ý */
  guardian?: Id
  /** Trẻ cũng đồng ý: Cần cho trẻ từ đủ 7 tuổi. */
  assent?: boolean
  /** Nói bằng tiếng */
  language?: string
  /** Bằng chứng */
  evidence?: Id
  /** Tình trạng */
  status?: 'given' | 'withdrawn'
  /** Rút lại ngày */
  withdrawn_on?: string
  /** Ghi chú */
  note?: string
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Cặp có thể trùng: Hai bản ghi có phải một người không: ai đã xem, quyết định gì, vì sao. */
export interface Twin {
  /** Bản ghi cũ hơn: Bản ghi được giữ nếu là một người. */
  kept: Id
  /** Bản ghi mới hơn */
  other: Id
  /** Thôn, bản */
  area: Id
  /** Kết luận */
  status?: 'proposed' | 'same' | 'different' | 'taken_back'
  /** Giống nhau ở */
  agree?: string[]
  /** Lấy từ bản ghi mới hơn */
  picked?: string[]
  /** Lý do */
  why?: string
  /** Người quyết định */
  by: Id
  /** Đơn vị */
  unit?: Id
  /** Ngày */
  on: string
}

/** Yêu cầu về dữ liệu: Người dân hoặc người đại diện xem, sửa, rút đồng ý, xóa dữ liệu của mình. */
export interface Request {
  /** Về ai */
  person: Id
  /** Thôn, bản */
  area: Id
  /** Đơn vị giải quyết */
  unit: Id
  /** Yêu cầu gì */
  what: string
  /** Nội dung: Ghi đúng lời người yêu cầu. */
  text?: string
  /** Người yêu cầu */
  asker: string
  /** Là ai */
  relation: string
  /** Nhận bằng cách nào */
  channel: string
  /** Ngày nhận */
  received_on: string
  /** Có bên khác phải làm: Khi một đơn vị phối hợp đang giữ dữ liệu ấy. */
  third_party?: boolean
  /** Lần đồng ý được rút */
  consent?: Id
  /** Ngày trả lời đã nhận */
  answered_on?: string
  /** Ngày gia hạn */
  extended_on?: string
  /** Lý do gia hạn */
  extension?: string
  /** Ngày xong */
  done_on?: string
  /** Kết quả */
  outcome?: string
  /** Giải thích cho người yêu cầu */
  reason?: string
  /** Tình trạng */
  status?: 'received' | 'answered' | 'closed'
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Giấy xác nhận đã xóa: Đã xóa dữ liệu của một người: khi nào, ai làm, còn giữ gì và vì sao. */
export interface Certificate {
  /** Hồ sơ đã xóa: Hồ sơ nay trống, không còn tên. Bỏ trống khi xóa vì hết thời hạn giữ. */
  person?: Id
  /** Thôn, bản */
  area: Id
  /** Theo yêu cầu */
  request?: Id
  /** Làm lại của: Xóa lại sau khi máy chủ được phục hồi từ bản sao cũ. */
  repeats?: Id
  /** Người xóa */
  by?: Id
  /** Lúc */
  at: number
  /** Vì sao */
  reason: string
  /** Đã xóa, còn giữ */
  lines?: {
    /** Loại */
    kind: string
    /** Số bản ghi */
    records?: number
    /** Mục đã xóa */
    fields?: string[]
    /** Giữ lại theo */
    kept?: string
  }[]
  /** Số lần ghi đã xóa */
  changes?: number
  /** Số tệp đã xóa */
  files?: number
  /** Mã của danh sách đã xóa: SHA-256 của máy, số và mã nội dung từng lần ghi. */
  digest?: string
  /** Từ mục */
  from_entry?: number
  /** Mã chuỗi trước */
  before?: string
  /** Đến mục */
  to_entry?: number
  /** Mã chuỗi sau */
  after?: string
}

/** Hồ sơ chương trình: Một hộ, một người, một nhóm hoặc một nơi trong một chương trình, từ đề nghị đến theo dõi sau. */
export interface Enrolment {
  /** Chương trình */
  program: string
  /** Đợt, năm */
  cycle?: string
  /** Ai, ở đâu: Tên người, hộ, nhóm hoặc nơi được đưa vào chương trình. */
  name: string
  /** Hộ */
  household?: Id
  /** Người */
  person?: Id
  /** Địa bàn */
  area: Id
  /** Đơn vị thực hiện */
  unit: Id
  /** Cán bộ phụ trách */
  officer?: Id
  /** Hình thức */
  variant?: string
  /** Bước */
  status?: string
  /** Đã qua các bước */
  reached?: Record<string, {
    /** Ngày */
    on: string
    /** Số quyết định */
    decision?: string
  }>
  /** Chuyển tiếp cho: Hồ sơ của hộ nhận tiếp, khi bước chuyển tiếp còn giữ. */
  receiver?: Id
  /** Mức riêng: Khác mức chung của chương trình. */
  terms?: Record<string, {
    /** Mức */
    amount: number
    /** Đến ngày */
    until?: string
  }>
  /** Hưởng từ ngày */
  starts?: string
  /** Hưởng đến ngày */
  ends?: string
  /** Giới tính */
  sex?: string
  /** Lý do đề nghị */
  reason?: string
  /** Lý do xét ngoại lệ: Khi chưa đủ điều kiện của chương trình. */
  exception?: string
  /** Đã xét trùng */
  overlaps?: Record<string, {
    /** Quyết định */
    decision: string
    /** Lý do */
    reason: string
    /** Ngày */
    on: string
  }>
  /** Lý do kết thúc */
  end_reason?: string
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Bước của hồ sơ: Ai đã chuyển hồ sơ sang bước nào, ngày nào, theo căn cứ gì. */
export interface Step {
  /** Hồ sơ */
  enrolment: Id
  /** Chương trình */
  program: string
  /** Hộ */
  household?: Id
  /** Địa bàn */
  area: Id
  /** Đơn vị */
  unit?: Id
  /** Từ bước */
  from?: string
  /** Đến bước */
  to: string
  /** Ngày */
  on: string
  /** Người ghi */
  by: Id
  /** Số quyết định, biên bản */
  decision?: string
  /** Lý do, nhận xét */
  reason?: string
  /** Số ảnh */
  photos?: number
  /** Xác nhận bằng */
  signed?: string
  /** Chuyển tiếp cho: Hồ sơ của hộ nhận tiếp. */
  receiver?: Id
  /** Vị trí */
  point?: Position
  /** Mẫu */
  form?: string
  /** Phiên bản mẫu */
  form_version?: number
  /** Câu trả lời */
  answers?: string
  /** Lượt duyệt: Các bước được duyệt cùng một lượt. */
  bulk?: string
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Kết quả: Kết quả theo chỉ số của chương trình. Muốn sửa thì ghi bản sửa. */
export interface Measure {
  /** Chương trình */
  program: string
  /** Chỉ số */
  code: string
  /** Hồ sơ */
  enrolment?: Id
  /** Hộ */
  household?: Id
  /** Địa bàn */
  area: Id
  /** Đơn vị */
  unit?: Id
  /** Kỳ */
  period: string
  /** Ngày */
  on: string
  /** Giá trị */
  value?: number
  /** Mức */
  level?: string
  /** Nguồn */
  source?: string
  /** Ghi chú */
  note?: string
  /** Người ghi */
  by: Id
  /** Sửa cho */
  corrects?: Id
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Khoản đến kỳ: Khoản mà một hồ sơ được hưởng trong một kỳ. */
export interface Due {
  /** Hồ sơ */
  enrolment: Id
  /** Chương trình */
  program: string
  /** Khoản */
  entitlement: string
  /** Kỳ */
  period: string
  /** Hộ */
  household?: Id
  /** Địa bàn */
  area: Id
  /** Đơn vị */
  unit: Id
  /** Người nhận */
  name: string
  /** Tiền, hàng */
  item: string
  /** Số lượng */
  amount: number
  /** Đến hạn */
  on: string
  /** Tình trạng */
  status?: 'open' | 'paid' | 'dropped'
  /** Lượt lập */
  run?: string
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Nhà tài trợ: Ai góp tiền, hàng, công. */
export interface Sponsor {
  /** Tên nhà tài trợ: Cơ quan, doanh nghiệp, nhóm hoặc người. */
  name: string
  /** Loại */
  type: string
  /** Đơn vị tiếp nhận */
  unit: Id
  /** Tài khoản của nhà tài trợ */
  user?: Id
  /** Liên hệ */
  contact?: string
  /** Ghi chú */
  note?: string
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Quỹ, nguồn: Tiền, hàng để riêng cho một mục đích. */
export interface Fund {
  /** Tên quỹ, nguồn */
  name: string
  /** Đơn vị quản lý */
  unit: Id
  /** Cho chương trình */
  program?: string
  /** Tiền ngân sách: Phải có danh sách ký nhận và quyết toán. */
  budget?: boolean
  /** Mục đích, điều kiện */
  purpose?: string
  /** Đóng ngày */
  closed?: string
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Kho: Nơi để hàng và tiền: kho của Ban Chỉ huy, của đồn, túi của cán bộ. */
export interface Store {
  /** Tên kho, tủ tiền, túi hàng */
  name: string
  /** Loại */
  type: string
  /** Đơn vị */
  unit: Id
  /** Người giữ */
  keeper?: Id
  /** Đóng ngày */
  closed?: string
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Lời hứa tài trợ: Điều nhà tài trợ đã hứa; khi trao thì ghi vào sổ. */
export interface Pledge {
  /** Nhà tài trợ */
  sponsor: Id
  /** Vào quỹ */
  fund?: Id
  /** Cho chương trình */
  program?: string
  /** Cho hồ sơ */
  enrolment?: Id
  /** Đơn vị */
  unit: Id
  /** Tiền, hàng, công */
  item: string
  /** Số lượng */
  quantity: number
  /** Ngày hứa */
  on: string
  /** Hẹn trao trước ngày */
  due?: string
  /** Hỗ trợ đến khi: Hết lớp 12, đủ 18 tuổi… theo lời hứa. */
  ends?: string
  /** Tình trạng */
  status?: 'open' | 'kept' | 'dropped'
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Phần được phân bổ: Phần của một quỹ hay một bên góp, dành cho một hồ sơ. */
export interface Allocation {
  /** Cho hồ sơ */
  enrolment: Id
  /** Chương trình */
  program: string
  /** Bên góp */
  funder?: string
  /** Từ quỹ */
  fund?: Id
  /** Địa bàn */
  area: Id
  /** Đơn vị */
  unit: Id
  /** Tiền, hàng, công */
  item: string
  /** Số lượng */
  quantity: number
  /** Ngày */
  on: string
  /** Người ghi */
  by: Id
  /** Số quyết định */
  decision?: string
  /** Thay cho */
  corrects?: Id
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Bút toán: Một lượng tiền, hàng hoặc công đi từ đâu đến đâu. Muốn sửa thì ghi bút toán ngược. */
export interface Entry {
  /** Loại */
  type: string
  /** Tiền, hàng, công */
  item: string
  /** Số lượng */
  quantity: number
  /** Từ */
  from: Id
  /** Đến */
  to: Id
  /** Ngày */
  on: string
  /** Chương trình */
  program?: string
  /** Hồ sơ */
  enrolment?: Id
  /** Bên góp */
  funder?: string
  /** Hộ */
  household?: Id
  /** Địa bàn */
  area?: Id
  /** Đơn vị */
  unit: Id
  /** Người ghi */
  by: Id
  /** Ký nhận bằng */
  receipt?: string
  /** Người nhận */
  receiver?: string
  /** Người làm chứng */
  witness?: string
  /** Số chứng từ */
  document?: string
  /** Trị giá */
  value?: number
  /** Vị trí */
  point?: Position
  /** Ghi chú */
  note?: string
  /** Sửa cho */
  corrects?: Id
  /** Loại của bút toán được sửa */
  corrected?: string
  /** Lượt */
  bulk?: string
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Kiểm kê: Một lần đếm tiền, hàng trong kho và so với sổ. */
export interface Stocktake {
  /** Kho */
  store: Id
  /** Đơn vị */
  unit: Id
  /** Tiền, hàng */
  item: string
  /** Ngày kiểm */
  on: string
  /** Theo sổ */
  book: number
  /** Thực tế */
  counted: number
  /** Người ghi */
  by: Id
  /** Người cùng kiểm */
  witness?: string
  /** Bút toán điều chỉnh */
  entry?: Id
  /** Giải thích */
  note?: string
  /** Dữ liệu tạo sinh */
  generated?: boolean
}

/** Lượt thăm hộ: Một lần đến thăm hộ. Muốn sửa thì ghi bản sửa. */
export interface Visit {
  /** Hộ */
  household: Id
  /** Thôn, bản */
  area: Id
  /** Ngày thăm */
  on: string
  /** Người thăm */
  by: Id
  /** Đơn vị: Đơn vị của người thăm, để số liệu tính theo đơn vị. */
  unit?: Id
  /** Mục đích */
  purposes?: string[]
  /** Tình hình */
  conditions?: string[]
  /** Số người gặp */
  met?: number
  /** Ghi chép */
  note?: string
  /** Hẹn thăm lại */
  next_due?: string
  /** Vị trí */
  point?: Position
  /** Mẫu: Mẫu câu hỏi đã dùng. */
  form?: string
  /** Phiên bản mẫu: Câu trả lời được đọc theo đúng phiên bản này. */
  form_version?: number
  /** Câu trả lời: Theo mẫu, dạng JSON. */
  answers?: string
  /** Sửa cho: Lượt thăm mà bản ghi này thay thế. */
  corrects?: Id
}

/** Ghi chú: Điều cần nhớ về một hộ, một người, một nơi. */
export interface Note {
  /** Về */
  subject: Id
  /** Địa bàn */
  area: Id
  /** Chủ đề */
  topic?: string
  /** Nội dung */
  text: string
  /** Người ghi */
  by: Id
  /** Ngày */
  on: string
  /** Vị trí */
  point?: Position
  /** Sửa cho */
  corrects?: Id
}

/** Việc cùng dân: Đêm ở lại bản, bữa cùng ăn, ngày cùng làm, buổi nói tiếng đồng bào. */
export interface Practice {
  /** Cùng làm gì */
  type: string
  /** Số đêm, bữa, ngày công, buổi */
  quantity: number
  /** Ở bản */
  area: Id
  /** Ngày */
  on: string
  /** Cán bộ */
  by: Id
  /** Đơn vị */
  unit?: Id
  /** Tiếng đã nói */
  language?: string
  /** Ghi chú */
  note?: string
  /** Sửa cho */
  corrects?: Id
}

/** Tệp kèm: Ảnh, ghi âm, giấy tờ đi kèm bản ghi. */
export interface Attachment {
  /** Của */
  subject: Id
  /** Địa bàn */
  area: Id
  /** Hộ: Hộ mà tệp này nói đến, để người phụ trách hộ thấy được. */
  household?: Id
  /** Loại */
  kind: string
  /** Mã nội dung: SHA-256 của tệp. */
  digest: string
  /** Kích thước */
  size: number
  /** Dạng tệp */
  media: string
  /** Tên tệp */
  name?: string
  /** Chú thích */
  caption?: string
  /** Thời điểm */
  taken_at?: number
  /** Vị trí */
  point?: Position
  /** Người gửi */
  by: Id
}

/** Bản ghi tiếng: Một câu của ứng dụng, đọc bằng tiếng của bản. Không chứa dữ liệu của ai. */
export interface Recording {
  /** Đọc câu: Mã của câu được đọc. */
  of: string
  /** Tiếng nói */
  language: string
  /** Tình trạng */
  status?: 'in_use' | 'withdrawn'
  /** Mã nội dung máy ghi: SHA-256 của tệp mà điện thoại đã ghi và sẽ gửi. */
  sum?: string
  /** Mã nội dung: SHA-256 của tệp. */
  digest?: string
  /** Kích thước */
  size?: number
  /** Dạng tệp */
  media?: string
  /** Người ghi */
  by: Id
  /** Ngày ghi */
  on: string
}

/** Thông báo: Điều bà con và cán bộ cần biết trong một thời gian; nghe được bằng tiếng của bản. */
export interface Notice {
  /** Tiêu đề */
  title: string
  /** Nội dung: Viết ngắn, như khi nói. Không ghi tên hay chuyện riêng của ai. */
  text: string
  /** Của đơn vị: Người của đơn vị này, của các đơn vị dưới quyền và các bản phụ trách nhận được. */
  unit: Id
  /** Chỉ cho: Một bản hoặc một xã. Để trống là cả địa bàn của đơn vị. */
  area?: Id
  /** Từ ngày */
  from: string
  /** Đến hết ngày: Sau ngày này thông báo không còn hiện. */
  to?: string
  /** Người ra thông báo */
  by: Id
}

/** Lần nạp tệp: Một tệp đã nạp: thêm gì, sửa gì, đã hoàn tác chưa. */
export interface Import {
  /** Tệp */
  file: string
  /** Mã nội dung: SHA-256 của tệp. */
  digest: string
  /** Loại danh sách */
  recipe: string
  /** Trang */
  sheet?: string
  /** Người nạp */
  by: Id
  /** Đơn vị */
  unit?: Id
  /** Lúc */
  at: number
  /** Tình trạng */
  status?: 'running' | 'done' | 'undone'
  /** Số dòng */
  rows?: number
  /** Thêm mới */
  created?: number
  /** Cập nhật */
  updated?: number
  /** Đã có sẵn */
  unchanged?: number
  /** Chưa đúng */
  failed?: number
  /** Giữ lại khi hoàn tác: Bản ghi có người sửa sau khi nạp nên không bị đổi lại. */
  kept?: number
}

/** Chỉ tiêu giao: Mức một địa bàn hoặc đơn vị cần đạt trong một kỳ, theo quyết định nào. */
export interface Target {
  /** Chỉ tiêu: Mã của chỉ tiêu trong bộ dữ liệu tỉnh. */
  indicator: string
  /** Địa bàn: Để trống nếu giao cho đơn vị. */
  area?: Id
  /** Đơn vị: Để trống nếu giao cho địa bàn. */
  unit?: Id
  /** Lịch: Mã của lịch mà kỳ thuộc về. */
  calendar: string
  /** Kỳ: 2026, 2026-H1, 2026-Q1 hoặc 2026-03. */
  period: string
  /** Mức giao */
  value: number
  /** Số quyết định */
  decision?: string
  /** Ghi chú */
  note?: string
}

/** The interface of each kind by its name. */
export interface KindOf {
  area: Area
  unit: Unit
  pack: Pack
  user: User
  grant: Grant
  device: Device
  household: Household
  person: Person
  membership: Membership
  assignment: Assignment
  task: Task
  consent: Consent
  twin: Twin
  request: Request
  certificate: Certificate
  enrolment: Enrolment
  step: Step
  measure: Measure
  due: Due
  sponsor: Sponsor
  fund: Fund
  store: Store
  pledge: Pledge
  allocation: Allocation
  entry: Entry
  stocktake: Stocktake
  visit: Visit
  note: Note
  practice: Practice
  attachment: Attachment
  recording: Recording
  notice: Notice
  import: Import
  target: Target
}

const none = {
  help: { vi: '', en: '' }, required: false, refs: [], vocabulary: '', unit: '', min: null, max: null, maxLen: 0,
  sensitivity: 'plain', scope: '', index: false, sort: false, search: false, server: false, latest: '', fields: [], states: [],
} satisfies Partial<Field>

function f(name: string, type: FieldType, vi: string, en: string, more: Partial<Field> = {}): Field {
  return { ...none, name, type, label: { vi, en }, ...more }
}

/** Every kind, in the order in which a new replica needs them. */
export const kinds: readonly Kind[] = [
  {
    name: 'area', version: 1, title: 'name', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Địa bàn', en: 'Area' }, plural: { vi: 'Địa bàn', en: 'Areas' },
    help: { vi: 'Tỉnh, xã, phường, thôn, bản, theo từng thời kỳ.', en: 'Provinces, communes, wards and villages, each in its era.' },
    fields: [
      f('code', 'text', 'Mã', 'Code', { help: { vi: 'Mã của cơ quan thống kê; chỉ đúng cùng với thời kỳ.', en: 'The statistics office\'s code; it means something only together with the era.' }, required: true, maxLen: 32, index: true, search: true }),
      f('era', 'text', 'Thời kỳ', 'Era', { help: { vi: 'Bản đồ hành chính mà mã này thuộc về.', en: 'The administrative map that the code belongs to.' }, required: true, maxLen: 32, index: true }),
      f('level', 'term', 'Cấp', 'Level', { required: true, vocabulary: 'area_level', index: true }),
      f('type', 'term', 'Loại', 'Type', { vocabulary: 'area_type' }),
      f('name', 'text', 'Tên', 'Name', { required: true, maxLen: 200, index: true, sort: true, search: true }),
      f('full_name', 'text', 'Tên đầy đủ', 'Full name', { maxLen: 200, search: true }),
      f('name_en', 'text', 'Tên tiếng Anh', 'English name', { maxLen: 200 }),
      f('parent', 'ref', 'Thuộc', 'Within', { help: { vi: 'Nơi bao gồm nơi này hiện nay.', en: 'The area that holds this one today.' }, refs: ['area'], index: true }),
      f('valid_from', 'date', 'Có hiệu lực từ', 'Valid from'),
      f('valid_to', 'date', 'Có hiệu lực đến', 'Valid to', { index: true }),
      f('lineage', 'list', 'Nguồn gốc', 'Lineage', { help: { vi: 'Hợp nhất vào, tách ra từ, đổi tên.', en: 'Merged into, split from, renamed.' }, maxLen: 100, fields: [
        f('relation', 'text', 'Quan hệ', 'Relation', { required: true, maxLen: 32 }),
        f('area', 'ref', 'Nơi kia', 'Other area', { refs: ['area'] }),
        f('date', 'date', 'Ngày', 'Date'),
        f('source', 'text', 'Nguồn', 'Source', { maxLen: 500 }),
      ] }),
      f('within', 'list', 'Trước đây thuộc', 'Formerly within', { help: { vi: 'Các nơi từng bao gồm nơi này, theo ngày.', en: 'Areas that used to hold this one, by date.' }, maxLen: 100, fields: [
        f('area', 'ref', 'Nơi bao gồm', 'Area', { required: true, refs: ['area'] }),
        f('from', 'date', 'Từ', 'From'),
        f('to', 'date', 'Đến', 'To'),
      ] }),
      f('point', 'position', 'Điểm trên bản đồ', 'Point on the map'),
      f('approx', 'bool', 'Điểm gần đúng', 'Point is approximate'),
      f('border', 'bool', 'Giáp biên giới', 'On the border', { help: { vi: 'Tính từ bản đồ mở, không phải danh sách chính thức.', en: 'Computed from open maps; not an official list.' }, index: true }),
      f('source', 'text', 'Nguồn', 'Source', { maxLen: 500 }),
      f('note', 'text', 'Ghi chú', 'Note', { maxLen: 1000 }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated', { help: { vi: 'Tên do máy tạo để trình diễn.', en: 'The name was made up for demonstration.' } }),
    ],
  },
  {
    name: 'unit', version: 1, title: 'name', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Đơn vị', en: 'Unit' }, plural: { vi: 'Đơn vị', en: 'Units' },
    help: { vi: 'Ban chỉ huy, đồn, ủy ban, hội, trường.', en: 'Commands, stations, committees, unions, schools.' },
    fields: [
      f('code', 'text', 'Mã', 'Code', { required: true, maxLen: 64, index: true }),
      f('type', 'term', 'Loại', 'Type', { required: true, vocabulary: 'unit_type', index: true }),
      f('name', 'text', 'Tên', 'Name', { required: true, maxLen: 200, index: true, sort: true, search: true }),
      f('name_en', 'text', 'Tên tiếng Anh', 'English name', { maxLen: 200 }),
      f('parent', 'ref', 'Cấp trên', 'Parent unit', { refs: ['unit'], index: true }),
      f('areas', 'list', 'Địa bàn phụ trách', 'Areas in its care', { help: { vi: 'Một đồn có thể phụ trách nhiều xã, một xã có thể có nhiều đồn.', en: 'A station may have several communes, a commune several stations.' }, maxLen: 100, fields: [
        f('area', 'ref', 'Địa bàn', 'Area', { required: true, refs: ['area'] }),
        f('from', 'date', 'Từ', 'From'),
        f('to', 'date', 'Đến', 'To'),
        f('source', 'text', 'Nguồn', 'Source', { maxLen: 500 }),
      ] }),
      f('aliases', 'texts', 'Tên khác', 'Other names', { maxLen: 100, search: true }),
      f('valid_from', 'date', 'Có hiệu lực từ', 'Valid from'),
      f('valid_to', 'date', 'Có hiệu lực đến', 'Valid to', { index: true }),
      f('lineage', 'list', 'Nguồn gốc', 'Lineage', { help: { vi: 'Đơn vị tiền thân, đơn vị kế tục.', en: 'Units it came from or went into.' }, maxLen: 100, fields: [
        f('relation', 'text', 'Quan hệ', 'Relation', { required: true, maxLen: 32 }),
        f('unit', 'ref', 'Đơn vị kia', 'Other unit', { refs: ['unit'] }),
        f('date', 'date', 'Ngày', 'Date'),
        f('source', 'text', 'Nguồn', 'Source', { maxLen: 500 }),
      ] }),
      f('source', 'text', 'Nguồn', 'Source', { maxLen: 500 }),
      f('note', 'text', 'Ghi chú', 'Note', { maxLen: 1000 }),
      f('unconfirmed', 'bool', 'Chưa kiểm chứng', 'Unconfirmed'),
    ],
  },
  {
    name: 'pack', version: 1, title: 'title', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Bộ dữ liệu tỉnh', en: 'Pack' }, plural: { vi: 'Bộ dữ liệu tỉnh', en: 'Packs' },
    help: { vi: 'Địa bàn, đơn vị, vai trò, danh mục của một tỉnh, theo phiên bản.', en: 'A province\'s areas, units, roles and lists, by version.' },
    fields: [
      f('name', 'text', 'Tên', 'Name', { required: true, maxLen: 64, index: true, search: true }),
      f('version', 'text', 'Phiên bản', 'Version', { required: true, maxLen: 32, index: true }),
      f('digest', 'digest', 'Mã nội dung', 'Digest', { help: { vi: 'SHA-256 của nội dung.', en: 'SHA-256 of the body.' }, required: true, index: true }),
      f('published', 'instant', 'Công bố lúc', 'Published at', { required: true, index: true, sort: true }),
      f('title', 'text', 'Tiêu đề', 'Title', { required: true, maxLen: 200 }),
      f('body', 'text', 'Nội dung', 'Body', { help: { vi: 'Cả bộ dữ liệu, dạng JSON.', en: 'The whole pack, as JSON.' }, required: true, maxLen: 4194304 }),
    ],
  },
  {
    name: 'user', version: 1, title: 'name', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Người dùng', en: 'User' }, plural: { vi: 'Người dùng', en: 'Users' },
    help: { vi: 'Người được đăng nhập vào hệ thống.', en: 'Somebody who may sign in.' },
    fields: [
      f('login', 'text', 'Tên đăng nhập', 'Sign-in name', { required: true, maxLen: 64, index: true, search: true }),
      f('name', 'name', 'Họ và tên', 'Full name', { required: true, maxLen: 200, index: true, sort: true, search: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('post', 'text', 'Chức vụ', 'Post', { maxLen: 100 }),
      f('phone', 'text', 'Điện thoại', 'Telephone', { maxLen: 32, sensitivity: 'personal' }),
      f('language', 'text', 'Ngôn ngữ màn hình', 'Screen language', { maxLen: 8 }),
      f('status', 'machine', 'Tình trạng', 'Status', { index: true, states: [{ code: 'active', label: { vi: 'Đang dùng', en: 'Active' }, next: ['suspended'] }, { code: 'suspended', label: { vi: 'Tạm khóa', en: 'Suspended' }, next: ['active'] }] }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'grant', version: 1, title: 'role', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Trao vai trò', en: 'Role grant' }, plural: { vi: 'Trao vai trò', en: 'Role grants' },
    help: { vi: 'Ai có vai trò gì, ở đâu, trong thời gian nào.', en: 'Who has which role, where, and for how long.' },
    fields: [
      f('user', 'ref', 'Người dùng', 'User', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('role', 'text', 'Vai trò', 'Role', { required: true, maxLen: 64, index: true }),
      f('unit', 'ref', 'Trong đơn vị', 'Within unit', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('area', 'ref', 'Trong địa bàn', 'Within area', { refs: ['area'], index: true }),
      f('from', 'date', 'Từ ngày', 'From', { required: true }),
      f('to', 'date', 'Đến ngày', 'To', { index: true }),
    ],
  },
  {
    name: 'device', version: 1, title: 'name', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Thiết bị', en: 'Device' }, plural: { vi: 'Thiết bị', en: 'Devices' },
    help: { vi: 'Điện thoại hay máy trạm được ghi danh.', en: 'An enrolled phone or station box.' },
    fields: [
      f('user', 'ref', 'Người giữ', 'Held by', { refs: ['user'], scope: 'user', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { refs: ['unit'], scope: 'unit', index: true }),
      f('name', 'text', 'Tên máy', 'Name', { required: true, maxLen: 100, index: true, sort: true, search: true }),
      f('tag', 'text', 'Số máy', 'Tag', { help: { vi: 'Có trong mọi phiên bản do máy này ghi.', en: 'Part of every version that this device writes.' }, required: true, maxLen: 8, index: true, server: true }),
      f('key', 'text', 'Khóa công khai', 'Public key', { help: { vi: 'P-256, dạng điểm không nén, base64.', en: 'P-256, uncompressed point, base64.' }, maxLen: 100, server: true }),
      f('status', 'machine', 'Tình trạng', 'Status', { index: true, states: [{ code: 'invited', label: { vi: 'Chờ ghi danh', en: 'Invited' }, next: ['active', 'revoked'] }, { code: 'active', label: { vi: 'Đang dùng', en: 'Active' }, next: ['revoked'] }, { code: 'revoked', label: { vi: 'Đã thu hồi', en: 'Revoked' }, next: ['sealed', 'active'] }, { code: 'sealed', label: { vi: 'Đã niêm phong', en: 'Sealed' }, next: ['active'] }] }),
      f('reason', 'text', 'Lý do', 'Reason', { maxLen: 500 }),
      f('code_until', 'instant', 'Mã dùng một lần đến', 'One-time code until'),
      f('sealed_at', 'instant', 'Máy báo đã niêm phong lúc', 'Confirmed that it sealed itself', { server: true }),
    ],
  },
  {
    name: 'household', version: 1, title: 'name', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Hộ gia đình', en: 'Household' }, plural: { vi: 'Hộ gia đình', en: 'Households' },
    help: { vi: 'Một nhà và những người trong nhà.', en: 'A home and the people of it.' },
    fields: [
      f('area', 'ref', 'Thôn, bản', 'Village', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('name', 'name', 'Chủ hộ', 'Head of household', { help: { vi: 'Họ và tên người đứng đầu hộ.', en: 'Full name of the person who heads the household.' }, required: true, maxLen: 200, sensitivity: 'personal', index: true, sort: true, search: true }),
      f('code', 'text', 'Số hộ', 'Number', { help: { vi: 'Số trong sổ của xã, nếu có.', en: 'Its number in the commune\'s register, if it has one.' }, maxLen: 32, index: true, search: true }),
      f('address', 'text', 'Nơi ở', 'Place', { help: { vi: 'Chỉ dẫn để tìm thấy nhà.', en: 'How to find the house.' }, maxLen: 200, sensitivity: 'personal' }),
      f('point', 'position', 'Vị trí nhà', 'Position of the house', { sensitivity: 'personal' }),
      f('phone', 'text', 'Điện thoại', 'Telephone', { maxLen: 32, sensitivity: 'personal', search: true }),
      f('poverty', 'keyed', 'Diện hộ theo năm', 'Poverty status by year', { help: { vi: 'Theo quyết định của xã; hệ thống không tự xếp loại.', en: 'As the commune decided; never computed here.' }, maxLen: 40, index: true, latest: 'status', fields: [
        f('status', 'term', 'Diện', 'Status', { required: true, vocabulary: 'poverty_status' }),
        f('decision', 'text', 'Số quyết định', 'Decision number', { maxLen: 64 }),
        f('source', 'text', 'Nguồn', 'Source', { maxLen: 200 }),
      ] }),
      f('since', 'partial', 'Ở từ', 'Living here since'),
      f('ended', 'date', 'Kết thúc ngày', 'Ended on', { index: true }),
      f('end_reason', 'term', 'Lý do kết thúc', 'Why it ended', { vocabulary: 'end_reason' }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated', { help: { vi: 'Không phải hộ có thật.', en: 'Not a real household.' } }),
    ],
  },
  {
    name: 'person', version: 1, title: 'name', childBorn: 'born', addOnly: false, internal: false,
    label: { vi: 'Người', en: 'Person' }, plural: { vi: 'Người', en: 'People' },
    help: { vi: 'Một người dân. Ghi ít nhất có thể.', en: 'A person. Keep as little as will do.' },
    fields: [
      f('area', 'ref', 'Thôn, bản', 'Village', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('name', 'name', 'Họ và tên', 'Full name', { required: true, maxLen: 200, sensitivity: 'personal', index: true, sort: true, search: true }),
      f('born', 'partial', 'Ngày sinh', 'Born', { help: { vi: 'Chỉ cần phần đã biết: năm, tháng và năm, hoặc đủ ngày.', en: 'As much as is known: year, month and year, or the day.' }, sensitivity: 'personal', index: true }),
      f('sex', 'term', 'Giới tính', 'Sex', { vocabulary: 'sex', index: true }),
      f('ethnicity', 'term', 'Dân tộc', 'Ethnic group', { help: { vi: 'Chỉ ghi khi người dân tự cho biết, để dùng đúng ngôn ngữ hoặc xét điều kiện.', en: 'Only where the person gives it, for language or eligibility.' }, vocabulary: 'ethnicity', sensitivity: 'sensitive' }),
      f('languages', 'terms', 'Ngôn ngữ', 'Languages', { vocabulary: 'language', maxLen: 100 }),
      f('paper', 'term', 'Loại giấy tờ', 'Identity paper', { vocabulary: 'id_paper', sensitivity: 'sensitive' }),
      f('paper_no', 'text', 'Số giấy tờ', 'Paper number', { maxLen: 32, sensitivity: 'sensitive' }),
      f('phone', 'text', 'Điện thoại', 'Telephone', { maxLen: 32, sensitivity: 'personal', search: true }),
      f('guardian', 'ref', 'Người giám hộ', 'Guardian', { refs: ['person'], sensitivity: 'personal' }),
      f('died', 'partial', 'Mất ngày', 'Died', { sensitivity: 'personal' }),
      f('same_as', 'ref', 'Cùng một người với', 'The same person as', { help: { vi: 'Bản ghi cũ hơn của cùng người này, do một người đã xem và quyết định.', en: 'An older record of the same person, as somebody has looked and decided.' }, refs: ['person'], index: true, server: true }),
      f('restricted', 'bool', 'Hạn chế dùng', 'Use restricted', { help: { vi: 'Theo yêu cầu của người ấy: chỉ người có quyền riêng mới mở được.', en: 'As the person asked: opens only to who has that right.' }, server: true }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated', { help: { vi: 'Không phải người có thật.', en: 'Not a real person.' } }),
    ],
  },
  {
    name: 'membership', version: 1, title: 'relation', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Thành viên hộ', en: 'Membership' }, plural: { vi: 'Thành viên hộ', en: 'Memberships' },
    help: { vi: 'Ai sống trong hộ nào, từ khi nào đến khi nào.', en: 'Who lives in which household, from when to when.' },
    fields: [
      f('household', 'ref', 'Hộ', 'Household', { required: true, refs: ['household'], scope: 'household', index: true }),
      f('person', 'ref', 'Người', 'Person', { required: true, refs: ['person'], index: true }),
      f('area', 'ref', 'Thôn, bản', 'Village', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('relation', 'term', 'Quan hệ với chủ hộ', 'Relation to the head', { vocabulary: 'relation' }),
      f('from', 'partial', 'Từ', 'From'),
      f('to', 'partial', 'Đến', 'To', { index: true }),
      f('end_reason', 'term', 'Lý do kết thúc', 'Why it ended', { vocabulary: 'end_reason' }),
    ],
  },
  {
    name: 'assignment', version: 1, title: 'role', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Phân công', en: 'Assignment' }, plural: { vi: 'Phân công', en: 'Assignments' },
    help: { vi: 'Ai phụ trách hộ nào, bản nào, từ ngày nào đến ngày nào.', en: 'Who is responsible for which household or village, from when to when.' },
    fields: [
      f('user', 'ref', 'Người phụ trách', 'Who', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('role', 'term', 'Phụ trách với vai trò', 'As', { required: true, vocabulary: 'assignment_role', index: true }),
      f('household', 'ref', 'Hộ', 'Household', { refs: ['household'], scope: 'household', index: true }),
      f('area', 'ref', 'Địa bàn', 'Area', { refs: ['area'], scope: 'area', index: true }),
      f('post', 'text', 'Chức danh', 'Post', { help: { vi: 'Bí thư, phó bí thư, ủy viên, sinh hoạt cùng chi bộ…', en: 'Secretary, deputy, member, attends the cell…' }, maxLen: 200 }),
      f('from', 'date', 'Từ ngày', 'From', { required: true }),
      f('to', 'date', 'Đến ngày', 'To', { index: true }),
      f('decision', 'text', 'Số quyết định', 'Decision number', { maxLen: 64 }),
      f('note', 'text', 'Ghi chú', 'Note', { maxLen: 500 }),
    ],
  },
  {
    name: 'task', version: 1, title: 'title', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Việc được giao', en: 'Task' }, plural: { vi: 'Việc được giao', en: 'Tasks' },
    help: { vi: 'Một việc giao cho một người, có hạn và kết quả.', en: 'One thing asked of one person, with a day by which and what came of it.' },
    fields: [
      f('title', 'text', 'Việc', 'What', { help: { vi: 'Một câu: làm gì, ở đâu.', en: 'One sentence: what to do, where.' }, required: true, maxLen: 200, sensitivity: 'personal', search: true }),
      f('text', 'text', 'Nói thêm', 'More about it', { maxLen: 2000, sensitivity: 'personal' }),
      f('user', 'ref', 'Giao cho', 'Asked of', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { help: { vi: 'Đơn vị của người được giao.', en: 'The unit of who is asked.' }, required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('household', 'ref', 'Về hộ', 'About household', { refs: ['household'], scope: 'household', index: true }),
      f('area', 'ref', 'Ở địa bàn', 'At', { refs: ['area'], index: true }),
      f('due', 'date', 'Hạn', 'Due', { index: true, sort: true }),
      f('by', 'ref', 'Người giao', 'Asked by', { required: true, refs: ['user'], index: true }),
      f('on', 'date', 'Ngày giao', 'Asked on', { required: true, index: true, sort: true }),
      f('status', 'machine', 'Tình trạng', 'Status', { index: true, states: [{ code: 'open', label: { vi: 'Đang làm', en: 'To do' }, next: ['done', 'dropped'] }, { code: 'done', label: { vi: 'Đã xong', en: 'Done' }, next: ['open'] }, { code: 'dropped', label: { vi: 'Thôi không làm', en: 'Dropped' }, next: ['open'] }] }),
      f('answer', 'text', 'Kết quả', 'What came of it', { help: { vi: 'Người được giao ghi lại.', en: 'Written by who was asked.' }, maxLen: 2000, sensitivity: 'personal' }),
      f('done_on', 'date', 'Ngày xong', 'Done on'),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'consent', version: 1, title: 'purpose', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Đồng ý', en: 'Consent' }, plural: { vi: 'Đồng ý', en: 'Consents' },
    help: { vi: 'Người dân đồng ý cho dùng dữ liệu vào việc gì.', en: 'What a person has agreed that their data is used for.' },
    fields: [
      f('person', 'ref', 'Người', 'Person', { required: true, refs: ['person'], scope: 'person', index: true }),
      f('area', 'ref', 'Thôn, bản', 'Village', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('purpose', 'term', 'Mục đích', 'Purpose', { required: true, vocabulary: 'consent_purpose', index: true }),
      f('partner', 'ref', 'Bên được dùng', 'Partner', { refs: ['unit'], index: true }),
      f('form', 'term', 'Hình thức', 'Form', { required: true, vocabulary: 'consent_form' }),
      f('given_on', 'date', 'Ngày', 'Given on', { required: true }),
      f('guardian', 'ref', 'Người giám hộ đồng ý', 'Guardian who agreed', { refs: ['person'] }),
      f('assent', 'bool', 'Trẻ cũng đồng ý', 'The child agreed too', { help: { vi: 'Cần cho trẻ từ đủ 7 tuổi.', en: 'Needed from the age of 7.' } }),
      f('language', 'term', 'Nói bằng tiếng', 'Spoken in', { vocabulary: 'language' }),
      f('evidence', 'ref', 'Bằng chứng', 'Evidence', { refs: ['attachment'] }),
      f('status', 'machine', 'Tình trạng', 'Status', { index: true, states: [{ code: 'given', label: { vi: 'Đã đồng ý', en: 'Given' }, next: ['withdrawn'] }, { code: 'withdrawn', label: { vi: 'Đã rút lại', en: 'Withdrawn' }, next: [] }] }),
      f('withdrawn_on', 'date', 'Rút lại ngày', 'Withdrawn on'),
      f('note', 'text', 'Ghi chú', 'Note', { maxLen: 1000, sensitivity: 'personal' }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'twin', version: 1, title: 'status', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Cặp có thể trùng', en: 'Pair that may be one person' }, plural: { vi: 'Có thể ghi hai lần', en: 'May be recorded twice' },
    help: { vi: 'Hai bản ghi có phải một người không: ai đã xem, quyết định gì, vì sao.', en: 'Whether two records are of one person: who looked, what was decided, and why.' },
    fields: [
      f('kept', 'ref', 'Bản ghi cũ hơn', 'Older record', { help: { vi: 'Bản ghi được giữ nếu là một người.', en: 'The one that is kept where they are one person.' }, required: true, refs: ['person'], index: true }),
      f('other', 'ref', 'Bản ghi mới hơn', 'Newer record', { required: true, refs: ['person'], index: true }),
      f('area', 'ref', 'Thôn, bản', 'Village', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('status', 'machine', 'Kết luận', 'Decision', { index: true, states: [{ code: 'proposed', label: { vi: 'Đề nghị xem', en: 'To be looked at' }, next: ['same', 'different', 'taken_back'] }, { code: 'same', label: { vi: 'Một người', en: 'One person' }, next: ['taken_back'] }, { code: 'different', label: { vi: 'Hai người khác nhau', en: 'Two people' }, next: ['taken_back'] }, { code: 'taken_back', label: { vi: 'Đã rút lại', en: 'Taken back' }, next: ['proposed', 'same', 'different'] }] }),
      f('agree', 'texts', 'Giống nhau ở', 'What agrees', { maxLen: 100 }),
      f('picked', 'texts', 'Lấy từ bản ghi mới hơn', 'Taken from the newer record', { maxLen: 100 }),
      f('why', 'text', 'Lý do', 'Why', { maxLen: 500, sensitivity: 'personal' }),
      f('by', 'ref', 'Người quyết định', 'Decided by', { required: true, refs: ['user'], index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { refs: ['unit'], index: true }),
      f('on', 'date', 'Ngày', 'On', { required: true, index: true, sort: true }),
    ],
  },
  {
    name: 'request', version: 1, title: 'what', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Yêu cầu về dữ liệu', en: 'Request about data' }, plural: { vi: 'Yêu cầu về dữ liệu', en: 'Requests about data' },
    help: { vi: 'Người dân hoặc người đại diện xem, sửa, rút đồng ý, xóa dữ liệu của mình.', en: 'A person or who speaks for them asks to see, mend, withdraw or erase what is kept of them.' },
    fields: [
      f('person', 'ref', 'Về ai', 'About whom', { required: true, refs: ['person'], scope: 'person', index: true }),
      f('area', 'ref', 'Thôn, bản', 'Village', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('unit', 'ref', 'Đơn vị giải quyết', 'Unit that deals with it', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('what', 'term', 'Yêu cầu gì', 'What is asked', { required: true, vocabulary: 'request_what', index: true }),
      f('text', 'text', 'Nội dung', 'In their words', { help: { vi: 'Ghi đúng lời người yêu cầu.', en: 'As it was said or written.' }, maxLen: 2000, sensitivity: 'personal' }),
      f('asker', 'text', 'Người yêu cầu', 'Who asks', { required: true, maxLen: 200, sensitivity: 'personal' }),
      f('relation', 'term', 'Là ai', 'In what capacity', { required: true, vocabulary: 'request_relation' }),
      f('channel', 'term', 'Nhận bằng cách nào', 'How it came', { required: true, vocabulary: 'request_channel' }),
      f('received_on', 'date', 'Ngày nhận', 'Received on', { required: true, index: true, sort: true }),
      f('third_party', 'bool', 'Có bên khác phải làm', 'Others must act too', { help: { vi: 'Khi một đơn vị phối hợp đang giữ dữ liệu ấy.', en: 'Where a partner holds the data.' } }),
      f('consent', 'ref', 'Lần đồng ý được rút', 'Consent to be withdrawn', { refs: ['consent'] }),
      f('answered_on', 'date', 'Ngày trả lời đã nhận', 'Acknowledged on'),
      f('extended_on', 'date', 'Ngày gia hạn', 'Extended on'),
      f('extension', 'text', 'Lý do gia hạn', 'Why it was extended', { maxLen: 1000 }),
      f('done_on', 'date', 'Ngày xong', 'Closed on', { index: true }),
      f('outcome', 'term', 'Kết quả', 'Outcome', { vocabulary: 'request_outcome', index: true }),
      f('reason', 'text', 'Giải thích cho người yêu cầu', 'What the person was told', { maxLen: 1000, sensitivity: 'personal' }),
      f('status', 'machine', 'Tình trạng', 'Status', { index: true, states: [{ code: 'received', label: { vi: 'Mới nhận', en: 'Received' }, next: ['answered', 'closed'] }, { code: 'answered', label: { vi: 'Đã báo nhận', en: 'Acknowledged' }, next: ['closed'] }, { code: 'closed', label: { vi: 'Đã xong', en: 'Closed' }, next: [] }] }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'certificate', version: 1, title: 'at', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Giấy xác nhận đã xóa', en: 'Certificate of erasure' }, plural: { vi: 'Giấy xác nhận đã xóa', en: 'Certificates of erasure' },
    help: { vi: 'Đã xóa dữ liệu của một người: khi nào, ai làm, còn giữ gì và vì sao.', en: 'A person\'s data was erased: when, by whom, what stays and why.' },
    fields: [
      f('person', 'ref', 'Hồ sơ đã xóa', 'Erased record', { help: { vi: 'Hồ sơ nay trống, không còn tên. Bỏ trống khi xóa vì hết thời hạn giữ.', en: 'It is empty now, without a name. Open where the time for keeping was over.' }, refs: ['person'], index: true }),
      f('area', 'ref', 'Thôn, bản', 'Village', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('request', 'ref', 'Theo yêu cầu', 'By the request', { refs: ['request'], index: true }),
      f('repeats', 'ref', 'Làm lại của', 'Repeats', { help: { vi: 'Xóa lại sau khi máy chủ được phục hồi từ bản sao cũ.', en: 'Erased again after the server was restored from an older backup.' }, refs: ['certificate'] }),
      f('by', 'ref', 'Người xóa', 'Erased by', { refs: ['user'] }),
      f('at', 'instant', 'Lúc', 'At', { required: true, index: true, sort: true }),
      f('reason', 'term', 'Vì sao', 'Why', { required: true, vocabulary: 'erase_reason', index: true }),
      f('lines', 'list', 'Đã xóa, còn giữ', 'What went and what stays', { maxLen: 200, fields: [
        f('kind', 'text', 'Loại', 'Kind', { required: true, maxLen: 64 }),
        f('records', 'int', 'Số bản ghi', 'Records', { min: 0 }),
        f('fields', 'texts', 'Mục đã xóa', 'Fields that went', { maxLen: 100 }),
        f('kept', 'text', 'Giữ lại theo', 'Kept by', { maxLen: 64 }),
      ] }),
      f('changes', 'int', 'Số lần ghi đã xóa', 'Changes erased', { min: 0 }),
      f('files', 'int', 'Số tệp đã xóa', 'Files erased', { min: 0 }),
      f('digest', 'digest', 'Mã của danh sách đã xóa', 'Digest of what went', { help: { vi: 'SHA-256 của máy, số và mã nội dung từng lần ghi.', en: 'SHA-256 over device, number and hash of each change.' } }),
      f('from_entry', 'int', 'Từ mục', 'From entry', { min: 0 }),
      f('before', 'digest', 'Mã chuỗi trước', 'Chain before'),
      f('to_entry', 'int', 'Đến mục', 'To entry', { min: 0 }),
      f('after', 'digest', 'Mã chuỗi sau', 'Chain after'),
    ],
  },
  {
    name: 'enrolment', version: 1, title: 'name', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Hồ sơ chương trình', en: 'Enrolment' }, plural: { vi: 'Hồ sơ chương trình', en: 'Enrolments' },
    help: { vi: 'Một hộ, một người, một nhóm hoặc một nơi trong một chương trình, từ đề nghị đến theo dõi sau.', en: 'A household, person, group or place in a program, from proposal to follow-up.' },
    fields: [
      f('program', 'text', 'Chương trình', 'Program', { required: true, maxLen: 64, index: true }),
      f('cycle', 'text', 'Đợt, năm', 'Cycle', { maxLen: 32, index: true }),
      f('name', 'name', 'Ai, ở đâu', 'Who or where', { help: { vi: 'Tên người, hộ, nhóm hoặc nơi được đưa vào chương trình.', en: 'Name of the person, household, group or place.' }, required: true, maxLen: 200, sensitivity: 'personal', index: true, sort: true, search: true }),
      f('household', 'ref', 'Hộ', 'Household', { refs: ['household'], scope: 'household', index: true }),
      f('person', 'ref', 'Người', 'Person', { refs: ['person'], scope: 'person', index: true }),
      f('area', 'ref', 'Địa bàn', 'Area', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('unit', 'ref', 'Đơn vị thực hiện', 'Unit in charge', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('officer', 'ref', 'Cán bộ phụ trách', 'Officer in charge', { refs: ['user'], scope: 'user', index: true }),
      f('variant', 'text', 'Hình thức', 'Form of help', { maxLen: 64, index: true }),
      f('status', 'machine', 'Bước', 'Step', { index: true }),
      f('reached', 'keyed', 'Đã qua các bước', 'Steps reached', { maxLen: 40, fields: [
        f('on', 'date', 'Ngày', 'On', { required: true }),
        f('decision', 'text', 'Số quyết định', 'Decision number', { maxLen: 64 }),
      ] }),
      f('receiver', 'ref', 'Chuyển tiếp cho', 'Passed on to', { help: { vi: 'Hồ sơ của hộ nhận tiếp, khi bước chuyển tiếp còn giữ.', en: 'Enrolment of the household that receives it next, while that step stands.' }, refs: ['enrolment'], index: true }),
      f('terms', 'keyed', 'Mức riêng', 'Own terms', { help: { vi: 'Khác mức chung của chương trình.', en: 'Other than the program\'s norm.' }, maxLen: 40, fields: [
        f('amount', 'int', 'Mức', 'Amount', { required: true, min: 0 }),
        f('until', 'date', 'Đến ngày', 'Until'),
      ] }),
      f('starts', 'date', 'Hưởng từ ngày', 'Entitled from', { index: true }),
      f('ends', 'date', 'Hưởng đến ngày', 'Entitled until', { index: true }),
      f('sex', 'term', 'Giới tính', 'Sex', { vocabulary: 'sex', index: true }),
      f('reason', 'text', 'Lý do đề nghị', 'Why it is proposed', { maxLen: 2000, sensitivity: 'personal' }),
      f('exception', 'text', 'Lý do xét ngoại lệ', 'Why an exception is asked', { help: { vi: 'Khi chưa đủ điều kiện của chương trình.', en: 'Where the program\'s conditions are not met.' }, maxLen: 1000, sensitivity: 'personal' }),
      f('overlaps', 'keyed', 'Đã xét trùng', 'Overlaps decided', { maxLen: 40, fields: [
        f('decision', 'term', 'Quyết định', 'Decision', { required: true, vocabulary: 'overlap_decision' }),
        f('reason', 'text', 'Lý do', 'Reason', { required: true, maxLen: 500 }),
        f('on', 'date', 'Ngày', 'On', { required: true }),
      ] }),
      f('end_reason', 'text', 'Lý do kết thúc', 'Why it ended', { maxLen: 500, sensitivity: 'personal' }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'step', version: 1, title: 'to', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Bước của hồ sơ', en: 'Step' }, plural: { vi: 'Các bước của hồ sơ', en: 'Steps' },
    help: { vi: 'Ai đã chuyển hồ sơ sang bước nào, ngày nào, theo căn cứ gì.', en: 'Who moved an enrolment to which step, when, on what ground.' },
    fields: [
      f('enrolment', 'ref', 'Hồ sơ', 'Enrolment', { required: true, refs: ['enrolment'], index: true }),
      f('program', 'text', 'Chương trình', 'Program', { required: true, maxLen: 64, index: true }),
      f('household', 'ref', 'Hộ', 'Household', { refs: ['household'], scope: 'household', index: true }),
      f('area', 'ref', 'Địa bàn', 'Area', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { refs: ['unit'], scope: 'unit', index: true }),
      f('from', 'text', 'Từ bước', 'From', { maxLen: 64 }),
      f('to', 'text', 'Đến bước', 'To', { required: true, maxLen: 64, index: true }),
      f('on', 'date', 'Ngày', 'On', { required: true, index: true, sort: true }),
      f('by', 'ref', 'Người ghi', 'By', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('decision', 'text', 'Số quyết định, biên bản', 'Number of decision or minutes', { maxLen: 64 }),
      f('reason', 'text', 'Lý do, nhận xét', 'Reason, remarks', { maxLen: 1000, sensitivity: 'personal' }),
      f('photos', 'int', 'Số ảnh', 'Photos', { min: 0, max: 100 }),
      f('signed', 'term', 'Xác nhận bằng', 'Confirmed by', { vocabulary: 'receipt_form' }),
      f('receiver', 'ref', 'Chuyển tiếp cho', 'Passed on to', { help: { vi: 'Hồ sơ của hộ nhận tiếp.', en: 'Enrolment of the household that receives it next.' }, refs: ['enrolment'], index: true }),
      f('point', 'position', 'Vị trí', 'Position', { sensitivity: 'personal' }),
      f('form', 'text', 'Mẫu', 'Form', { maxLen: 64, index: true }),
      f('form_version', 'int', 'Phiên bản mẫu', 'Version of the form', { min: 1, max: 2147483647 }),
      f('answers', 'text', 'Câu trả lời', 'Answers', { maxLen: 20000, sensitivity: 'personal' }),
      f('bulk', 'text', 'Lượt duyệt', 'Run', { help: { vi: 'Các bước được duyệt cùng một lượt.', en: 'Steps that were taken in one run.' }, maxLen: 32, index: true }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'measure', version: 1, title: 'code', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Kết quả', en: 'Result' }, plural: { vi: 'Kết quả', en: 'Results' },
    help: { vi: 'Kết quả theo chỉ số của chương trình. Muốn sửa thì ghi bản sửa.', en: 'A result by a measure of the program. To mend one, record a correction.' },
    fields: [
      f('program', 'text', 'Chương trình', 'Program', { required: true, maxLen: 64, index: true }),
      f('code', 'text', 'Chỉ số', 'Measure', { required: true, maxLen: 64, index: true }),
      f('enrolment', 'ref', 'Hồ sơ', 'Enrolment', { refs: ['enrolment'], index: true }),
      f('household', 'ref', 'Hộ', 'Household', { refs: ['household'], scope: 'household', index: true }),
      f('area', 'ref', 'Địa bàn', 'Area', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { refs: ['unit'], scope: 'unit', index: true }),
      f('period', 'text', 'Kỳ', 'Period', { required: true, maxLen: 16, index: true }),
      f('on', 'date', 'Ngày', 'On', { required: true, index: true, sort: true }),
      f('value', 'decimal', 'Giá trị', 'Value'),
      f('level', 'text', 'Mức', 'Level', { maxLen: 64, index: true }),
      f('source', 'text', 'Nguồn', 'Source', { maxLen: 200 }),
      f('note', 'text', 'Ghi chú', 'Note', { maxLen: 1000, sensitivity: 'personal' }),
      f('by', 'ref', 'Người ghi', 'By', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('corrects', 'ref', 'Sửa cho', 'Corrects', { refs: ['measure'], index: true }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'due', version: 1, title: 'name', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Khoản đến kỳ', en: 'Due' }, plural: { vi: 'Các khoản đến kỳ', en: 'Dues' },
    help: { vi: 'Khoản mà một hồ sơ được hưởng trong một kỳ.', en: 'What an enrolment is entitled to for a period.' },
    fields: [
      f('enrolment', 'ref', 'Hồ sơ', 'Enrolment', { required: true, refs: ['enrolment'], index: true }),
      f('program', 'text', 'Chương trình', 'Program', { required: true, maxLen: 64, index: true }),
      f('entitlement', 'text', 'Khoản', 'Entitlement', { required: true, maxLen: 64, index: true }),
      f('period', 'text', 'Kỳ', 'Period', { required: true, maxLen: 16, index: true }),
      f('household', 'ref', 'Hộ', 'Household', { refs: ['household'], scope: 'household', index: true }),
      f('area', 'ref', 'Địa bàn', 'Area', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('name', 'name', 'Người nhận', 'Who receives', { required: true, maxLen: 200, sensitivity: 'personal', index: true, sort: true, search: true }),
      f('item', 'term', 'Tiền, hàng', 'Money or goods', { required: true, vocabulary: 'item', index: true }),
      f('amount', 'int', 'Số lượng', 'Amount', { required: true, min: 1 }),
      f('on', 'date', 'Đến hạn', 'Due on', { required: true, index: true, sort: true }),
      f('status', 'machine', 'Tình trạng', 'Status', { index: true, states: [{ code: 'open', label: { vi: 'Chưa trao', en: 'To hand over' }, next: ['paid', 'dropped'] }, { code: 'paid', label: { vi: 'Đã trao', en: 'Handed over' }, next: ['open'] }, { code: 'dropped', label: { vi: 'Không trao', en: 'Not handed over' }, next: ['open'] }] }),
      f('run', 'text', 'Lượt lập', 'Run', { maxLen: 32, index: true }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'sponsor', version: 1, title: 'name', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Nhà tài trợ', en: 'Sponsor' }, plural: { vi: 'Nhà tài trợ', en: 'Sponsors' },
    help: { vi: 'Ai góp tiền, hàng, công.', en: 'Who gives money, goods or labour.' },
    fields: [
      f('name', 'text', 'Tên nhà tài trợ', 'Name of the sponsor', { help: { vi: 'Cơ quan, doanh nghiệp, nhóm hoặc người.', en: 'An office, a firm, a group or a person.' }, required: true, maxLen: 200, index: true, sort: true, search: true }),
      f('type', 'term', 'Loại', 'Type', { required: true, vocabulary: 'sponsor_type', index: true }),
      f('unit', 'ref', 'Đơn vị tiếp nhận', 'Unit that keeps the contact', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('user', 'ref', 'Tài khoản của nhà tài trợ', 'The sponsor\'s account here', { refs: ['user'], scope: 'user', index: true }),
      f('contact', 'text', 'Liên hệ', 'Contact', { maxLen: 500, sensitivity: 'personal' }),
      f('note', 'text', 'Ghi chú', 'Note', { maxLen: 1000, sensitivity: 'personal' }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'fund', version: 1, title: 'name', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Quỹ, nguồn', en: 'Fund' }, plural: { vi: 'Quỹ, nguồn', en: 'Funds' },
    help: { vi: 'Tiền, hàng để riêng cho một mục đích.', en: 'Money or goods kept for a purpose.' },
    fields: [
      f('name', 'text', 'Tên quỹ, nguồn', 'Name', { required: true, maxLen: 200, index: true, sort: true, search: true }),
      f('unit', 'ref', 'Đơn vị quản lý', 'Unit that runs it', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('program', 'text', 'Cho chương trình', 'For the program', { maxLen: 64, index: true }),
      f('budget', 'bool', 'Tiền ngân sách', 'Budget money', { help: { vi: 'Phải có danh sách ký nhận và quyết toán.', en: 'Needs a signed list and a settlement.' }, index: true }),
      f('purpose', 'text', 'Mục đích, điều kiện', 'Purpose and conditions', { maxLen: 1000 }),
      f('closed', 'date', 'Đóng ngày', 'Closed on', { index: true }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'store', version: 1, title: 'name', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Kho', en: 'Store' }, plural: { vi: 'Các kho', en: 'Stores' },
    help: { vi: 'Nơi để hàng và tiền: kho của Ban Chỉ huy, của đồn, túi của cán bộ.', en: 'Where goods and cash lie: the command\'s store, a station\'s, an officer\'s bag.' },
    fields: [
      f('name', 'text', 'Tên kho, tủ tiền, túi hàng', 'Name', { required: true, maxLen: 200, index: true, sort: true, search: true }),
      f('type', 'term', 'Loại', 'Type', { required: true, vocabulary: 'store_type', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('keeper', 'ref', 'Người giữ', 'Keeper', { refs: ['user'], scope: 'user', index: true }),
      f('closed', 'date', 'Đóng ngày', 'Closed on', { index: true }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'pledge', version: 1, title: 'on', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Lời hứa tài trợ', en: 'Pledge' }, plural: { vi: 'Lời hứa tài trợ', en: 'Pledges' },
    help: { vi: 'Điều nhà tài trợ đã hứa; khi trao thì ghi vào sổ.', en: 'What a sponsor has promised; what is given goes into the ledger.' },
    fields: [
      f('sponsor', 'ref', 'Nhà tài trợ', 'Sponsor', { required: true, refs: ['sponsor'], index: true }),
      f('fund', 'ref', 'Vào quỹ', 'Into the fund', { refs: ['fund'], index: true }),
      f('program', 'text', 'Cho chương trình', 'For the program', { maxLen: 64, index: true }),
      f('enrolment', 'ref', 'Cho hồ sơ', 'For the enrolment', { refs: ['enrolment'], index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('item', 'term', 'Tiền, hàng, công', 'Money, goods or labour', { required: true, vocabulary: 'item', index: true }),
      f('quantity', 'int', 'Số lượng', 'Quantity', { required: true, min: 1 }),
      f('on', 'date', 'Ngày hứa', 'Promised on', { required: true, index: true, sort: true }),
      f('due', 'date', 'Hẹn trao trước ngày', 'Promised by', { index: true }),
      f('ends', 'text', 'Hỗ trợ đến khi', 'Support ends when', { help: { vi: 'Hết lớp 12, đủ 18 tuổi… theo lời hứa.', en: 'Grade 12, age 18… as promised.' }, maxLen: 200 }),
      f('status', 'machine', 'Tình trạng', 'Status', { index: true, states: [{ code: 'open', label: { vi: 'Chờ trao', en: 'Promised' }, next: ['kept', 'dropped'] }, { code: 'kept', label: { vi: 'Đã trao đủ', en: 'Kept' }, next: ['open'] }, { code: 'dropped', label: { vi: 'Không trao', en: 'Dropped' }, next: ['open'] }] }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'allocation', version: 1, title: 'on', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Phần được phân bổ', en: 'Allocation' }, plural: { vi: 'Các phần phân bổ', en: 'Allocations' },
    help: { vi: 'Phần của một quỹ hay một bên góp, dành cho một hồ sơ.', en: 'A share of a fund or of a giver, set aside for one enrolment.' },
    fields: [
      f('enrolment', 'ref', 'Cho hồ sơ', 'For the enrolment', { required: true, refs: ['enrolment'], index: true }),
      f('program', 'text', 'Chương trình', 'Program', { required: true, maxLen: 64, index: true }),
      f('funder', 'text', 'Bên góp', 'Funder', { maxLen: 64, index: true }),
      f('fund', 'ref', 'Từ quỹ', 'From the fund', { refs: ['fund'], index: true }),
      f('area', 'ref', 'Địa bàn', 'Area', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('item', 'term', 'Tiền, hàng, công', 'Money, goods or labour', { required: true, vocabulary: 'item', index: true }),
      f('quantity', 'int', 'Số lượng', 'Quantity', { required: true, min: 1 }),
      f('on', 'date', 'Ngày', 'On', { required: true, index: true, sort: true }),
      f('by', 'ref', 'Người ghi', 'By', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('decision', 'text', 'Số quyết định', 'Decision number', { maxLen: 64 }),
      f('corrects', 'ref', 'Thay cho', 'Corrects', { refs: ['allocation'], index: true }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'entry', version: 1, title: 'on', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Bút toán', en: 'Entry' }, plural: { vi: 'Sổ tiền, hàng, công', en: 'Ledger' },
    help: { vi: 'Một lượng tiền, hàng hoặc công đi từ đâu đến đâu. Muốn sửa thì ghi bút toán ngược.', en: 'How much money, goods or labour went from where to where. To mend one, record the entry the other way.' },
    fields: [
      f('type', 'term', 'Loại', 'Type', { required: true, vocabulary: 'entry_type', index: true }),
      f('item', 'term', 'Tiền, hàng, công', 'Money, goods or labour', { required: true, vocabulary: 'item', index: true }),
      f('quantity', 'int', 'Số lượng', 'Quantity', { required: true, min: 1 }),
      f('from', 'ref', 'Từ', 'From', { required: true, refs: ['sponsor', 'fund', 'store', 'unit', 'household', 'enrolment', 'due'], index: true }),
      f('to', 'ref', 'Đến', 'To', { required: true, refs: ['sponsor', 'fund', 'store', 'unit', 'household', 'enrolment', 'due'], index: true }),
      f('on', 'date', 'Ngày', 'On', { required: true, index: true, sort: true }),
      f('program', 'text', 'Chương trình', 'Program', { maxLen: 64, index: true }),
      f('enrolment', 'ref', 'Hồ sơ', 'Enrolment', { refs: ['enrolment'], index: true }),
      f('funder', 'text', 'Bên góp', 'Funder', { maxLen: 64, index: true }),
      f('household', 'ref', 'Hộ', 'Household', { refs: ['household'], scope: 'household', index: true }),
      f('area', 'ref', 'Địa bàn', 'Area', { refs: ['area'], scope: 'area', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('by', 'ref', 'Người ghi', 'By', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('receipt', 'term', 'Ký nhận bằng', 'Receipt by', { vocabulary: 'receipt_form', index: true }),
      f('receiver', 'text', 'Người nhận', 'Received by', { maxLen: 200, sensitivity: 'personal' }),
      f('witness', 'text', 'Người làm chứng', 'Witness', { maxLen: 200, sensitivity: 'personal' }),
      f('document', 'text', 'Số chứng từ', 'Document number', { maxLen: 64, index: true }),
      f('value', 'money', 'Trị giá', 'Worth', { unit: 'VND', min: 0 }),
      f('point', 'position', 'Vị trí', 'Position', { sensitivity: 'personal' }),
      f('note', 'text', 'Ghi chú', 'Note', { maxLen: 1000, sensitivity: 'personal' }),
      f('corrects', 'ref', 'Sửa cho', 'Corrects', { refs: ['entry'], index: true }),
      f('corrected', 'term', 'Loại của bút toán được sửa', 'Type of the entry corrected', { vocabulary: 'entry_type' }),
      f('bulk', 'text', 'Lượt', 'Run', { maxLen: 32, index: true }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'stocktake', version: 1, title: 'on', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Kiểm kê', en: 'Stocktake' }, plural: { vi: 'Kiểm kê', en: 'Stocktakes' },
    help: { vi: 'Một lần đếm tiền, hàng trong kho và so với sổ.', en: 'One counting of what lies in a store, against the book.' },
    fields: [
      f('store', 'ref', 'Kho', 'Store', { required: true, refs: ['store'], index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('item', 'term', 'Tiền, hàng', 'Money or goods', { required: true, vocabulary: 'item', index: true }),
      f('on', 'date', 'Ngày kiểm', 'Counted on', { required: true, index: true, sort: true }),
      f('book', 'int', 'Theo sổ', 'By the book', { required: true }),
      f('counted', 'int', 'Thực tế', 'Counted', { required: true, min: 0 }),
      f('by', 'ref', 'Người ghi', 'By', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('witness', 'text', 'Người cùng kiểm', 'Counted with', { maxLen: 200 }),
      f('entry', 'ref', 'Bút toán điều chỉnh', 'Entry that adjusts', { refs: ['entry'] }),
      f('note', 'text', 'Giải thích', 'Explanation', { maxLen: 1000 }),
      f('generated', 'bool', 'Dữ liệu tạo sinh', 'Generated'),
    ],
  },
  {
    name: 'visit', version: 1, title: 'on', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Lượt thăm hộ', en: 'Visit' }, plural: { vi: 'Lượt thăm hộ', en: 'Visits' },
    help: { vi: 'Một lần đến thăm hộ. Muốn sửa thì ghi bản sửa.', en: 'One visit to a household. To mend one, record a correction.' },
    fields: [
      f('household', 'ref', 'Hộ', 'Household', { required: true, refs: ['household'], scope: 'household', index: true }),
      f('area', 'ref', 'Thôn, bản', 'Village', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('on', 'date', 'Ngày thăm', 'Date', { required: true, index: true, sort: true }),
      f('by', 'ref', 'Người thăm', 'Visited by', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { help: { vi: 'Đơn vị của người thăm, để số liệu tính theo đơn vị.', en: 'The unit of who visited, so that figures count by unit.' }, refs: ['unit'], index: true }),
      f('purposes', 'terms', 'Mục đích', 'Purposes', { vocabulary: 'visit_purpose', maxLen: 100 }),
      f('conditions', 'terms', 'Tình hình', 'Conditions found', { vocabulary: 'visit_condition', maxLen: 100 }),
      f('met', 'int', 'Số người gặp', 'People met', { min: 0, max: 100 }),
      f('note', 'text', 'Ghi chép', 'Notes', { maxLen: 4000, sensitivity: 'personal' }),
      f('next_due', 'date', 'Hẹn thăm lại', 'Next visit due', { index: true }),
      f('point', 'position', 'Vị trí', 'Position', { sensitivity: 'personal' }),
      f('form', 'text', 'Mẫu', 'Form', { help: { vi: 'Mẫu câu hỏi đã dùng.', en: 'The form that was used.' }, maxLen: 64, index: true }),
      f('form_version', 'int', 'Phiên bản mẫu', 'Version of the form', { help: { vi: 'Câu trả lời được đọc theo đúng phiên bản này.', en: 'Answers are read by this version.' }, min: 1, max: 2147483647 }),
      f('answers', 'text', 'Câu trả lời', 'Answers', { help: { vi: 'Theo mẫu, dạng JSON.', en: 'By the form, as JSON.' }, maxLen: 20000, sensitivity: 'personal' }),
      f('corrects', 'ref', 'Sửa cho', 'Corrects', { help: { vi: 'Lượt thăm mà bản ghi này thay thế.', en: 'The visit that this one replaces.' }, refs: ['visit'], index: true }),
    ],
  },
  {
    name: 'note', version: 1, title: 'topic', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Ghi chú', en: 'Note' }, plural: { vi: 'Ghi chú', en: 'Notes' },
    help: { vi: 'Điều cần nhớ về một hộ, một người, một nơi.', en: 'Something to remember about a household, a person or a place.' },
    fields: [
      f('subject', 'ref', 'Về', 'About', { required: true, refs: ['household', 'person', 'area', 'unit'], index: true }),
      f('area', 'ref', 'Địa bàn', 'Area', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('topic', 'term', 'Chủ đề', 'Topic', { vocabulary: 'note_topic', index: true }),
      f('text', 'text', 'Nội dung', 'Text', { required: true, maxLen: 4000, sensitivity: 'personal' }),
      f('by', 'ref', 'Người ghi', 'By', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('on', 'date', 'Ngày', 'Date', { required: true, index: true, sort: true }),
      f('point', 'position', 'Vị trí', 'Position', { sensitivity: 'personal' }),
      f('corrects', 'ref', 'Sửa cho', 'Corrects', { refs: ['note'] }),
    ],
  },
  {
    name: 'practice', version: 1, title: 'type', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Việc cùng dân', en: 'Time with the people' }, plural: { vi: 'Việc cùng dân', en: 'Time with the people' },
    help: { vi: 'Đêm ở lại bản, bữa cùng ăn, ngày cùng làm, buổi nói tiếng đồng bào.', en: 'Nights in the village, meals shared, days worked together, the people\'s language spoken.' },
    fields: [
      f('type', 'term', 'Cùng làm gì', 'What', { required: true, vocabulary: 'practice_type', index: true }),
      f('quantity', 'int', 'Số đêm, bữa, ngày công, buổi', 'How many', { required: true, min: 1, max: 1000 }),
      f('area', 'ref', 'Ở bản', 'Village', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('on', 'date', 'Ngày', 'Date', { required: true, index: true, sort: true }),
      f('by', 'ref', 'Cán bộ', 'Officer', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { refs: ['unit'], scope: 'unit', index: true }),
      f('language', 'term', 'Tiếng đã nói', 'Language spoken', { vocabulary: 'language' }),
      f('note', 'text', 'Ghi chú', 'Note', { maxLen: 500 }),
      f('corrects', 'ref', 'Sửa cho', 'Corrects', { refs: ['practice'], index: true }),
    ],
  },
  {
    name: 'attachment', version: 1, title: 'caption', childBorn: '', addOnly: true, internal: false,
    label: { vi: 'Tệp kèm', en: 'Attachment' }, plural: { vi: 'Tệp kèm', en: 'Attachments' },
    help: { vi: 'Ảnh, ghi âm, giấy tờ đi kèm bản ghi.', en: 'Photos, recordings and papers that go with a record.' },
    fields: [
      f('subject', 'ref', 'Của', 'Of', { required: true, refs: ['household', 'person', 'visit', 'note', 'area', 'consent', 'enrolment', 'step', 'measure', 'entry'], index: true }),
      f('area', 'ref', 'Địa bàn', 'Area', { required: true, refs: ['area'], scope: 'area', index: true }),
      f('household', 'ref', 'Hộ', 'Household', { help: { vi: 'Hộ mà tệp này nói đến, để người phụ trách hộ thấy được.', en: 'The household that it is about, so that who looks after it sees it.' }, refs: ['household'], scope: 'household', index: true }),
      f('kind', 'term', 'Loại', 'Kind', { required: true, vocabulary: 'attachment_kind', index: true }),
      f('digest', 'digest', 'Mã nội dung', 'Digest', { help: { vi: 'SHA-256 của tệp.', en: 'SHA-256 of the file.' }, required: true, index: true }),
      f('size', 'int', 'Kích thước', 'Size', { required: true, unit: 'B', min: 1, max: 67108864 }),
      f('media', 'text', 'Dạng tệp', 'Media type', { required: true, maxLen: 100 }),
      f('name', 'text', 'Tên tệp', 'File name', { maxLen: 200, sensitivity: 'personal' }),
      f('caption', 'text', 'Chú thích', 'Caption', { maxLen: 500, sensitivity: 'personal' }),
      f('taken_at', 'instant', 'Thời điểm', 'Taken at'),
      f('point', 'position', 'Vị trí', 'Position', { sensitivity: 'personal' }),
      f('by', 'ref', 'Người gửi', 'By', { required: true, refs: ['user'], scope: 'user', index: true }),
    ],
  },
  {
    name: 'recording', version: 1, title: 'of', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Bản ghi tiếng', en: 'Recording' }, plural: { vi: 'Bản ghi tiếng', en: 'Recordings' },
    help: { vi: 'Một câu của ứng dụng, đọc bằng tiếng của bản. Không chứa dữ liệu của ai.', en: 'A text of the app, spoken in a language of the village. It holds nobody\'s data.' },
    fields: [
      f('of', 'text', 'Đọc câu', 'Speaks', { help: { vi: 'Mã của câu được đọc.', en: 'Key of the text that is spoken.' }, required: true, maxLen: 200, index: true, sort: true }),
      f('language', 'term', 'Tiếng nói', 'Language', { required: true, vocabulary: 'language', index: true }),
      f('status', 'machine', 'Tình trạng', 'Status', { index: true, states: [{ code: 'in_use', label: { vi: 'Đang dùng', en: 'In use' }, next: ['withdrawn'] }, { code: 'withdrawn', label: { vi: 'Đã rút', en: 'Withdrawn' }, next: ['in_use'] }] }),
      f('sum', 'digest', 'Mã nội dung máy ghi', 'Digest on the phone', { help: { vi: 'SHA-256 của tệp mà điện thoại đã ghi và sẽ gửi.', en: 'SHA-256 of the file that a phone recorded and will send.' }, index: true }),
      f('digest', 'digest', 'Mã nội dung', 'Digest', { help: { vi: 'SHA-256 của tệp.', en: 'SHA-256 of the file.' }, index: true, server: true }),
      f('size', 'int', 'Kích thước', 'Size', { unit: 'B', min: 1, max: 67108864, server: true }),
      f('media', 'text', 'Dạng tệp', 'Media type', { maxLen: 100, server: true }),
      f('by', 'ref', 'Người ghi', 'By', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('on', 'date', 'Ngày ghi', 'Date', { required: true, index: true, sort: true }),
    ],
  },
  {
    name: 'notice', version: 1, title: 'title', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Thông báo', en: 'Notice' }, plural: { vi: 'Thông báo', en: 'Notices' },
    help: { vi: 'Điều bà con và cán bộ cần biết trong một thời gian; nghe được bằng tiếng của bản.', en: 'What people and officers are to know for a while; it can be heard in the village\'s language.' },
    fields: [
      f('title', 'text', 'Tiêu đề', 'Title', { required: true, maxLen: 120, search: true }),
      f('text', 'text', 'Nội dung', 'Text', { help: { vi: 'Viết ngắn, như khi nói. Không ghi tên hay chuyện riêng của ai.', en: 'Short, as one speaks. Nobody\'s name or private matter.' }, required: true, maxLen: 2000 }),
      f('unit', 'ref', 'Của đơn vị', 'Of the unit', { help: { vi: 'Người của đơn vị này, của các đơn vị dưới quyền và các bản phụ trách nhận được.', en: 'Who works for this unit and those below it, and in the villages in their care, gets it.' }, required: true, refs: ['unit'], scope: 'unit', index: true }),
      f('area', 'ref', 'Chỉ cho', 'Only for', { help: { vi: 'Một bản hoặc một xã. Để trống là cả địa bàn của đơn vị.', en: 'A village or a commune. Left open, all that is in the unit\'s care.' }, refs: ['area'], index: true }),
      f('from', 'date', 'Từ ngày', 'From', { required: true, index: true, sort: true }),
      f('to', 'date', 'Đến hết ngày', 'Until', { help: { vi: 'Sau ngày này thông báo không còn hiện.', en: 'After this day it is no longer shown.' }, index: true }),
      f('by', 'ref', 'Người ra thông báo', 'By', { required: true, refs: ['user'], scope: 'user', index: true }),
    ],
  },
  {
    name: 'import', version: 1, title: 'file', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Lần nạp tệp', en: 'Import' }, plural: { vi: 'Nạp tệp', en: 'Imports' },
    help: { vi: 'Một tệp đã nạp: thêm gì, sửa gì, đã hoàn tác chưa.', en: 'A file that was taken in: what it added and changed, and whether it was undone.' },
    fields: [
      f('file', 'text', 'Tệp', 'File', { required: true, maxLen: 200 }),
      f('digest', 'digest', 'Mã nội dung', 'Digest', { help: { vi: 'SHA-256 của tệp.', en: 'SHA-256 of the file.' }, required: true, index: true }),
      f('recipe', 'text', 'Loại danh sách', 'Kind of list', { required: true, maxLen: 64 }),
      f('sheet', 'text', 'Trang', 'Sheet', { maxLen: 100 }),
      f('by', 'ref', 'Người nạp', 'By', { required: true, refs: ['user'], scope: 'user', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { refs: ['unit'], scope: 'unit', index: true }),
      f('at', 'instant', 'Lúc', 'At', { required: true, index: true, sort: true }),
      f('status', 'machine', 'Tình trạng', 'Status', { index: true, states: [{ code: 'running', label: { vi: 'Đang ghi', en: 'Being written' }, next: ['done', 'undone'] }, { code: 'done', label: { vi: 'Đã xong', en: 'Done' }, next: ['undone'] }, { code: 'undone', label: { vi: 'Đã hoàn tác', en: 'Undone' }, next: [] }] }),
      f('rows', 'int', 'Số dòng', 'Rows', { min: 0 }),
      f('created', 'int', 'Thêm mới', 'New', { min: 0 }),
      f('updated', 'int', 'Cập nhật', 'Updated', { min: 0 }),
      f('unchanged', 'int', 'Đã có sẵn', 'There already', { min: 0 }),
      f('failed', 'int', 'Chưa đúng', 'Not right', { min: 0 }),
      f('kept', 'int', 'Giữ lại khi hoàn tác', 'Kept when undone', { help: { vi: 'Bản ghi có người sửa sau khi nạp nên không bị đổi lại.', en: 'Records that somebody changed after the import; they stay as they are.' }, min: 0 }),
    ],
  },
  {
    name: 'target', version: 1, title: 'indicator', childBorn: '', addOnly: false, internal: false,
    label: { vi: 'Chỉ tiêu giao', en: 'Target' }, plural: { vi: 'Chỉ tiêu giao', en: 'Targets' },
    help: { vi: 'Mức một địa bàn hoặc đơn vị cần đạt trong một kỳ, theo quyết định nào.', en: 'What an area or a unit is to reach in a period, and by which decision.' },
    fields: [
      f('indicator', 'text', 'Chỉ tiêu', 'Indicator', { help: { vi: 'Mã của chỉ tiêu trong bộ dữ liệu tỉnh.', en: 'Its code in the pack.' }, required: true, maxLen: 64, index: true }),
      f('area', 'ref', 'Địa bàn', 'Area', { help: { vi: 'Để trống nếu giao cho đơn vị.', en: 'Empty where a unit is asked.' }, refs: ['area'], scope: 'area', index: true }),
      f('unit', 'ref', 'Đơn vị', 'Unit', { help: { vi: 'Để trống nếu giao cho địa bàn.', en: 'Empty where an area is asked.' }, refs: ['unit'], scope: 'unit', index: true }),
      f('calendar', 'text', 'Lịch', 'Calendar', { help: { vi: 'Mã của lịch mà kỳ thuộc về.', en: 'The code of the calendar of the period.' }, required: true, maxLen: 64 }),
      f('period', 'text', 'Kỳ', 'Period', { help: { vi: '2026, 2026-H1, 2026-Q1 hoặc 2026-03.', en: '2026, 2026-H1, 2026-Q1 or 2026-03.' }, required: true, maxLen: 10, index: true, sort: true }),
      f('value', 'decimal', 'Mức giao', 'To reach', { required: true, min: 0 }),
      f('decision', 'text', 'Số quyết định', 'Decision number', { maxLen: 64 }),
      f('note', 'text', 'Ghi chú', 'Note', { maxLen: 500 }),
    ],
  },
]
