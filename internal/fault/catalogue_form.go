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

// workbooks: what is wrong with an XLSForm workbook, each at its cell.
var workbooks = map[string]entry{
	"xlsform.too_large":          {TooLarge, "Tệp lớn hơn {max} MB. Hãy bỏ bớt trang tính không thuộc mẫu.", "The file is over {max} MB. Take out sheets that don't belong to the form."},
	"xlsform.not_a_workbook":     {Invalid, "Tệp này không phải bảng tính .xlsx đọc được. Hãy mở bằng phần mềm bảng tính và lưu lại dạng .xlsx.", "This file is no .xlsx workbook that can be read. Open it in a spreadsheet program and save it as .xlsx."},
	"xlsform.no_sheet":           {Invalid, "Thiếu trang tính “{name}”, hoặc trang đó trống. Hãy thêm theo mẫu XLSForm.", "The sheet “{name}” is missing or empty. Add it as XLSForm has it."},
	"xlsform.too_many_rows":      {TooLarge, "Trang tính “{sheet}” có hơn {max} dòng. Hãy xóa các dòng thừa.", "The sheet “{sheet}” has more than {max} rows. Delete those that aren't needed."},
	"xlsform.no_header":          {Invalid, "Ô {cell} (dòng {row}, cột {column}) nằm ở cột không có tên. Hãy đặt tên cột hoặc xóa ô.", "Cell {cell} (row {row}, column {column}) is in a column without a name. Name the column or empty the cell."},
	"xlsform.no_list_name":       {Invalid, "Ô {cell} (dòng {row}, cột {column}): lựa chọn chưa có list_name. Hãy điền tên danh sách.", "Cell {cell} (row {row}, column {column}): the choice has no list_name. Fill it in."},
	"xlsform.unknown_list":       {Invalid, "Ô {cell} (dòng {row}, cột {column}): không có danh sách “{value}” trong trang choices. Hãy sửa tên hoặc thêm danh sách.", "Cell {cell} (row {row}, column {column}): the sheet choices has no list “{value}”. Correct its name or add it."},
	"xlsform.no_calculation":     {Invalid, "Ô {cell} (dòng {row}, cột {column}): dòng calculate chưa có phép tính. Hãy điền vào.", "Cell {cell} (row {row}, column {column}): a calculate needs its calculation. Fill it in."},
	"xlsform.version":            {Invalid, "Ô {cell} (dòng {row}, cột {column}): phiên bản “{value}” không phải số nguyên. Hãy dùng số nguyên từ 1.", "Cell {cell} (row {row}, column {column}): the version “{value}” is no whole number. Use one from 1."},
	"xlsform.unmatched_end":      {Invalid, "Ô {cell} (dòng {row}, cột {column}): “{value}” không khớp với phần mở nào. Hãy xem lại begin và end.", "Cell {cell} (row {row}, column {column}): “{value}” closes nothing that is open. Look at begin and end again."},
	"xlsform.unmatched_begin":    {Invalid, "Ô {cell} (dòng {row}, cột {column}): phần “{value}” chưa được đóng. Hãy thêm dòng end.", "Cell {cell} (row {row}, column {column}): “{value}” is not closed. Add its end row."},
	"xlsform.unsupported_type":   {Invalid, "Ô {cell} (dòng {row}, cột {column}): chưa dùng được loại câu hỏi “{value}”. Hãy đổi loại hoặc bỏ dòng này.", "Cell {cell} (row {row}, column {column}): questions of type “{value}” can't be used. Change the type or take the row out."},
	"xlsform.unsupported_column": {Invalid, "Ô {cell} (dòng {row}, cột {column}): chưa dùng được cột “{value}”. Hãy bỏ cột; nếu là nhãn, hãy ghi mã ngôn ngữ trong ngoặc, ví dụ label::Tiếng Việt (vi).", "Cell {cell} (row {row}, column {column}): the column “{value}” can't be used. Take it out; if it is a label, put the language's code in brackets, as in label::English (en)."},
	"xlsform.unsupported_sheet":  {Invalid, "Chưa dùng được trang tính “{sheet}”. Hãy bỏ trang này, hoặc đưa nội dung vào trang choices.", "The sheet “{sheet}” can't be used. Take it out, or put what it holds into the sheet choices."},
	"xlsform.unsupported":        {Invalid, "Ô {cell} (dòng {row}, cột {column}): chưa dùng được “{what}” ở đây. Hãy viết cách khác; docs/forms.md có danh sách.", "Cell {cell} (row {row}, column {column}): “{what}” can't be used here. Write it in another way; docs/forms.md has the list."},
	"xlsform.expression":         {Invalid, "Ô {cell} (dòng {row}, cột {column}): biểu thức viết sai gần “{near}”. Hãy xem dấu ngoặc và dấu nháy.", "Cell {cell} (row {row}, column {column}): the expression is wrong near “{near}”. Look at brackets and quotes."},
	"xlsform.problem":            {Invalid, "Ô {cell} (dòng {row}, cột {column}): {text}.", "Cell {cell} (row {row}, column {column}): {text_en}."},
	"xlsform.no_counterpart":     {Invalid, "Câu “{question}”: XLSForm không có cách viết “{what}”. Hãy viết cách khác rồi xuất lại.", "Question “{question}”: XLSForm has no way to say “{what}”. Write it in another way and export again."},
}
