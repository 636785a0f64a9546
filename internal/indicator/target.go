package indicator

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Target is what an area or a unit is asked to reach of an indicator in a period.
type Target struct {
	Indicator string    `f:"indicator,required,len=64,index" vi:"Chỉ tiêu|Mã của chỉ tiêu trong bộ dữ liệu tỉnh." en:"Indicator|Its code in the pack."`
	Area      change.ID `f:"area,ref=area,scope=area,index" vi:"Địa bàn|Để trống nếu giao cho đơn vị." en:"Area|Empty where a unit is asked."`
	Unit      change.ID `f:"unit,ref=unit,scope=unit,index" vi:"Đơn vị|Để trống nếu giao cho địa bàn." en:"Unit|Empty where an area is asked."`
	Calendar  string    `f:"calendar,required,len=64" vi:"Lịch|Mã của lịch mà kỳ thuộc về." en:"Calendar|The code of the calendar of the period."`
	Period    string    `f:"period,required,len=10,index,sort" vi:"Kỳ|2026, 2026-H1, 2026-Q1 hoặc 2026-03." en:"Period|2026, 2026-H1, 2026-Q1 or 2026-03."`
	Value     float64   `f:"value,required,min=0" vi:"Mức giao" en:"To reach"`
	Decision  string    `f:"decision,len=64" vi:"Số quyết định" en:"Decision number"`
	Note      string    `f:"note,len=500" vi:"Ghi chú" en:"Note"`
}

// TargetKind declares targets.
func TargetKind() *kind.Kind {
	return kind.Declare[Target](kind.Spec{Name: "target", Title: "indicator", Version: 1,
		Label: kind.Text{VI: "Chỉ tiêu giao", EN: "Target"}, Plural: kind.Text{VI: "Chỉ tiêu giao", EN: "Targets"},
		Help: kind.Text{VI: "Mức một địa bàn hoặc đơn vị cần đạt trong một kỳ, theo quyết định nào.", EN: "What an area or a unit is to reach in a period, and by which decision."}})
}
