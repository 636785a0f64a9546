package fault

// operator: what is wrong with the server's settings, and with a backup.
var operator = map[string]entry{
	"config.bad_value": {Invalid, "Cài đặt {setting} có giá trị “{value}” không dùng được. Cần {want}.", "The setting {setting} has the value “{value}”, which can't be used. It takes {want_en}."},
	"config.unknown":   {Invalid, "Tệp {path} có cài đặt lạ “{name}”. Hãy sửa tên; các cài đặt là: {known}.", "The file {path} has an unknown setting “{name}”. Correct its name; the settings are: {known}."},
	"config.syntax":    {Invalid, "Không đọc được tệp {path} tại dòng {line}. Mỗi dòng là “tên: giá trị”, mỗi tên một lần.", "The file {path} can't be read at line {line}. Each line is “name: value”, each name once."},
	"config.file":      {Invalid, "Không mở được tệp cài đặt {path}. Hãy xem lại đường dẫn và quyền đọc.", "The settings file {path} can't be opened. Check its path and that it may be read."},
	"config.pair":      {Invalid, "{one} và {other} phải đặt cùng nhau. Hãy đặt cả hai, hoặc bỏ cả hai.", "{one} and {other} go together. Set both, or neither."},
}

// shell: what a command at the server's shell can't do.
var shell = map[string]entry{
	"shell.extra_word": {Invalid, "Lệnh bamban {command} không nhận “{word}”. Hãy xem bamban {command} --help.", "bamban {command} takes no “{word}”. See bamban {command} --help."},
	"shell.number":     {Invalid, "{flag} là {value}, nhưng phải từ {min} trở lên. Hãy sửa số này.", "{flag} is {value}, and must be {min} or more. Correct the number."},
	"shell.choice":     {Invalid, "{flag} có giá trị “{value}” không dùng được. Hãy chọn một trong: {known}.", "{flag} has the value “{value}”, which can't be used. Choose one of: {known}."},
	"shell.file":       {Invalid, "Không mở được tệp {path}. Hãy xem lại đường dẫn và quyền đọc.", "The file {path} can't be opened. Check its path and that it may be read."},
	"shell.exists":     {Conflict, "Đã có tệp {path}; lệnh này không ghi đè. Hãy chọn tên khác.", "The file {path} is there already and is not written over. Choose another name."},
	"shell.in_use":     {Conflict, "Một bamban khác đang dùng thư mục dữ liệu ({path}). Hãy dừng nó trước.", "Another bamban is using this data folder ({path}). Stop it first."},
	"shell.listen":     {Conflict, "Không nhận được kết nối tại {addr}. Có thể cổng đang được dùng; hãy chọn cổng khác bằng --addr.", "Can't listen at {addr}. The port may be in use; choose another with --addr."},
}

// tables: what is wrong with the form of a table that is brought in, beside imports.
var tables = map[string]entry{
	"import.not_text":         {Invalid, "Tệp này là {found}, không phải bảng CSV. Hãy mở bằng Excel, lưu thành “CSV UTF-8” rồi nạp; sổ tính xlsx cũng nạp được ở trang Nạp bảng tính.", "This file is {found}, no CSV table. Open it in Excel, save it as “CSV UTF-8” and import that; an xlsx workbook can also be brought in at the desk's page Import."},
	"import.nul":              {Invalid, "Dòng {row} có ký tự rỗng; tệp có thể là UTF-16 hoặc không phải CSV. Hãy lưu lại dưới dạng “CSV UTF-8”.", "Row {row} has a null character; the file may be UTF-16, or no CSV. Save it again as “CSV UTF-8”."},
	"import.bad_quotes":       {Invalid, "Dấu ngoặc kép ở dòng {row} không khép hoặc đặt sai chỗ. Hãy sửa ô đó rồi nạp lại.", "A quotation mark in row {row} is not closed or misplaced. Correct that cell and import again."},
	"import.near_column":      {Invalid, "Không biết cột “{column}”. Có phải là “{near}” không? Hãy sửa tên, hoặc xóa cột.", "The column “{column}” is unknown. Is it “{near}”? Correct its name, or take it out."},
	"import.header_below":     {Invalid, "Tên cột nằm ở dòng {row}, phía trên còn tiêu đề. Hãy xóa các dòng phía trên tên cột.", "The column names are in row {row}, with a title above. Delete the rows above the names."},
	"import.two_headers":      {Invalid, "Tên cột trải trên hai dòng {row} và {second}. Hãy bỏ gộp ô và chỉ để một dòng tên cột.", "The column names take two rows, {row} and {second}. Unmerge the cells and keep one row of names."},
	"import.too_many_columns": {TooLarge, "Tệp có hơn {max} cột. Hãy bỏ các cột thừa.", "The file has more than {max} columns. Take out those that aren't needed."},
	"import.unknown_id":       {Invalid, "Dòng {row}: không có bản ghi mang mã này. Hãy để trống ô mã để tạo bản ghi mới, hoặc sửa mã.", "Row {row}: there is no record with this id. Empty the cell to make a new record, or correct the id."},
	"import.twice_id":         {Invalid, "Dòng {row} mang cùng mã với dòng {first}. Hãy giữ một dòng.", "Row {row} has the same id as row {first}. Keep one of them."},
}

// backups: what is wrong with a backup, or with the place that it goes to.
var backups = map[string]entry{
	"backup.no_server":    {NotFound, "Thư mục {dir} không có dữ liệu máy chủ. Hãy xem lại đường dẫn --data.", "The folder {dir} holds no server's data. Check the path of --data."},
	"backup.not_ours":     {Invalid, "Tệp này không phải bản sao lưu của Bám Bản. Hãy xem lại đã chọn đúng tệp chưa.", "This file is no backup of Bám Bản. Check that it is the right file."},
	"backup.other_format": {Invalid, "Bản sao lưu có dạng {format}, chương trình này đọc dạng {known}. Hãy dùng đúng phiên bản bamban.", "The backup has format {format} and this program reads {known}. Use the version of bamban that fits."},
	"backup.cut":          {Invalid, "Bản sao lưu bị cụt, có thể do chép dở. Hãy chép lại tệp, hoặc dùng bản sao lưu khác.", "The backup is cut off; copying it may have been broken off. Copy it again, or use another backup."},
	"backup.damaged":      {Invalid, "Bản sao lưu bị hỏng ở phần {member}. Hãy chép lại tệp, hoặc dùng bản sao lưu khác.", "The backup is damaged at {member}. Copy the file again, or use another backup."},
	"backup.bad_member":   {Invalid, "Bản sao lưu có phần lạ {member} nên không được mở. Hãy dùng tệp do chính máy chủ tạo ra.", "The backup has a part {member} that doesn't belong in one, and was not opened. Use a file that the server itself made."},
	"backup.bomb":         {TooLarge, "Bản sao lưu bung ra lớn bất thường nên đã dừng. Hãy dùng tệp do chính máy chủ tạo ra.", "The backup unpacks to far too much and was stopped. Use a file that the server itself made."},
	"backup.not_empty":    {Conflict, "Thư mục {dir} không trống. Hãy khôi phục vào một thư mục mới.", "The folder {dir} is not empty. Restore into a new folder."},
	"backup.broken_log":   {Invalid, "Nhật ký trong bản sao lưu không khớp chuỗi kiểm chứng hoặc chữ ký của máy ghi. Hãy dùng bản sao lưu khác.", "The log in the backup doesn't agree with its chain or with the signatures of its devices. Use another backup."},
}
