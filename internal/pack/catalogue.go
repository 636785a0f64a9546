package pack

import "maps"

// catalogue holds what each problem says, by code. A text says what is wrong
// and then what to do. Codes are never given a new meaning.
var catalogue = gather(packCatalogue, formCatalogue, programCatalogue, indicatorCatalogue, rightsCatalogue, geoCatalogue)

type entryText struct{ vi, en string }

func gather(tables ...map[string]entryText) map[string]entryText {
	all := map[string]entryText{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

var packCatalogue = map[string]entryText{
	"pack.more_problems":    {"Còn nhiều lỗi nữa; chỉ hiện {max} lỗi đầu. Hãy sửa các lỗi này rồi kiểm tra lại.", "There are more problems; only the first {max} are shown. Mend these and check again."},
	"pack.too_large":        {"Cả gói lớn hơn {max} MB. Hãy bớt hoặc nén tệp.", "The pack as a whole is over {max} MB. Take files out or make them smaller."},
	"pack.language":         {"“{value}” không phải mã ngôn ngữ. Hãy dùng mã hai hoặc ba chữ cái thường, ví dụ vi.", "\"{value}\" is not a language code. Use two or three lower-case letters, e.g. vi."},
	"pack.language_missing": {"Gói phải có ngôn ngữ “{lang}”. Hãy thêm vào languages.", "A pack must have the language \"{lang}\". Add it to languages."},
	"pack.partition":        {"Mã vùng dữ liệu “{value}” sai. Hãy dùng mã tỉnh: 1 đến 16 chữ thường hoặc chữ số.", "The partition \"{value}\" is not good. Use the province's code: 1 to 16 lower-case letters or digits."},
	"pack.time_zone":        {"Không có múi giờ “{value}”. Hãy dùng tên IANA, ví dụ Asia/Ho_Chi_Minh.", "There is no time zone \"{value}\". Use an IANA name, e.g. Asia/Ho_Chi_Minh."},
	"pack.name_order":       {"Không rõ thứ tự họ tên “{value}”. Hãy dùng family-middle-given hoặc given-middle-family.", "The name order \"{value}\" is unknown. Use family-middle-given or given-middle-family."},

	"file.missing":     {"Thiếu tệp này. Hãy thêm tệp vào gói.", "This file is missing. Add it to the pack."},
	"file.unknown":     {"Gói không có tệp “{value}”. Hãy sửa đường dẫn hoặc thêm tệp.", "The pack has no file \"{value}\". Correct the path or add the file."},
	"file.unreadable":  {"Không đọc được tệp. Hãy xem lại quyền đọc và ổ đĩa.", "The file can't be read. Look at its permissions and the disk."},
	"file.too_large":   {"Tệp lớn hơn {max} MB. Hãy chia nhỏ hoặc rút gọn.", "The file is over {max} MB. Split or shorten it."},
	"file.too_many":    {"Gói có hơn {max} tệp. Hãy bỏ tệp thừa.", "The pack has more than {max} files. Take out what isn't needed."},
	"file.too_deep":    {"Thư mục lồng quá {max} cấp. Hãy đưa tệp lên cấp trên.", "Folders are nested more than {max} deep. Move the files up."},
	"file.not_regular": {"Đây không phải tệp thường (có thể là liên kết). Hãy chép nội dung vào gói.", "This is not a plain file (it may be a link). Put the content itself into the pack."},
	"file.path":        {"Đường dẫn ra ngoài gói hoặc viết sai. Hãy dùng đường dẫn bên trong gói, cách bằng dấu /.", "The path leaves the pack or is badly written. Use a path inside the pack, with / between folders."},
	"file.not_utf8":    {"Tệp không phải UTF-8 tại đây. Hãy lưu lại với bảng mã UTF-8.", "The file is not UTF-8 here. Save it again as UTF-8."},
	"file.nul":         {"Có ký tự NUL tại đây. Hãy xóa nó; có thể tệp bị hỏng hoặc không phải văn bản.", "There is a NUL character here. Remove it; the file may be damaged or not text."},
	"file.not_nfc":     {"Chữ có dấu tại hoặc sau chỗ này chưa ở dạng dựng sẵn (NFC). Hãy lưu lại ở dạng NFC.", "Accented text at or after this place is not in composed form (NFC). Save it again as NFC."},
	"file.empty":       {"Tệp trống. Hãy thêm nội dung hoặc xóa tệp.", "The file is empty. Give it content or delete it."},

	"yaml.syntax":        {"YAML viết sai: {reason}. Hãy xem thụt dòng và dấu hai chấm tại đây.", "This is not good YAML: {reason}. Look at the indentation and colons here."},
	"yaml.alias":         {"Gói không dùng mỏ neo, tham chiếu (&, *) hay <<. Hãy viết thẳng giá trị.", "Packs don't use anchors, aliases (&, *) or <<. Write the value out."},
	"yaml.tag":           {"Gói không dùng thẻ kiểu (!). Hãy bỏ thẻ.", "Packs don't use tags (!). Remove the tag."},
	"yaml.key":           {"Tên mục phải là chữ thường đơn giản. Hãy đổi tên.", "A key must be plain text. Rename it."},
	"yaml.duplicate_key": {"Mục “{key}” có hai lần. Hãy giữ một.", "The key \"{key}\" is there twice. Keep one."},
	"yaml.documents":     {"Tệp có nhiều tài liệu YAML (---). Hãy giữ một tài liệu.", "The file has several YAML documents (---). Keep one."},
	"yaml.too_deep":      {"Lồng quá sâu. Hãy viết phẳng hơn.", "Nested too deep. Write it flatter."},
	"yaml.too_many":      {"Tệp có quá nhiều mục. Hãy chia thành nhiều tệp.", "The file has too many entries. Split it into several files."},

	"csv.syntax":         {"CSV viết sai: {reason}. Hãy xem dấu ngoặc kép tại đây.", "This is not good CSV: {reason}. Look at the quotes here."},
	"csv.header_missing": {"Thiếu cột “{column}”. Hãy thêm vào dòng đầu.", "The column \"{column}\" is missing. Add it to the first row."},
	"csv.header_unknown": {"Cột “{column}” lạ hoặc lặp lại. Hãy sửa tên hoặc bỏ cột.", "The column \"{column}\" is unknown or there twice. Correct its name or take it out."},
	"csv.columns":        {"Dòng có {got} ô, cần {want}. Hãy xem dấu phẩy thừa hay thiếu.", "The row has {got} cells and needs {want}. Look for a comma too many or too few."},
	"csv.too_many_rows":  {"Bảng có hơn {max} dòng. Hãy chia thành nhiều tệp.", "The table has more than {max} rows. Split it into several files."},

	"field.missing":   {"Thiếu “{field}”. Hãy điền vào.", "\"{field}\" is missing. Fill it in."},
	"field.unknown":   {"Không có mục “{field}” ở đây. Hãy sửa tên hoặc bỏ đi.", "There is no field \"{field}\" here. Correct its name or remove it."},
	"field.type":      {"Giá trị sai kiểu. Cần: {want}.", "The value is of the wrong type. Wanted: {want}."},
	"field.quote":     {"“{value}” đọc thành số, đúng/sai hoặc trống. Hãy đặt trong dấu ngoặc kép.", "\"{value}\" reads as a number, a truth value or nothing. Put it in quotes."},
	"field.language":  {"Nhãn thiếu tiếng “{lang}”. Hãy thêm bản tiếng đó.", "The label has no \"{lang}\". Add the text in that language."},
	"field.code":      {"“{value}” không dùng làm mã được. Hãy dùng chữ thường không dấu, chữ số, _ hoặc -.", "\"{value}\" can't be a code. Use lower-case letters without marks, digits, _ or -."},
	"field.date":      {"“{value}” không phải ngày có thật. Hãy viết năm-tháng-ngày, ví dụ 2025-07-01.", "\"{value}\" is not a real day. Write year-month-day, e.g. 2025-07-01."},
	"field.too_long":  {"Giá trị dài hơn {max} chữ. Hãy rút gọn.", "The value is over {max} characters. Shorten it."},
	"field.duplicate": {"“{value}” có hai lần trong danh sách. Hãy giữ một.", "\"{value}\" is in the list twice. Keep one."},
	"date.reversed":   {"Ngày cuối {to} trước ngày đầu {from}. Hãy đổi lại.", "The last day {to} is before the first day {from}. Put them right."},
	"schema.mismatch": {"Không đúng mẫu của tệp này: {reason}. Hãy sửa theo mẫu.", "This doesn't fit the file's schema: {reason}. Correct it."},

	"area.key":            {"Khóa “{value}” sai. Hãy viết thời kỳ/mã, ví dụ 2025-07-01/03388.", "The key \"{value}\" is not good. Write era/code, e.g. 2025-07-01/03388."},
	"area.duplicate_key":  {"Khóa “{key}” đã có ở dòng khác. Hãy đổi hoặc xóa một dòng.", "The key \"{key}\" is already used by another row. Change or delete one of them."},
	"area.code_reused":    {"Mã “{code}” đã dùng cho “{other}” trong cùng thời kỳ. Hãy xem lại mã hoặc thời kỳ.", "The code \"{code}\" is already used by \"{other}\" in the same era. Look at the code or the era."},
	"area.unknown":        {"Không có địa bàn “{key}”. Hãy sửa khóa hoặc thêm địa bàn.", "There is no area \"{key}\". Correct the key or add the area."},
	"area.unknown_parent": {"Không có địa bàn cấp trên “{parent}”. Hãy sửa khóa hoặc thêm địa bàn đó.", "There is no parent area \"{parent}\". Correct the key or add that area."},
	"area.cycle":          {"“{key}” là cấp trên của chính mình qua các cấp. Hãy sửa cột parent ở một trong các dòng đó.", "\"{key}\" is its own ancestor. Correct the parent in one of the rows of the ring."},
	"area.outside_parent": {"Thời gian hiệu lực của “{key}” vượt ra ngoài thời gian của cấp trên “{parent}”. Hãy sửa ngày, hoặc ghi cấp trên cũ vào within.csv.", "\"{key}\" is valid on days when its parent \"{parent}\" is not. Correct the days, or put the former parent into within.csv."},
	"lineage.relation":    {"Không rõ quan hệ “{value}”. Hãy dùng merged, split, renamed hoặc unchanged.", "The relation \"{value}\" is unknown. Use merged, split, renamed or unchanged."},
	"lineage.duplicate":   {"Cặp “{from}” và “{to}” đã có, hoặc là một địa bàn. Hãy xóa dòng này.", "The pair \"{from}\" and \"{to}\" is already there, or is one and the same area. Delete this row."},
	"lineage.date":        {"Ngày {date} không khớp: “{from}” phải hết trước ngày đó và “{to}” bắt đầu không muộn hơn. Hãy sửa ngày.", "The day {date} does not fit: \"{from}\" must have ended before it and \"{to}\" begun by then. Correct the days."},
	"point.range":         {"“{value}” không phải tọa độ trong ±{max}. Hãy viết độ thập phân, ví dụ 22.39.", "\"{value}\" is not a coordinate within ±{max}. Write decimal degrees, e.g. 22.39."},
	"point.duplicate":     {"Địa bàn “{key}” đã có điểm. Hãy giữ một dòng.", "The area \"{key}\" already has a point. Keep one row."},

	"unit.key":            {"Khóa “{value}” sai. Hãy viết unit/ rồi chữ thường không dấu, chữ số hoặc -.", "The key \"{value}\" is not good. Write unit/ and then lower-case letters without marks, digits or -."},
	"unit.duplicate_key":  {"Khóa “{key}” đã có. Hãy đổi hoặc xóa một mục.", "The key \"{key}\" is already used. Change or delete one entry."},
	"unit.duplicate_code": {"Mã “{code}” đã dùng cho “{other}”. Hãy đổi mã.", "The code \"{code}\" is already used by \"{other}\". Change it."},
	"unit.unknown_parent": {"Không có đơn vị cấp trên “{parent}”. Hãy sửa khóa hoặc thêm đơn vị đó.", "There is no parent unit \"{parent}\". Correct the key or add that unit."},
	"unit.outside_parent": {"Thời gian của “{key}” vượt ra ngoài thời gian của cấp trên “{parent}”. Hãy sửa ngày.", "\"{key}\" is valid on days when its parent \"{parent}\" is not. Correct the days."},
	"unit.cycle":          {"“{key}” là cấp trên của chính mình qua các cấp. Hãy sửa parent ở một trong các đơn vị đó.", "\"{key}\" is its own ancestor. Correct the parent in one of the units of the ring."},
	"unit.outside_area":   {"“{unit}” phụ trách “{key}” vào những ngày địa bàn đó không tồn tại. Hãy ghi from, to trong thời gian của địa bàn.", "\"{unit}\" looks after \"{key}\" on days when that area does not exist. Give from and to within the area's life."},

	"role.duplicate":   {"Vai trò “{code}” có hai lần. Hãy giữ một.", "The role \"{code}\" is there twice. Keep one."},
	"role.unknown":     {"Không có vai trò “{code}” để cấp. Hãy sửa mã hoặc thêm vai trò.", "There is no role \"{code}\" to grant. Correct the code or add the role."},
	"role.kind":        {"Không có loại bản ghi “{value}”. Các loại: {known}.", "There is no kind \"{value}\". Kinds: {known}."},
	"role.verb":        {"Không có việc “{value}”. Các việc: {known}.", "There is no verb \"{value}\". Verbs: {known}."},
	"role.reach":       {"Không có phạm vi “{value}”. Các phạm vi: {known}.", "There is no reach \"{value}\". Reaches: {known}."},
	"role.sensitivity": {"Không có mức nhạy cảm “{value}”. Các mức: {known}.", "There is no sensitivity \"{value}\". Sensitivities: {known}."},
	"role.home":        {"Không có màn hình đầu “{value}”. Các loại: {known}.", "There is no home \"{value}\". Homes: {known}."},
	"recording.of":     {"“{value}” không phải mã của một câu mà gói đọc được. Hãy dùng form:…, choice:…, text:… hoặc consent:….", "\"{value}\" is no key of a text that a pack speaks. Use form:…, choice:…, text:… or consent:…."},
	"recording.file":   {"Gói không có bản ghi tiếng “{value}” trong thư mục media. Hãy thêm tệp mp3, m4a, ogg, webm hoặc wav.", "The pack has no recording \"{value}\" in its folder media. Add an mp3, m4a, ogg, webm or wav file."},
	"recording.twice":  {"“{value}” bằng tiếng {lang} có hai lần. Hãy giữ một.", "\"{value}\" in {lang} is there twice. Keep one."},
	"role.power":       {"Không có quyền “{value}”. Các quyền: {known}.", "There is no power \"{value}\". Powers: {known}."},

	"vocabulary.duplicate":      {"Danh mục “{code}” có hai lần. Hãy gộp lại.", "The vocabulary \"{code}\" is there twice. Join the two."},
	"vocabulary.term_duplicate": {"Mục “{code}” có hai lần trong cùng thời gian. Hãy đổi mã hoặc ghi ngày không chồng nhau.", "The term \"{code}\" is there twice for the same days. Change the code or give days that don't overlap."},
	"vocabulary.unknown_term":   {"“{value}” không có trong danh mục {vocabulary}. Hãy sửa hoặc thêm vào danh mục.", "\"{value}\" is not in the vocabulary {vocabulary}. Correct it or add it there."},

	"setting.unknown":   {"Không có thiết lập “{code}”. Hãy sửa mã hoặc bỏ đi.", "There is no setting \"{code}\". Correct the code or remove it."},
	"setting.duplicate": {"Thiết lập “{code}” có hai lần. Hãy gộp các giá trị.", "The setting \"{code}\" is there twice. Join their values."},
	"setting.missing":   {"Thiếu thiết lập “{code}”. Hãy thêm vào.", "The setting \"{code}\" is missing. Add it."},
	"setting.range":     {"{code} = {value} nằm ngoài khoảng {min} đến {max}. Hãy chọn số trong khoảng.", "{code} = {value} is outside {min} to {max}. Choose a number within."},
	"setting.order":     {"Các giá trị của {code} phải theo ngày tăng dần. Hãy xếp lại.", "The values of {code} must be in order of their days. Put them in order."},
	"word.key":          {"Khóa “{value}” sai. Hãy dùng chữ thường không dấu, chữ số, _ và dấu chấm.", "The key \"{value}\" is not good. Use lower-case letters without marks, digits, _ and full stops."},
}
