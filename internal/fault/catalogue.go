package fault

import "maps"

// entry is what a code means: how it is answered, and its texts.
type entry struct {
	class  Class
	vi, en string
}

// catalogue holds every code with its texts. A text says what happened and what
// to do; {name} is filled from the fault's arguments. A code is never given a
// new meaning. The tables are split by area; a test checks that no code is in
// two of them, that every code the program makes is here, and that each text's
// {name} is given where the fault is made.
var catalogue = gather(general, signIn, fields, records, changes, exchange, bundles, files, imports, tables, operator, shell, backups, forms, workbooks, mapFiles, programs, sheets, figures, ofRights)

func gather(tables ...map[string]entry) map[string]entry {
	all := map[string]entry{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

var general = map[string]entry{
	"internal":  {Internal, "Máy chủ gặp lỗi khi xử lý. Bài ghi của bạn vẫn còn; hãy thử lại sau ít phút.", "The server failed at this. Your work is kept; try again in a few minutes."},
	"busy":      {Busy, "Máy chủ đang bận. Hãy thử lại sau ít giây.", "The server is busy. Try again in a few seconds."},
	"disk.full": {Busy, "Ổ đĩa của máy chủ đã đầy nên chưa lưu được. Bài ghi vẫn còn trong máy bạn; hãy báo cán bộ công nghệ thông tin.", "The server's disk is full, so this could not be saved. Your work is still on your device; tell the IT officer."},
	"not_found": {NotFound, "Không tìm thấy, hoặc nằm ngoài phạm vi của bạn.", "Not found, or outside your scope."},
	"forbidden": {Forbidden, "Vai trò của bạn không được làm việc này. Nếu cần, hãy hỏi chỉ huy đơn vị.", "Your role doesn't allow this. If you need it, ask your unit's chief."},

	"request.timeout":     {Busy, "Việc này mất quá nhiều thời gian nên máy chủ đã dừng. Hãy thử lại; nếu là danh sách dài, hãy lọc bớt.", "This took too long and the server stopped it. Try again; if it is a long list, narrow it first."},
	"body.too_large":      {TooLarge, "Nội dung gửi lên lớn hơn {max}. Hãy chia thành nhiều lần gửi.", "What was sent is larger than {max}. Send it in several parts."},
	"body.not_json":       {Invalid, "Máy chủ không đọc được nội dung gửi lên. Hãy tải lại trang hoặc cập nhật ứng dụng rồi gửi lại.", "The server can't read what was sent. Reload the page or update the app, then send again."},
	"body.not_gzip":       {Invalid, "Nội dung nén bị hỏng trên đường truyền. Hãy gửi lại.", "The compressed content was damaged on the way. Send it again."},
	"body.bomb":           {TooLarge, "Nội dung nén bung ra quá lớn nên máy chủ từ chối. Hãy chia thành nhiều lần gửi.", "The compressed content unpacks to far too much and was refused. Send it in several parts."},
	"protocol.version":    {Invalid, "Ứng dụng trên máy này quá cũ để gửi và nhận. Bài ghi vẫn còn trong máy; hãy cập nhật ứng dụng.", "The app on this device is too old to send and receive. Your work is still on the device; update the app."},
	"export.format":       {Invalid, "Không xuất được tệp dạng này. Hãy chọn xlsx, csv hoặc jsonl.", "Files of this format can't be made. Choose xlsx, csv or jsonl."},
	"list.too_many_saved": {Conflict, "Đã lưu {max} danh sách. Hãy bỏ một danh sách không còn dùng rồi lưu.", "There are {max} saved lists. Remove one that is no longer used, then save."},
	"list.unknown_filter": {Invalid, "Danh sách này không lọc được theo “{field}”. Hãy bỏ điều kiện đó.", "This list can't be filtered by “{field}”. Remove that filter."},
	"list.unknown_sort":   {Invalid, "Danh sách này không xếp được theo “{field}”. Hãy chọn cột khác.", "This list can't be sorted by “{field}”. Choose another column."},
	"list.bad_cursor":     {Invalid, "Không nối tiếp được danh sách này. Hãy mở lại từ đầu.", "This list can't be continued from here. Open it again from the start."},
}

// argWords puts argument values that are the program's own words into the
// reader's: the types of fields, kinds of text.
var argWords = map[string][2]string{
	"type:text":     {"chữ", "text"},
	"type:name":     {"họ tên", "a name"},
	"type:int":      {"số nguyên", "a whole number"},
	"type:money":    {"số tiền, tính bằng đồng", "an amount in whole đồng"},
	"type:decimal":  {"số", "a number"},
	"type:bool":     {"có hoặc không", "yes or no"},
	"type:date":     {"ngày", "a date"},
	"type:partial":  {"ngày, tháng hoặc năm", "a year, month or day"},
	"type:instant":  {"thời điểm", "a point in time"},
	"type:term":     {"một mục trong danh mục", "one item of a list"},
	"type:terms":    {"các mục trong danh mục", "items of a list"},
	"type:ref":      {"một bản ghi khác", "another record"},
	"type:refs":     {"các bản ghi khác", "other records"},
	"type:texts":    {"các dòng chữ", "lines of text"},
	"type:position": {"vị trí trên bản đồ", "a position on the map"},
	"type:list":     {"danh sách", "a list"},
	"type:keyed":    {"các giá trị theo năm hoặc theo mã", "values by year or code"},
	"type:object":   {"một nhóm giá trị", "a group of values"},
	"type:machine":  {"một bước", "a step"},
	"type:digest":   {"mã nội dung của tệp", "a file's digest"},

	"encoding:unknown": {"không rõ", "unknown"},
	"encoding:tcvn3":   {"phông TCVN3 (.Vn…)", "TCVN3 font (.Vn…)"},
	"encoding:vni":     {"phông VNI", "VNI font"},
}
