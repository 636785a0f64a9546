package fault

// signIn: who is there, on which device, and what they may do.
var signIn = map[string]entry{
	"session.bad_password": {Unsigned, "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra bộ gõ tiếng Việt rồi nhập lại.", "The sign-in name or password is not right. Check your keyboard layout and try again."},
	"session.locked":       {TooMany, "Nhập sai nhiều lần nên tài khoản tạm khóa. Hãy thử lại sau {seconds} giây.", "Too many wrong tries, so sign-in is locked for now. Try again in {seconds} seconds."},
	"session.expired":      {Unsigned, "Phiên đăng nhập đã hết hạn. Hãy đăng nhập lại; điều đang viết vẫn còn trên màn hình.", "Your sign-in has run out. Sign in again; what you were writing is still on the screen."},
	"session.must_change":  {Forbidden, "Đây là mật khẩu dùng một lần. Hãy đặt mật khẩu của bạn trước khi làm việc khác.", "This is a one-time password. Set your own before anything else."},

	"password.too_short": {Invalid, "Mật khẩu cần ít nhất {min} ký tự. Một câu ngắn dễ nhớ là tốt nhất.", "The password needs at least {min} characters. A short sentence you remember is best."},
	"password.common":    {Invalid, "Mật khẩu này nhiều người dùng nên dễ đoán. Hãy chọn mật khẩu khác.", "Many people use this password, so it is easy to guess. Choose another."},
	"password.wrong_old": {Invalid, "Mật khẩu hiện tại không đúng. Hãy nhập lại.", "Your present password is not right. Enter it again."},
	"password.same":      {Invalid, "Mật khẩu mới giống mật khẩu cũ. Hãy chọn mật khẩu khác.", "The new password is the same as the old one. Choose another."},

	"passkey.failed": {Unsigned, "Không nhận ra khóa đăng nhập của máy này. Hãy thử lại hoặc dùng mật khẩu.", "This device's passkey was not accepted. Try again or use your password."},
	"passkey.copied": {Unsigned, "Khóa đăng nhập này có thể đã bị sao chép nên không dùng được nữa. Hãy đăng nhập bằng mật khẩu, xóa khóa này và tạo khóa mới.", "This passkey may have been copied and opens nothing any more. Sign in by password, remove it and add a new one."},
	"passkey.none":   {Invalid, "Chưa có khóa đăng nhập nào cho tên này. Hãy đăng nhập bằng mật khẩu.", "There is no passkey for this name. Sign in by password."},
	"csrf.missing":   {Forbidden, "Yêu cầu không đến từ ứng dụng này nên bị chặn. Hãy tải lại trang rồi làm lại.", "The request didn't come from this app and was stopped. Reload the page and do it again."},

	"login.bad":        {Invalid, "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số, dấu chấm hoặc gạch. Hãy sửa lại.", "A sign-in name has only lower-case letters without marks, digits, dots and dashes. Correct it."},
	"user.login_taken": {Conflict, "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.", "That sign-in name is taken. Choose another."},
	"user.suspended":   {Forbidden, "Tài khoản này đang tạm khóa. Hãy hỏi chỉ huy đơn vị.", "This account is suspended. Ask your unit's chief."},

	"scope.outside":   {Forbidden, "Nơi này nằm ngoài địa bàn hoặc đơn vị của bạn. Hãy chọn nơi khác, hoặc nhờ người phụ trách ghi.", "This place is outside your area or unit. Choose another, or ask whoever is in charge there."},
	"scope.field":     {Forbidden, "Mục “{field}” không thuộc phần bạn được sửa. Hãy để trống mục đó, hoặc nhờ người được phép.", "“{field_en}” is not yours to change. Leave it as it is, or ask someone who may."},
	"grant.not_yours": {Forbidden, "Bạn không được trao vai trò này, hoặc không được trao ở nơi này. Hãy hỏi cấp trên.", "You may not give this role, or not there. Ask the level above."},
	"grant.self":      {Forbidden, "Không ai tự trao hay sửa vai trò của chính mình. Hãy nhờ người khác có quyền.", "Nobody gives or changes their own role. Ask someone else who may."},
	"role.unknown":    {Invalid, "Không có vai trò “{role}”. Hãy chọn vai trò trong danh sách.", "There is no role “{role}”. Choose one from the list."},

	"device.revoked":      {Forbidden, "Máy này đã bị thu hồi. Hãy giao máy cho đơn vị để lấy các bài chưa gửi và ghi danh lại.", "This device has been revoked. Hand it to your unit so that unsent work is saved, and enrol it again."},
	"device.unknown":      {Unsigned, "Máy chủ không biết máy này. Hãy xin mã ghi danh mới từ đơn vị.", "The server doesn't know this device. Ask your unit for a new enrolment code."},
	"device.code_wrong":   {Unsigned, "Mã ghi danh không đúng hoặc đã dùng rồi. Hãy xem lại mã, hoặc xin mã mới.", "The enrolment code is wrong or already used. Look at it again, or ask for a new one."},
	"device.other_user":   {Conflict, "Mã này là của người khác. Trên máy còn việc của người đang giữ máy, nên chỉ nhận mã của người đó. Hãy gửi hết việc, hoặc ghi việc ra tệp.", "This code is another person’s. The phone still has work of the one who holds it, so it takes that person’s code only. Send all the work first, or write it to a file."},
	"device.bad_loss":     {Invalid, "Báo mất bộ nhớ không đúng mẫu: cần nguyên nhân và số của việc cuối.", "The notice of a lost memory is not well formed: it needs a cause and the number of the last change."},
	"device.code_old":     {Unsigned, "Mã ghi danh đã hết hạn. Hãy xin mã mới từ đơn vị.", "The enrolment code has run out. Ask your unit for a new one."},
	"device.reopen_wrong": {Unsigned, "Mã mở lại không đúng. Hãy xem lại mã, hoặc nhờ trực ban tạo mã mới. Việc đã ghi vẫn còn trên máy.", "The reopening code is not right. Look at it again, or ask the duty officer for a new one. What you recorded is still on the phone."},
	"device.reopen_old":   {Unsigned, "Mã mở lại đã hết hạn. Hãy nhờ trực ban tạo mã mới. Việc đã ghi vẫn còn trên máy.", "The reopening code has run out. Ask the duty officer for a new one. What you recorded is still on the phone."},
	"device.not_in_use":   {Conflict, "Máy này không trong tình trạng đang dùng nên không mở lại được. Nếu đã tìm thấy máy, hãy bỏ thu hồi trước.", "This device is not in use, so it can't be opened again. If it was found, take the revocation back first."},
	"device.no_way_back":  {Conflict, "Máy này chưa gửi nửa khóa mở lại về máy chủ. Hãy cho máy gửi nhận một lần, hoặc ghi danh lại.", "This device has not left its reopening key with the server yet. Let it send and receive once, or enrol it anew."},
	"device.not_so":       {Conflict, "Tình trạng của máy vừa thay đổi nên việc này không làm được nữa. Hãy tải lại trang rồi xem.", "The device's state has changed, so this can't be done any more. Reload the page and look."},
	"device.too_much":     {Conflict, "Phần của người này có {records} bài ghi, quá mức {max} bài cho một máy. Hãy giao từng bản hoặc từng hộ thay vì cả địa bàn, rồi tạo mã lại.", "This person's part has {records} records, over the {max} that one device is given. Assign villages or households instead of a whole area, then make the code again."},
	"device.bad_half":     {Invalid, "Nửa khóa mở lại không dùng được. Hãy cập nhật ứng dụng rồi gửi nhận lại.", "The reopening key can't be used. Update the app, then send and receive again."},
	"device.bad_key":      {Invalid, "Khóa của máy này không dùng được. Hãy cập nhật ứng dụng rồi ghi danh lại.", "This device's key can't be used. Update the app and enrol again."},
}
