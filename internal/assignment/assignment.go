package assignment

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Assignment names a user, what is in their care (a household or an area), as
// what, and for how long.
type Assignment struct {
	User      change.ID `f:"user,required,ref=user,scope=user,index" vi:"Người phụ trách" en:"Who"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	Role      string    `f:"role,required,term=assignment_role,index" vi:"Phụ trách với vai trò" en:"As"`
	Household change.ID `f:"household,ref=household,scope=household,index" vi:"Hộ" en:"Household"`
	Area      change.ID `f:"area,ref=area,scope=area,index" vi:"Địa bàn" en:"Area"`
	Post      string    `f:"post,len=200" vi:"Chức danh|Bí thư, phó bí thư, ủy viên, sinh hoạt cùng chi bộ…" en:"Post|Secretary, deputy, member, attends the cell…"`
	From      string    `f:"from,required,date" vi:"Từ ngày" en:"From"`
	To        string    `f:"to,date,index" vi:"Đến ngày" en:"To"`
	Decision  string    `f:"decision,len=64" vi:"Số quyết định" en:"Decision number"`
	Note      string    `f:"note,len=500" vi:"Ghi chú" en:"Note"`
}

// Kind declares assignments.
func Kind() *kind.Kind {
	return kind.Declare[Assignment](kind.Spec{Name: "assignment", Title: "role", Version: 1,
		Label: kind.Text{VI: "Phân công", EN: "Assignment"}, Plural: kind.Text{VI: "Phân công", EN: "Assignments"},
		Help: kind.Text{VI: "Ai phụ trách hộ nào, bản nào, từ ngày nào đến ngày nào.", EN: "Who is responsible for which household or village, from when to when."}})
}
