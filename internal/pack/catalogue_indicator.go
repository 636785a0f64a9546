package pack

// indicatorCatalogue holds what the problems of indicators and calendars say.
var indicatorCatalogue = map[string]entryText{
	"calendar.closes":      {"Ngày chốt {value} không dùng được. Hãy dùng 1 đến 28, hoặc 0 cho ngày cuối tháng.", "The closing day {value} can't be used. Use 1 to 28, or 0 for the month's last day."},
	"calendar.begins":      {"Tháng đầu năm {value} không có. Hãy dùng 1 đến 12.", "There is no month {value} for a year to begin in. Use 1 to 12."},
	"calendar.twice":       {"Lịch “{code}” có hai lần. Hãy giữ một.", "The calendar \"{code}\" is there twice. Keep one."},
	"indicator.twice":      {"Chỉ tiêu “{code}” có hai lần. Hãy đổi mã hoặc xóa một chỉ tiêu.", "The indicator \"{code}\" is there twice. Change the code or delete one of them."},
	"indicator.aggregate":  {"Không có cách tính “{value}”. Hãy dùng count, sum, distinct, last hoặc ratio.", "There is no aggregate \"{value}\". Use count, sum, distinct, last or ratio."},
	"indicator.kind":       {"Không có loại bản ghi “{value}” để đếm. Hãy sửa tên loại.", "There is no kind of record \"{value}\" to count. Correct its name."},
	"indicator.each":       {"“{value}” của {kind} không phải mục ghi theo khóa. Hãy dùng một mục như poverty, hoặc bỏ each.", "\"{value}\" of {kind} holds no keys. Name a field such as poverty, or leave each out."},
	"indicator.date":       {"{kind} không có ngày “{value}”. Hãy dùng một mục ngày, mục.khóa, hoặc key khi có each.", "{kind} has no day \"{value}\". Use a field with a date, field.key, or key where there is each."},
	"indicator.reference":  {"“{value}” của {kind} không trỏ tới thứ cần ở đây. Hãy chọn một mục tham chiếu.", "\"{value}\" of {kind} does not refer to what is needed here. Choose a reference."},
	"indicator.decimals":   {"Số chữ số thập phân {value} không dùng được. Hãy dùng 0 đến 3.", "{value} decimals can't be kept. Use 0 to 3."},
	"indicator.value":      {"Cách tính {aggregate} không dùng value. Hãy bỏ đi, hoặc dùng sum hay last.", "The aggregate {aggregate} has no value. Remove it, or use sum or last."},
	"indicator.dims":       {"Nhiều nhất {max} chiều. Hãy bớt đi.", "At most {max} dimensions. Take some out."},
	"indicator.people":     {"Biểu thức dùng “{field}”, là dữ liệu cá nhân. Hãy thêm people: true để ô nhỏ được che.", "An expression asks for \"{field}\", which is personal. Add people: true, so that small cells are closed."},
	"indicator.expression": {"Biểu thức viết sai ở ký tự {at}: {reason}. Hãy sửa theo docs/indicators.md.", "The expression is wrong at character {at}: {reason}. Correct it; docs/indicators.md shows how."},
	"indicator.result":     {"Biểu thức cho ra {got}, ở đây cần {want}. Hãy sửa biểu thức.", "The expression gives {got} and {want} is needed here. Correct it."},
	"indicator.too_costly": {"Biểu thức có thể chạy quá lâu ({cost} bước, nhiều nhất {max}). Hãy viết gọn hơn.", "The expression could run for too long ({cost} steps, at most {max}). Make it simpler."},
	"indicator.ratio":      {"Tỷ số không dùng được “{value}”. Hãy dùng mã của một chỉ tiêu khác, không phải tỷ số.", "A ratio can't use \"{value}\". Use the code of another indicator that is no ratio."},
	"care.no_term":         {"Danh mục {vocabulary} không có “{code}”. Hãy sửa mã, hoặc thêm từ vào danh mục.", "The vocabulary {vocabulary} has no \"{code}\". Correct the code, or add the term."},
	"care.no_figure":       {"Không có chỉ tiêu “{code}”. Hãy sửa mã theo indicators.yaml.", "There is no indicator \"{code}\". Correct the code by indicators.yaml."},
	"care.load":            {"Số hộ ít nhất {least}, nhiều nhất {most} không dùng được. Hãy dùng nhiều nhất từ 1, không nhỏ hơn ít nhất.", "At least {least}, at most {most} can't be used. Use a most of 1 or more, and no less than the least."},
	"care.days":            {"{days} ngày giữa hai lần thăm không dùng được. Hãy dùng 1 đến 3660.", "{days} days between two visits can't be used. Use 1 to 3660."},
	"indicator.not_ratio":  {"Chỉ tỷ số mới có of và per. Hãy bỏ đi, hoặc dùng aggregate: ratio.", "Only a ratio has of and per. Remove them, or use aggregate: ratio."},
}
