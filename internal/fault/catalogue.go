package fault

type entry struct {
	class  Class
	vi, en string
}

// catalogue holds every code with its texts. A text says what happened and what
// to do; {name} is filled from the fault's arguments. Codes are never reused.
var catalogue = map[string]entry{
	"internal":  {Internal, "Máy chủ gặp lỗi khi xử lý. Bài ghi của bạn vẫn còn; hãy thử lại sau ít phút.", "The server failed at this. Your work is kept; try again in a few minutes."},
	"busy":      {Busy, "Máy chủ đang bận. Hãy thử lại sau ít giây.", "The server is busy. Try again in a few seconds."},
	"not_found": {NotFound, "Không tìm thấy, hoặc nằm ngoài phạm vi của bạn.", "Not found, or outside your scope."},
	"forbidden": {Forbidden, "Vai trò của bạn không được làm việc này. Nếu cần, hãy hỏi chỉ huy đơn vị.", "Your role doesn't allow this. If you need it, ask your unit's chief."},

	"change.not_utf8":        {Invalid, "Bài ghi có ký tự hỏng (không phải UTF-8). Hãy ghi lại chữ và gửi lại.", "The record has broken characters (not UTF-8). Write the text again and resend."},
	"change.not_json":        {Invalid, "Bài ghi không đúng dạng JSON. Hãy cập nhật ứng dụng rồi gửi lại.", "The record is not well-formed JSON. Update the app and resend."},
	"change.no_number":       {Invalid, "Bài ghi thiếu số thứ tự. Hãy cập nhật ứng dụng rồi gửi lại.", "The change has no number. Update the app and resend."},
	"change.bad_time":        {Invalid, "Thời điểm của bài ghi không hợp lệ. Hãy cập nhật ứng dụng rồi gửi lại.", "The change's time is not well-formed. Update the app and resend."},
	"change.bad_salt":        {Invalid, "Bài ghi thiếu phần ngẫu nhiên bắt buộc. Hãy cập nhật ứng dụng rồi gửi lại.", "The change lacks its random part. Update the app and resend."},
	"change.unknown_op":      {Invalid, "Không biết thao tác “{op}”. Hãy cập nhật ứng dụng.", "Unknown operation “{op}”. Update the app."},
	"change.no_target":       {Invalid, "Thiếu bài ghi đích của thao tác này.", "This operation must name the change it is about."},
	"change.bad_record":      {Invalid, "Mã bản ghi không hợp lệ.", "The record's id is not well-formed."},
	"change.no_fields":       {Invalid, "Bài ghi không có nội dung nào.", "The change sets nothing."},
	"change.too_many_fields": {TooLarge, "Bài ghi có quá {max} trường. Hãy chia nhỏ.", "The change sets more than {max} fields. Split it."},
	"change.bad_seen":        {Invalid, "Phiên bản đã thấy của trường không hợp lệ. Hãy cập nhật ứng dụng.", "A version that the author saw is not well-formed. Update the app."},
	"change.seen_after":      {Invalid, "Bài ghi nói đã thấy một phiên bản muộn hơn chính nó. Hãy kiểm tra đồng hồ máy.", "The change claims to have seen a version later than itself. Check the device's clock."},

	"kind.unknown":   {Invalid, "Không có loại bản ghi “{kind}”.", "There is no kind of record “{kind}”."},
	"field.unknown":  {Invalid, "Không có trường “{field}”.", "There is no field “{field}”."},
	"field.too_long": {TooLarge, "Nội dung dài quá {max}. Hãy rút gọn.", "Longer than {max}. Shorten it."},
}
