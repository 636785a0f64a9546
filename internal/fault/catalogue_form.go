package fault

// forms: what is wrong with the answers to a form. {question} is its label.
var forms = map[string]entry{
	"form.unknown":          {Invalid, "Máy chủ chưa có mẫu “{form}” phiên bản {version}. Bài ghi được giữ lại cho đến khi bộ dữ liệu của tỉnh có mẫu đó.", "The server has no version {version} of the form “{form}” yet. The record waits until the province's pack has it."},
	"form.incomplete":       {Invalid, "Câu trả lời phải đi cùng tên mẫu và phiên bản của mẫu. Hãy cập nhật ứng dụng rồi ghi lại.", "Answers go together with the form's name and version. Update the app and write it again."},
	"form.other_kind":       {Invalid, "Mẫu “{form}” không dùng cho loại bản ghi này. Hãy chọn mẫu khác.", "The form “{form}” isn't for this kind of record. Choose another."},
	"form.not_json":         {Invalid, "Máy chủ không đọc được các câu trả lời. Hãy cập nhật ứng dụng rồi ghi lại.", "The server can't read the answers. Update the app and write it again."},
	"form.unknown_question": {Invalid, "Mẫu này không có câu hỏi “{name}”. Hãy cập nhật ứng dụng rồi ghi lại.", "This version of the form has no question “{name}”. Update the app and write it again."},
	"form.other_value":      {Invalid, "Câu “{name}” không được hỏi ở đây, hoặc giá trị tính ra khác với giá trị đã ghi. Hãy cập nhật ứng dụng, mở lại mẫu và lưu lại.", "“{name}” isn't asked here, or comes out otherwise when it is calculated again. Update the app, open the form again and save it."},
	"form.required":         {Invalid, "Thiếu câu trả lời cho “{question}”. Hãy điền vào.", "“{question_en}” has no answer. Fill it in."},
	"form.wrong_type":       {Invalid, "Câu trả lời cho “{question}” không đúng loại. Hãy nhập lại.", "The answer to “{question_en}” is of the wrong sort. Enter it again."},
	"form.bad_date":         {Invalid, "Ngày ở câu “{question}” không có thật. Hãy nhập lại.", "The date at “{question_en}” doesn't exist. Enter it again."},
	"form.bad_position":     {Invalid, "Vị trí ở câu “{question}” không có trên bản đồ. Hãy lấy lại vị trí.", "The position at “{question_en}” isn't on the map. Take it again."},
	"form.not_offered":      {Invalid, "Lựa chọn ở câu “{question}” không có trong các lựa chọn được đưa ra. Hãy chọn lại.", "What was picked at “{question_en}” is not among the choices offered. Pick again."},
	"form.too_small":        {Invalid, "Con số ở câu “{question}” nhỏ nhất là {bound}. Hãy xem lại.", "The least that “{question_en}” can be is {bound}. Look at it again."},
	"form.too_large":        {Invalid, "Con số ở câu “{question}” lớn nhất là {bound}. Hãy xem lại.", "The most that “{question_en}” can be is {bound}. Look at it again."},
	"form.too_long":         {TooLarge, "Câu trả lời cho “{question}” dài quá {bound} ký tự. Hãy rút gọn.", "The answer to “{question_en}” is longer than {bound} characters. Shorten it."},
	"form.too_few":          {Invalid, "Câu “{question}” cần ít nhất {bound} dòng. Hãy thêm vào.", "“{question_en}” needs at least {bound} rows. Add some."},
	"form.too_many":         {TooLarge, "Câu “{question}” nhiều quá {bound} dòng. Hãy bớt đi.", "“{question_en}” has more than {bound} rows. Take some out."},
	"form.check_failed":     {Invalid, "Câu trả lời cho “{question}” không khớp với các câu khác. Hãy xem lại.", "The answer to “{question_en}” doesn't agree with the others. Look at it again."},
	"form.check_message":    {Invalid, "“{question}”: {message}.", "“{question_en}”: {message_en}."},
}
