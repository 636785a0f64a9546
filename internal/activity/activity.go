package activity

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Visit is one visit to a household.
type Visit struct {
	Household  change.ID `f:"household,required,ref=household,scope=household,index" vi:"Hộ" en:"Household"`
	Area       change.ID `f:"area,required,ref=area,scope=area,index" vi:"Thôn, bản" en:"Village"`
	On         string    `f:"on,required,date,sort" vi:"Ngày thăm" en:"Date"`
	By         change.ID `f:"by,required,ref=user,scope=user,index" vi:"Người thăm" en:"Visited by"`
	Unit       change.ID `f:"unit,ref=unit,index" vi:"Đơn vị|Đơn vị của người thăm, để số liệu tính theo đơn vị." en:"Unit|The unit of who visited, so that figures count by unit."`
	Purposes   []string  `f:"purposes,term=visit_purpose" vi:"Mục đích" en:"Purposes"`
	Conditions []string  `f:"conditions,term=visit_condition" vi:"Tình hình" en:"Conditions found"`
	Met        int64     `f:"met,min=0,max=100" vi:"Số người gặp" en:"People met"`
	Note       string    `f:"note,len=4000,personal" vi:"Ghi chép" en:"Notes"`
	NextDue    string    `f:"next_due,date,index" vi:"Hẹn thăm lại" en:"Next visit due"`
	Point      *kind.Pos `f:"point,personal" vi:"Vị trí" en:"Position"`
	Form       string    `f:"form,len=64,index" vi:"Mẫu|Mẫu câu hỏi đã dùng." en:"Form|The form that was used."`
	FormV      int64     `f:"form_version,min=1,max=2147483647" vi:"Phiên bản mẫu|Câu trả lời được đọc theo đúng phiên bản này." en:"Version of the form|Answers are read by this version."`
	Answers    string    `f:"answers,len=20000,personal" vi:"Câu trả lời|Theo mẫu, dạng JSON." en:"Answers|By the form, as JSON."`
	Corrects   change.ID `f:"corrects,ref=visit,replaces" vi:"Sửa cho|Lượt thăm mà bản ghi này thay thế." en:"Corrects|The visit that this one replaces."`
}

// VisitKind declares visits.
func VisitKind() *kind.Kind {
	return kind.Declare[Visit](kind.Spec{Name: "visit", Title: "on", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Lượt thăm hộ", EN: "Visit"}, Plural: kind.Text{VI: "Lượt thăm hộ", EN: "Visits"},
		Help: kind.Text{VI: "Một lần đến thăm hộ. Muốn sửa thì ghi bản sửa.", EN: "One visit to a household. To mend one, record a correction."}})
}

// Note is something said about a household, a person, an area or a unit.
type Note struct {
	Subject  change.ID `f:"subject,required,ref=household/person/area/unit,about,index" vi:"Về" en:"About"`
	Area     change.ID `f:"area,required,ref=area,scope=area,index" vi:"Địa bàn" en:"Area"`
	Topic    string    `f:"topic,term=note_topic,index" vi:"Chủ đề" en:"Topic"`
	Text     string    `f:"text,required,len=4000,personal" vi:"Nội dung" en:"Text"`
	By       change.ID `f:"by,required,ref=user,scope=user,index" vi:"Người ghi" en:"By"`
	On       string    `f:"on,required,date,sort" vi:"Ngày" en:"Date"`
	Point    *kind.Pos `f:"point,personal" vi:"Vị trí" en:"Position"`
	Corrects change.ID `f:"corrects,ref=note" vi:"Sửa cho" en:"Corrects"`
}

// NoteKind declares notes.
func NoteKind() *kind.Kind {
	return kind.Declare[Note](kind.Spec{Name: "note", Title: "topic", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Ghi chú", EN: "Note"}, Plural: kind.Text{VI: "Ghi chú", EN: "Notes"},
		Help: kind.Text{VI: "Điều cần nhớ về một hộ, một người, một nơi.", EN: "Something to remember about a household, a person or a place."}})
}

// Attachment describes a photo, a recording or a document; its bytes travel by
// themselves and are found by their digest.
type Attachment struct {
	Subject change.ID `f:"subject,required,ref=household/person/visit/note/area/consent/enrolment/step/measure/entry,about,index" vi:"Của" en:"Of"`
	Area    change.ID `f:"area,required,ref=area,scope=area,index" vi:"Địa bàn" en:"Area"`
	Home    change.ID `f:"household,ref=household,scope=household,index" vi:"Hộ|Hộ mà tệp này nói đến, để người phụ trách hộ thấy được." en:"Household|The household that it is about, so that who looks after it sees it."`
	Kind    string    `f:"kind,required,term=attachment_kind,index" vi:"Loại" en:"Kind"`
	Digest  string    `f:"digest,digest,required,index" vi:"Mã nội dung|SHA-256 của tệp." en:"Digest|SHA-256 of the file."`
	Size    int64     `f:"size,required,min=1,max=67108864,unit=B" vi:"Kích thước" en:"Size"`
	Media   string    `f:"media,required,len=100" vi:"Dạng tệp" en:"Media type"`
	Name    string    `f:"name,len=200,personal" vi:"Tên tệp" en:"File name"`
	Caption string    `f:"caption,len=500,personal" vi:"Chú thích" en:"Caption"`
	TakenAt int64     `f:"taken_at,instant" vi:"Thời điểm" en:"Taken at"`
	Point   *kind.Pos `f:"point,personal" vi:"Vị trí" en:"Position"`
	By      change.ID `f:"by,required,ref=user,scope=user,index" vi:"Người gửi" en:"By"`
}

// AttachmentKind declares attachments.
func AttachmentKind() *kind.Kind {
	return kind.Declare[Attachment](kind.Spec{Name: "attachment", Title: "caption", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Tệp kèm", EN: "Attachment"}, Plural: kind.Text{VI: "Tệp kèm", EN: "Attachments"},
		Help: kind.Text{VI: "Ảnh, ghi âm, giấy tờ đi kèm bản ghi.", EN: "Photos, recordings and papers that go with a record."}})
}
