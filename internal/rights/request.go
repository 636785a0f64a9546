package rights

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Request is what somebody asks about the data that is kept of a person.
type Request struct {
	Person    change.ID `f:"person,required,fixed,ref=person,about,scope=person,index" vi:"Về ai" en:"About whom"`
	Area      change.ID `f:"area,required,ref=area,scope=area,index" vi:"Thôn, bản" en:"Village"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị giải quyết" en:"Unit that deals with it"`
	What      string    `f:"what,required,fixed,term=request_what,index" vi:"Yêu cầu gì" en:"What is asked"`
	Text      string    `f:"text,len=2000,personal" vi:"Nội dung|Ghi đúng lời người yêu cầu." en:"In their words|As it was said or written."`
	Asker     string    `f:"asker,required,len=200,personal" vi:"Người yêu cầu" en:"Who asks"`
	Relation  string    `f:"relation,required,term=request_relation" vi:"Là ai" en:"In what capacity"`
	Channel   string    `f:"channel,required,term=request_channel" vi:"Nhận bằng cách nào" en:"How it came"`
	Received  string    `f:"received_on,required,date,sort" vi:"Ngày nhận" en:"Received on"`
	Third     bool      `f:"third_party" vi:"Có bên khác phải làm|Khi một đơn vị phối hợp đang giữ dữ liệu ấy." en:"Others must act too|Where a partner holds the data."`
	Consent   change.ID `f:"consent,ref=consent" vi:"Lần đồng ý được rút" en:"Consent to be withdrawn"`
	Answered  string    `f:"answered_on,date" vi:"Ngày trả lời đã nhận" en:"Acknowledged on"`
	Extended  string    `f:"extended_on,date" vi:"Ngày gia hạn" en:"Extended on"`
	Extension string    `f:"extension,len=1000" vi:"Lý do gia hạn" en:"Why it was extended"`
	Done      string    `f:"done_on,date,index" vi:"Ngày xong" en:"Closed on"`
	Outcome   string    `f:"outcome,term=request_outcome,index" vi:"Kết quả" en:"Outcome"`
	Reason    string    `f:"reason,len=1000,personal" vi:"Giải thích cho người yêu cầu" en:"What the person was told"`
	Status    string    `f:"status,machine,index" vi:"Tình trạng" en:"Status"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// What can be asked; the words are the pack's, what is done about them is ours.
const (
	See      = "see"
	Correct  = "correct"
	Restrict = "restrict"
	Withdraw = "withdraw"
	Erase    = "erase"
	Export   = "export"
)

// Asks lists what can be asked, in the order in which a screen offers it.
func Asks() []string { return []string{See, Export, Correct, Withdraw, Restrict, Erase} }

// The states of a request.
const (
	Received = "received"
	Answered = "answered"
	Closed   = "closed"
)

// RequestKind declares requests.
func RequestKind() *kind.Kind {
	return kind.Declare[Request](kind.Spec{Name: "request", Title: "what", Version: 1,
		Label: kind.Text{VI: "Yêu cầu về dữ liệu", EN: "Request about data"}, Plural: kind.Text{VI: "Yêu cầu về dữ liệu", EN: "Requests about data"},
		Help: kind.Text{VI: "Người dân hoặc người đại diện xem, sửa, rút đồng ý, xóa dữ liệu của mình.", EN: "A person or who speaks for them asks to see, mend, withdraw or erase what is kept of them."},
		Machines: map[string][]kind.State{"status": {
			{Code: Received, Label: kind.Text{VI: "Mới nhận", EN: "Received"}, Next: []string{Answered, Closed}},
			{Code: Answered, Label: kind.Text{VI: "Đã báo nhận", EN: "Acknowledged"}, Next: []string{Closed}},
			{Code: Closed, Label: kind.Text{VI: "Đã xong", EN: "Closed"}},
		}}})
}
