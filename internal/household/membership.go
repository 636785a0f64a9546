package household

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Membership is a person in a household from a day to a day.
type Membership struct {
	Household change.ID `f:"household,required,fixed,ref=household,scope=household,index" vi:"Hộ" en:"Household"`
	Person    change.ID `f:"person,required,fixed,ref=person,index" vi:"Người" en:"Person"`
	Area      change.ID `f:"area,required,ref=area,scope=area,index" vi:"Thôn, bản" en:"Village"`
	Relation  string    `f:"relation,term=relation" vi:"Quan hệ với chủ hộ" en:"Relation to the head"`
	From      string    `f:"from,partial" vi:"Từ" en:"From"`
	To        string    `f:"to,partial,index" vi:"Đến" en:"To"`
	EndReason string    `f:"end_reason,term=end_reason" vi:"Lý do kết thúc" en:"Why it ended"`
}

// MembershipKind declares memberships.
func MembershipKind() *kind.Kind {
	return kind.Declare[Membership](kind.Spec{Name: "membership", Title: "relation", Version: 1,
		Label: kind.Text{VI: "Thành viên hộ", EN: "Membership"}, Plural: kind.Text{VI: "Thành viên hộ", EN: "Memberships"},
		Help: kind.Text{VI: "Ai sống trong hộ nào, từ khi nào đến khi nào.", EN: "Who lives in which household, from when to when."}})
}
