package household

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Twin is what was decided about two people's records that may be of one person. It
// names them and what agreed, and holds no value of either: what was taken over is in
// the history of the record that is kept, and is erased with it.
type Twin struct {
	Kept   change.ID `f:"kept,required,fixed,ref=person,about,index" vi:"Bản ghi cũ hơn|Bản ghi được giữ nếu là một người." en:"Older record|The one that is kept where they are one person."`
	Other  change.ID `f:"other,required,fixed,ref=person,index" vi:"Bản ghi mới hơn" en:"Newer record"`
	Area   change.ID `f:"area,required,ref=area,scope=area,index" vi:"Thôn, bản" en:"Village"`
	Status string    `f:"status,machine,index" vi:"Kết luận" en:"Decision"`
	Agree  []string  `f:"agree" vi:"Giống nhau ở" en:"What agrees"`
	Picked []string  `f:"picked" vi:"Lấy từ bản ghi mới hơn" en:"Taken from the newer record"`
	Why    string    `f:"why,len=500,personal" vi:"Lý do" en:"Why"`
	By     change.ID `f:"by,required,ref=user,index" vi:"Người quyết định" en:"Decided by"`
	Unit   change.ID `f:"unit,ref=unit,index" vi:"Đơn vị" en:"Unit"`
	On     string    `f:"on,required,date,sort" vi:"Ngày" en:"On"`
}

// States of a decision.
const (
	TwinProposed  = "proposed"
	TwinSame      = "same"
	TwinDifferent = "different"
	TwinTakenBack = "taken_back"
)

// TwinKind declares decisions about people recorded twice.
func TwinKind() *kind.Kind {
	again := []string{TwinSame, TwinDifferent, TwinTakenBack}
	return kind.Declare[Twin](kind.Spec{Name: "twin", Title: "status", Version: 1,
		Label: kind.Text{VI: "Cặp có thể trùng", EN: "Pair that may be one person"}, Plural: kind.Text{VI: "Có thể ghi hai lần", EN: "May be recorded twice"},
		Help: kind.Text{VI: "Hai bản ghi có phải một người không: ai đã xem, quyết định gì, vì sao.", EN: "Whether two records are of one person: who looked, what was decided, and why."},
		Machines: map[string][]kind.State{"status": {
			{Code: TwinProposed, Label: kind.Text{VI: "Đề nghị xem", EN: "To be looked at"}, Next: again},
			{Code: TwinSame, Label: kind.Text{VI: "Một người", EN: "One person"}, Next: []string{TwinTakenBack}},
			{Code: TwinDifferent, Label: kind.Text{VI: "Hai người khác nhau", EN: "Two people"}, Next: []string{TwinTakenBack}},
			{Code: TwinTakenBack, Label: kind.Text{VI: "Đã rút lại", EN: "Taken back"}, Next: []string{TwinProposed, TwinSame, TwinDifferent}},
		}}})
}
