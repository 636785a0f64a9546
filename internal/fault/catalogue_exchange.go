package fault

// changes: what is wrong with one change that a device sent.
var changes = map[string]entry{
	"change.not_utf8":        {Invalid, "Bài ghi có ký tự hỏng. Hãy viết lại chỗ đó rồi gửi lại.", "The record has broken characters. Write that part again and resend."},
	"change.not_json":        {Invalid, "Bài ghi không đúng dạng. Hãy cập nhật ứng dụng rồi gửi lại.", "The record is not well-formed. Update the app and resend."},
	"change.no_number":       {Invalid, "Bài ghi thiếu số thứ tự. Hãy cập nhật ứng dụng rồi gửi lại.", "The change has no number. Update the app and resend."},
	"change.bad_time":        {Invalid, "Thời điểm của bài ghi không hợp lệ. Hãy cập nhật ứng dụng rồi gửi lại.", "The change's time is not well-formed. Update the app and resend."},
	"change.bad_salt":        {Invalid, "Bài ghi thiếu phần ngẫu nhiên bắt buộc. Hãy cập nhật ứng dụng rồi gửi lại.", "The change lacks its random part. Update the app and resend."},
	"change.unknown_op":      {Invalid, "Máy chủ không biết thao tác “{op}”. Hãy cập nhật ứng dụng.", "The server doesn't know the operation “{op}”. Update the app."},
	"change.no_target":       {Invalid, "Thao tác này phải nói rõ về bài ghi nào. Hãy cập nhật ứng dụng rồi làm lại.", "This operation must name the change it is about. Update the app and do it again."},
	"change.bad_record":      {Invalid, "Mã bản ghi không hợp lệ. Hãy cập nhật ứng dụng rồi gửi lại.", "The record's id is not well-formed. Update the app and resend."},
	"change.no_fields":       {Invalid, "Bài ghi không có nội dung nào. Hãy điền ít nhất một mục.", "The change sets nothing. Fill in at least one field."},
	"change.too_many_fields": {TooLarge, "Bài ghi có quá {max} mục. Hãy chia nhỏ.", "The change sets more than {max} fields. Split it."},
	"change.bad_seen":        {Invalid, "Phiên bản đã thấy của một mục không hợp lệ. Hãy cập nhật ứng dụng.", "A version that the author saw is not well-formed. Update the app."},
	"change.seen_after":      {Invalid, "Bài ghi nói đã thấy một phiên bản muộn hơn chính nó. Hãy kiểm tra đồng hồ máy.", "The change claims to have seen a version later than itself. Check the device's clock."},
	"change.gap":             {Conflict, "Có bài ghi trước đó của máy này chưa đến. Ứng dụng sẽ tự gửi lại từ chỗ thiếu.", "An earlier record of this device has not arrived. The app sends again from there by itself."},
	"change.number_reused":   {Conflict, "Máy này đã gửi một bài khác với cùng số thứ tự. Đừng xóa gì; hãy đưa máy cho cán bộ công nghệ thông tin.", "This device already sent something else under the same number. Delete nothing; take it to the IT officer."},
	"change.future":          {Invalid, "Đồng hồ của máy chạy trước khoảng {ahead}. Bài ghi được giữ lại chờ xem; hãy chỉnh giờ trên máy.", "The device's clock is about {ahead_en} ahead. The record is kept for someone to look at; set the clock."},
}

