package fault

// fields: what is wrong with one value.
var fields = map[string]entry{
	"kind.unknown":       {Invalid, "Máy chủ này không có loại bản ghi “{kind}”. Hãy cập nhật ứng dụng hoặc máy chủ.", "This server has no kind of record “{kind}”. Update the app or the server."},
	"field.unknown":      {Invalid, "Loại bản ghi này không có mục “{field}”. Hãy bỏ mục đó hoặc cập nhật ứng dụng.", "This kind of record has no field “{field}”. Leave it out, or update the app."},
	"field.required":     {Invalid, "Thiếu “{field}”. Hãy điền vào.", "“{field_en}” is missing. Fill it in."},
	"field.wrong_type":   {Invalid, "Giá trị không đúng loại. Mục này cần {type}.", "This is not the right sort of value. It should be {type}."},
	"field.too_long":     {TooLarge, "Nội dung dài quá {max} ký tự. Hãy rút gọn.", "Longer than {max} characters. Shorten it."},
	"field.too_small":    {Invalid, "Nhỏ nhất là {min}. Hãy xem lại con số.", "The least allowed is {min}. Look at the number again."},
	"field.too_large":    {Invalid, "Lớn nhất là {max}. Hãy xem lại con số.", "The most allowed is {max}. Look at the number again."},
	"field.too_many":     {TooLarge, "Nhiều quá {max} mục. Hãy bớt đi.", "More than {max} items. Take some out."},
	"field.bad_key":      {Invalid, "Thiếu năm hoặc mã của giá trị này, hoặc viết quá dài. Hãy chọn lại.", "The year or code that this value belongs to is missing or too long. Choose it again."},
	"field.nul":          {Invalid, "Chữ có ký tự rỗng không lưu được. Hãy xóa đoạn đó và gõ lại.", "The text has a null character that can't be kept. Delete that part and type it again."},
	"field.not_utf8":     {Invalid, "Chữ có ký tự hỏng. Hãy xóa đoạn đó và gõ lại.", "The text has broken characters. Delete that part and type it again."},
	"field.bad_date":     {Invalid, "Không có ngày này. Hãy viết ngày, tháng, năm; ví dụ 03/03/2026.", "There is no such date. Give day, month and year; for example 03/03/2026."},
	"field.unknown_term": {Invalid, "“{term}” không có trong danh mục “{vocabulary}”. Hãy chọn một mục có sẵn.", "“{term}” is not in the list “{vocabulary}”. Choose one that is."},
	"field.bad_ref":      {Invalid, "Mã của bản ghi được nhắc đến không đúng. Hãy chọn lại.", "The id of the record it points at is not well-formed. Choose it again."},
	"field.bad_digest":   {Invalid, "Mã nội dung của tệp không đúng. Hãy gửi lại tệp.", "The file's digest is not well-formed. Send the file again."},
	"field.bad_position": {Invalid, "Không có vị trí này trên bản đồ. Vĩ độ từ −90 đến 90, kinh độ từ −180 đến 180.", "There is no such position. Latitude runs from −90 to 90, longitude from −180 to 180."},
}

// records: what is wrong between records.
var records = map[string]entry{
	"ref.unknown":       {Invalid, "Chưa có bản ghi mà mục này nhắc đến. Nếu nó ở máy khác, hãy gửi từ máy đó trước.", "The record that this points at is not here yet. If it is on another device, send from there first."},
	"ref.wrong_kind":    {Invalid, "Bản ghi được chọn không thuộc loại cần ở đây. Hãy chọn lại.", "The record chosen is not of a kind that belongs here. Choose again."},
	"record.other_kind": {Conflict, "Mã này đã thuộc về một bản ghi loại khác. Hãy cập nhật ứng dụng rồi ghi lại.", "That id already belongs to a record of another kind. Update the app and write it again."},
	"record.deleted":    {Conflict, "Bản ghi này đã bị xóa. Hãy khôi phục nó trước khi sửa.", "This record has been deleted. Bring it back before you change it."},
	"record.add_only":   {Conflict, "Bản ghi loại này không sửa được sau khi ghi. Hãy ghi một bản sửa.", "Records of this kind aren't changed once written. Write a correction instead."},
	"field.fixed":       {Conflict, "“{field}” không đổi được sau khi tạo. Hãy kết thúc bản ghi này và tạo bản ghi mới.", "“{field_en}” can't be changed once made. End this one and make another."},
	"undo.nothing":      {Conflict, "Không còn gì để hoàn tác: đã có người sửa sau đó. Hãy xem lịch sử.", "There is nothing left to undo: someone has changed it since. Look at the history."},
	"settle.not_there":  {Conflict, "Hai giá trị này không còn trái nhau: đã có người chọn. Hãy xem lịch sử.", "These values are no longer in conflict: someone has settled it. Look at the history."},
	"step.not_allowed":  {Conflict, "Không chuyển được từ “{from}” sang “{to}”. Hãy tải lại để xem tình trạng mới.", "It can't go from “{from}” to “{to}”. Reload to see where it stands."},
}
