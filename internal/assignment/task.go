package assignment

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Task is one thing that is asked of a user: what, about which household or place
// if any, by when; and what came of it.
type Task struct {
	Title     string    `f:"title,required,len=200,personal,search" vi:"Việc|Một câu: làm gì, ở đâu." en:"What|One sentence: what to do, where."`
	Text      string    `f:"text,len=2000,personal" vi:"Nói thêm" en:"More about it"`
	User      change.ID `f:"user,required,ref=user,scope=user,index" vi:"Giao cho" en:"Asked of"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị|Đơn vị của người được giao." en:"Unit|The unit of who is asked."`
	Household change.ID `f:"household,ref=household,scope=household,index" vi:"Về hộ" en:"About household"`
	Area      change.ID `f:"area,ref=area,index" vi:"Ở địa bàn" en:"At"`
	Due       string    `f:"due,date,sort,index" vi:"Hạn" en:"Due"`
	By        change.ID `f:"by,required,ref=user,index" vi:"Người giao" en:"Asked by"`
	On        string    `f:"on,required,date,sort" vi:"Ngày giao" en:"Asked on"`
	Status    string    `f:"status,machine,index" vi:"Tình trạng" en:"Status"`
	Answer    string    `f:"answer,len=2000,personal" vi:"Kết quả|Người được giao ghi lại." en:"What came of it|Written by who was asked."`
	DoneOn    string    `f:"done_on,date" vi:"Ngày xong" en:"Done on"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// TaskKind declares tasks.
func TaskKind() *kind.Kind {
	return kind.Declare[Task](kind.Spec{Name: "task", Title: "title", Version: 1,
		Label: kind.Text{VI: "Việc được giao", EN: "Task"}, Plural: kind.Text{VI: "Việc được giao", EN: "Tasks"},
		Help: kind.Text{VI: "Một việc giao cho một người, có hạn và kết quả.", EN: "One thing asked of one person, with a day by which and what came of it."},
		Machines: map[string][]kind.State{"status": {
			{Code: "open", Label: kind.Text{VI: "Đang làm", EN: "To do"}, Next: []string{"done", "dropped"}},
			{Code: "done", Label: kind.Text{VI: "Đã xong", EN: "Done"}, Next: []string{"open"}},
			{Code: "dropped", Label: kind.Text{VI: "Thôi không làm", EN: "Dropped"}, Next: []string{"open"}},
		}}})
}
