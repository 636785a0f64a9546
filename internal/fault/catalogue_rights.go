package fault

// ofRights: consents, what people ask about their data, and erasing.
var ofRights = map[string]entry{
	"consent.no_partner":  {Invalid, "Chưa ghi đồng ý cho đơn vị nào xem. Hãy chọn đơn vị phối hợp.", "It doesn't say with whom this may be shared. Choose the partner."},
	"consent.no_guardian": {Invalid, "Đây là trẻ em nên cần cha mẹ hoặc người giám hộ đồng ý. Hãy chọn người ấy.", "This is a child, so a parent or guardian must agree. Choose who did."},
	"consent.no_assent":   {Invalid, "Trẻ đã đến tuổi được hỏi ý. Hãy hỏi trẻ, và chỉ ghi khi trẻ cũng đồng ý.", "The child is old enough to be asked. Ask, and record it only if the child agrees too."},
	"consent.no_proof":    {Invalid, "Chưa ghi bằng chứng ở đâu. Hãy ghi giấy giữ ở đâu, ai làm chứng, hoặc bản ghi âm nào.", "It doesn't say where the proof is. Say where the paper is kept, who was the witness, or which recording it is."},
	"consent.withdrawn":   {Conflict, "Lần đồng ý này đã được rút lại. Hãy tải lại trang.", "This consent has been withdrawn already. Reload the page."},

	"rights.future":        {Invalid, "Ngày này chưa tới. Hãy ghi ngày đã nhận.", "This day is still to come. Give the day on which it was received."},
	"rights.other_consent": {Invalid, "Lần đồng ý này không phải của người ấy. Hãy chọn trong trang của người ấy.", "This consent is not that person's. Choose it on the person's page."},
	"rights.other_request": {Invalid, "Yêu cầu này là việc khác hoặc của người khác. Hãy mở đúng yêu cầu.", "This request is about something or somebody else. Open the right one."},
	"rights.answered":      {Conflict, "Yêu cầu này đã được báo nhận. Hãy tải lại trang.", "This request has been acknowledged already. Reload the page."},
	"rights.closed":        {Conflict, "Yêu cầu này đã xong. Nếu người dân hỏi tiếp, hãy ghi một yêu cầu mới.", "This request is closed. If the person asks again, record a new one."},
	"rights.no_more_time":  {Conflict, "Yêu cầu này không gia hạn thêm được. Hãy làm xong, hoặc trả lời người dân vì sao chưa.", "This request can't have more time. Carry it out, or tell the person why not."},
	"rights.why":           {Invalid, "Cần một câu giải thích cho người yêu cầu. Hãy ghi lý do.", "The person is owed an explanation. Give the reason in a sentence."},
	"rights.other_name":    {Invalid, "Tên gõ vào không khớp tên người này. Hãy gõ đúng họ và tên để xác nhận xóa.", "The name typed is not this person's. Type the full name to confirm the erasure."},
	"rights.erased":        {Forbidden, "Người này đã được xóa theo yêu cầu; bài ghi này không được nhận và nội dung sẽ bị xóa. Hãy báo người phụ trách nếu vẫn cần giữ.", "This person was erased on request; this record is not taken and its content will be erased. Tell whoever is in charge if it is still needed."},
	"rights.no_rule":       {NotFound, "Gói đang dùng không có thời hạn giữ này. Hãy tải lại trang.", "The pack in use has no such term of keeping. Reload the page."},
	"rights.not_due":       {Conflict, "Bản ghi này chưa hết thời hạn giữ hoặc đã được xóa. Hãy tải lại danh sách.", "This record has not been kept long enough, or is gone already. Reload the list."},
	"rights.format":        {Invalid, "Không có dạng tệp này. Hãy chọn html, json hoặc csv.", "There is no such format. Choose html, json or csv."},
}
