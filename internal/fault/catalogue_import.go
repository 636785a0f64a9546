package fault

// operator: what is wrong with the server's settings, and with a backup.
var operator = map[string]entry{
	"config.bad_value": {Invalid, "Cài đặt {setting} có giá trị “{value}” không dùng được. Cần {want}.", "The setting {setting} has the value “{value}”, which can't be used. It takes {want_en}."},
	"config.unknown":   {Invalid, "Tệp {path} có cài đặt lạ “{name}”. Hãy sửa tên; các cài đặt là: {known}.", "The file {path} has an unknown setting “{name}”. Correct its name; the settings are: {known}."},
	"config.syntax":    {Invalid, "Không đọc được tệp {path} tại dòng {line}. Mỗi dòng là “tên: giá trị”, mỗi tên một lần.", "The file {path} can't be read at line {line}. Each line is “name: value”, each name once."},
	"config.file":      {Invalid, "Không mở được tệp cài đặt {path}. Hãy xem lại đường dẫn và quyền đọc.", "The settings file {path} can't be opened. Check its path and that it may be read."},
	"config.pair":      {Invalid, "{one} và {other} phải đặt cùng nhau. Hãy đặt cả hai, hoặc bỏ cả hai.", "{one} and {other} go together. Set both, or neither."},
}