// exchange: what is wrong with a batch, a cursor or a relay.
var exchange = map[string]entry{
	"batch.bad_signature":   {Forbidden, "Chữ ký của máy không khớp nên máy chủ không nhận. Bài ghi vẫn còn trong máy; hãy đưa máy cho cán bộ công nghệ thông tin.", "The device's signature doesn't match, so nothing was taken. Your work is still on the device; take it to the IT officer."},
	"batch.wrong_device":    {Forbidden, "Các bài này do một máy khác ghi. Hãy gửi từ chính máy đó, hoặc qua máy trạm.", "These records were made on another device. Send them from that one, or through the station box."},
	"batch.wrong_partition": {Forbidden, "Các bài này thuộc tỉnh khác. Hãy kiểm tra địa chỉ máy chủ trong phần cài đặt.", "These records belong to another province. Check the server's address in the settings."},
	"batch.wrong_user":      {Forbidden, "Các bài này do người khác ghi trên máy này. Hãy đăng nhập đúng người để gửi.", "Someone else made these records on this device. Sign in as that person to send them."},
	"batch.too_many":        {TooLarge, "Một lần gửi có nhiều hơn {max} bài. Ứng dụng sẽ tự chia nhỏ; nếu không, hãy cập nhật.", "More than {max} records in one sending. The app splits them by itself; if not, update it."},
	"batch.overlap":         {Conflict, "Một phần của lần gửi này đã đến rồi. Ứng dụng sẽ tự gửi tiếp từ bài số {next}.", "Part of this sending arrived before. The app goes on from number {next} by itself."},
	"cursor.other_server":   {Conflict, "Máy này nhận dữ liệu từ một máy chủ khác, hoặc máy chủ vừa được khôi phục. Ứng dụng sẽ nhận lại từ đầu.", "This device received from another server, or the server was restored. The app receives everything again."},
	"cursor.bad":            {Invalid, "Dấu nhận tiếp không đọc được. Ứng dụng sẽ nhận lại từ đầu.", "The place to continue from can't be read. The app receives everything again."},
}

// bundles: files of unsent work.
var bundles = map[string]entry{
	"bundle.not_one":    {Invalid, "Đây không phải tệp việc chưa gửi của Bám Bản. Hãy chọn tệp có đuôi .bbb.", "This is not a file of unsent work of Bám Bản. Choose a file whose name ends in .bbb."},
	"bundle.empty":      {Invalid, "Mọi việc đã gửi, nên không có gì để ghi ra tệp.", "Everything was sent, so there is nothing to write to a file."},
	"bundle.damaged":    {Invalid, "Tệp này đã hỏng hoặc bị sửa, nên không đọc gì từ đó. Việc vẫn còn trong máy đã ghi; hãy ghi lại tệp từ máy đó.", "This file is damaged or was altered, so nothing was read from it. The work is still on the phone that wrote it; write the file again there."},
	"bundle.too_large":  {TooLarge, "Tệp lớn hơn {max} MB. Hãy ghi lại tệp không kèm ảnh.", "The file is over {max} MB. Write it again without photos."},
	"bundle.other_unit": {Forbidden, "Tệp này thuộc tỉnh khác hoặc máy chủ khác. Hãy đưa tệp về đúng đơn vị của máy đã ghi.", "This file belongs to another province or server. Take it to the unit of the phone that wrote it."},
	"bundle.no_device":  {NotFound, "Máy chủ không biết máy đã ghi tệp này. Hãy giữ tệp và đưa cho cán bộ công nghệ thông tin.", "The server doesn't know the phone that wrote this file. Keep the file and take it to the IT officer."},
	"bundle.revoked":    {Forbidden, "Máy đã ghi tệp này đã bị thu hồi, nên tệp chưa được đọc. Nếu tệp đáng tin, hãy bỏ thu hồi máy đó rồi đọc lại tệp.", "The phone that wrote this file was revoked, so the file was not read. If the file can be trusted, take the revocation back and read it again."},
}

