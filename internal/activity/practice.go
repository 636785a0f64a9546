package activity

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Practice is something done together with the people of a village: nights stayed, meals
// shared, days worked, the people's language spoken. It counts what "3 bám, 4 cùng" asks
// for and judges nobody.
type Practice struct {
	Type     string    `f:"type,required,term=practice_type,index" vi:"Cùng làm gì" en:"What"`
	Quantity int64     `f:"quantity,required,min=1,max=1000" vi:"Số đêm, bữa, ngày công, buổi" en:"How many"`
	Area     change.ID `f:"area,required,ref=area,scope=area,index" vi:"Ở bản" en:"Village"`
	On       string    `f:"on,required,date,sort" vi:"Ngày" en:"Date"`
	By       change.ID `f:"by,required,ref=user,scope=user,index" vi:"Cán bộ" en:"Officer"`
	Unit     change.ID `f:"unit,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	Language string    `f:"language,term=language" vi:"Tiếng đã nói" en:"Language spoken"`
	Note     string    `f:"note,len=500" vi:"Ghi chú" en:"Note"`
	Corrects change.ID `f:"corrects,ref=practice,replaces" vi:"Sửa cho" en:"Corrects"`
}

// PracticeKind declares practices.
func PracticeKind() *kind.Kind {
	return kind.Declare[Practice](kind.Spec{Name: "practice", Title: "type", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Việc cùng dân", EN: "Time with the people"}, Plural: kind.Text{VI: "Việc cùng dân", EN: "Time with the people"},
		Help: kind.Text{VI: "Đêm ở lại bản, bữa cùng ăn, ngày cùng làm, buổi nói tiếng đồng bào.", EN: "Nights in the village, meals shared, days worked together, the people's language spoken."}})
}
