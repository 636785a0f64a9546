package pack

// rightsCatalogue holds what the problems of rights.yaml say.
var rightsCatalogue = map[string]entryText{
	"role.consent":   {"Danh mục consent_purpose không có “{value}”. Hãy sửa mã, hoặc thêm từ vào danh mục.", "The vocabulary consent_purpose has no \"{value}\". Correct the code, or add the term."},
	"rights.weekday": {"Không có thứ “{value}”. Hãy dùng {known}.", "There is no day of the week \"{value}\". Use {known}."},
	"rights.no_day":  {"Cả tuần đều nghỉ thì không tính được ngày làm việc. Hãy để lại ít nhất hai ngày.", "With the whole week off there are no working days. Leave two at least."},
	"rights.word":    {"“{value}” không dùng được ở đây. Hãy dùng {known}.", "\"{value}\" has no place here. Use {known}."},
	"rights.days":    {"Thời hạn {days} ngày không dùng được. Hãy dùng 1 đến {max}.", "A term of {days} days can't be used. Use 1 to {max}."},
	"rights.years":   {"Thời hạn giữ {years} năm không dùng được. Hãy dùng 1 đến 100.", "Records can't be kept for {years} years. Use 1 to 100."},
	"rights.no_date": {"{kind} không có ngày “{field}” để xếp theo. Hãy chọn một mục ngày xếp được, như on.", "{kind} has no day \"{field}\" that lists are sorted by. Choose one, like on."},
}