// files: photos, recordings, papers.
var files = map[string]entry{
	"upload.too_large":    {TooLarge, "Tệp lớn hơn {max} byte. Hãy giảm kích thước ảnh hoặc chia đoạn ghi âm.", "The file is over {max} bytes. Make the photo smaller or split the recording."},
	"upload.wrong_type":   {Invalid, "Không nhận loại tệp “{type}”. Hãy dùng ảnh JPEG, PNG, WebP, ghi âm hoặc PDF.", "Files of type “{type}” are not taken. Use JPEG, PNG or WebP photos, recordings or PDF."},
	"upload.bad_digest":   {Invalid, "Tệp đến nơi không giống tệp đã gửi. Ứng dụng sẽ gửi lại.", "The file that arrived is not the one that was sent. The app sends it again."},
	"upload.other_type":   {Invalid, "Tệp này là “{found}”, còn bài ghi nói là “{claimed}”. Hãy đính kèm lại tệp.", "The file is “{found}”, its record says “{claimed}”. Attach the file again."},
	"upload.no_record":    {NotFound, "Trong địa bàn của bạn chưa có bài ghi nào nói đến tệp này. Hãy gửi bài ghi trước, rồi gửi tệp.", "No record in your scope speaks of this file. Send the record first, then the file."},
	"upload.have":         {Conflict, "Máy chủ đã có tệp này rồi; không cần gửi nữa.", "The server already has this file; it need not be sent."},
	"recording.of":        {Invalid, "“{of}” không phải mã của một câu ghi tiếng được. Hãy chọn lại câu.", "“{of}” is no key of a text that can be recorded. Choose the text again."},
	"recording.not_sound": {Invalid, "Tệp này không phải bản ghi tiếng (là “{type}”). Hãy dùng mp3, m4a, ogg, webm hoặc wav.", "This file is no sound recording (it is “{type}”). Use mp3, m4a, ogg, webm or wav."},
	"file.damaged":        {Internal, "Tệp trên máy chủ đã hỏng. Cán bộ công nghệ thông tin cần lấy lại tệp từ bản sao lưu.", "The file on the server is damaged. The IT officer must bring it back from a backup."},
	"file.missing":        {NotFound, "Tệp này chưa đến máy chủ. Nó sẽ có khi máy đã chụp hoặc ghi gửi xong.", "This file has not reached the server yet. It will be here when the device that made it has sent it."},
}

// imports: bringing tables and packs in, and what an office sets.
var imports = map[string]entry{
	"import.bad_encoding":   {Invalid, "Tệp không phải bảng mã UTF-8 tại dòng {row} (loại chữ: {encoding}). Hãy chuyển sang Unicode (UniKey: Ctrl+Shift+F6), rồi lưu dưới dạng “CSV UTF-8”.", "The file is not UTF-8 at row {row} (kind of text: {encoding}). Convert it to Unicode (UniKey: Ctrl+Shift+F6), then save it as “CSV UTF-8”."},
	"import.no_header":      {Invalid, "Tệp không có dòng tên cột. Hãy thêm tên cột vào dòng đầu, hoặc tải bảng mẫu về.", "The file has no row of column names. Put them in the first row, or download the template."},
	"import.merged_header":  {Invalid, "Dòng tên cột có ô trống hoặc ô gộp ở cột {column}. Hãy bỏ gộp ô và đặt tên cho từng cột.", "The header has an empty or merged cell at column {column}. Unmerge the cells and name each column."},
	"import.twice_column":   {Invalid, "Cột “{column}” có hai lần. Hãy giữ một cột.", "The column “{column}” is there twice. Keep one."},
	"import.unknown_column": {Invalid, "Không biết cột “{column}”. Hãy sửa tên theo bảng mẫu, hoặc xóa cột.", "The column “{column}” is unknown. Name it as in the template, or take it out."},
	"import.missing_column": {Invalid, "Thiếu cột “{column}”. Hãy thêm cột này theo bảng mẫu.", "The column “{column}” is missing. Add it as in the template."},
	"import.row_length":     {Invalid, "Dòng {row} có {got} ô, cần {want}. Hãy xem dấu phẩy và dấu ngoặc kép.", "Row {row} has {got} cells and needs {want}. Look at the commas and quotes."},
	"import.unknown_ref":    {Invalid, "Dòng {row}: không tìm thấy “{value}”. Hãy dùng mã như trong bảng mẫu, hoặc thêm bản ghi đó trước.", "Row {row}: “{value}” is not found. Use the code as in the template, or add that record first."},
	"import.many_refs":      {Invalid, "Dòng {row}: có nhiều hơn một “{value}”. Hãy dùng mã thay cho tên.", "Row {row}: there is more than one “{value}”. Use its code instead of its name."},
	"import.empty":          {Invalid, "Tệp không có dòng dữ liệu nào. Hãy xem lại đã chọn đúng tệp chưa.", "The file has no rows. Check that it is the right file."},
	"import.too_many":       {TooLarge, "Tệp có hơn {max} dòng. Hãy chia thành nhiều tệp.", "The file has more than {max} rows. Split it into several files."},
}
