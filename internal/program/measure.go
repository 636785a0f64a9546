package program

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Measure is one result as a program counts results: a pupil's term, what survived of a
// herd, the score of a commune by one criterion, how many came to a session.
type Measure struct {
	Program   string    `f:"program,required,len=64,index" vi:"Chương trình" en:"Program"`
	Code      string    `f:"code,required,len=64,index" vi:"Chỉ số" en:"Measure"`
	Enrolment change.ID `f:"enrolment,ref=enrolment,about,index" vi:"Hồ sơ" en:"Enrolment"`
	Household change.ID `f:"household,ref=household,scope=household,index" vi:"Hộ" en:"Household"`
	Area      change.ID `f:"area,required,ref=area,scope=area,index" vi:"Địa bàn" en:"Area"`
	Unit      change.ID `f:"unit,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	Period    string    `f:"period,required,len=16,index" vi:"Kỳ" en:"Period"`
	On        string    `f:"on,required,date,sort" vi:"Ngày" en:"On"`
	Value     float64   `f:"value" vi:"Giá trị" en:"Value"`
	Level     string    `f:"level,len=64,index" vi:"Mức" en:"Level"`
	Source    string    `f:"source,len=200" vi:"Nguồn" en:"Source"`
	Note      string    `f:"note,len=1000,personal" vi:"Ghi chú" en:"Note"`
	By        change.ID `f:"by,required,ref=user,scope=user,index" vi:"Người ghi" en:"By"`
	Corrects  change.ID `f:"corrects,ref=measure,replaces" vi:"Sửa cho" en:"Corrects"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// MeasureKind declares measures.
func MeasureKind() *kind.Kind {
	return kind.Declare[Measure](kind.Spec{Name: "measure", Title: "code", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Kết quả", EN: "Result"}, Plural: kind.Text{VI: "Kết quả", EN: "Results"},
		Help: kind.Text{VI: "Kết quả theo chỉ số của chương trình. Muốn sửa thì ghi bản sửa.", EN: "A result by a measure of the program. To mend one, record a correction."}})
}

// Due is what one enrolment is entitled to for one period. Its id follows from those
// (see [DueID]), so that a run of stipends made twice, or on two replicas, makes each
// month once.
type Due struct {
	Enrolment   change.ID `f:"enrolment,required,fixed,ref=enrolment,about,index" vi:"Hồ sơ" en:"Enrolment"`
	Program     string    `f:"program,required,len=64,index" vi:"Chương trình" en:"Program"`
	Entitlement string    `f:"entitlement,required,fixed,len=64,index" vi:"Khoản" en:"Entitlement"`
	Period      string    `f:"period,required,fixed,len=16,index" vi:"Kỳ" en:"Period"`
	Household   change.ID `f:"household,ref=household,scope=household,index" vi:"Hộ" en:"Household"`
	Area        change.ID `f:"area,required,ref=area,scope=area,index" vi:"Địa bàn" en:"Area"`
	Unit        change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	Name        string    `f:"name,name,required,personal,sort,search" vi:"Người nhận" en:"Who receives"`
	Item        string    `f:"item,required,term=item,index" vi:"Tiền, hàng" en:"Money or goods"`
	Amount      int64     `f:"amount,required,min=1" vi:"Số lượng" en:"Amount"`
	On          string    `f:"on,required,date,sort" vi:"Đến hạn" en:"Due on"`
	Status      string    `f:"status,machine,index" vi:"Tình trạng" en:"Status"`
	Run         string    `f:"run,len=32,index" vi:"Lượt lập" en:"Run"`
	Generated   bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// DueKind declares dues.
func DueKind() *kind.Kind {
	return kind.Declare[Due](kind.Spec{Name: "due", Title: "name", Version: 1,
		Flow:  kind.Flow{Program: "program", Unit: "unit", Item: "item", Quantity: "amount", On: "on", Sort: []string{"status"}},
		Label: kind.Text{VI: "Khoản đến kỳ", EN: "Due"}, Plural: kind.Text{VI: "Các khoản đến kỳ", EN: "Dues"},
		Help: kind.Text{VI: "Khoản mà một hồ sơ được hưởng trong một kỳ.", EN: "What an enrolment is entitled to for a period."},
		Machines: map[string][]kind.State{"status": {
			{Code: "open", Label: kind.Text{VI: "Chưa trao", EN: "To hand over"}, Next: []string{"paid", "dropped"}},
			{Code: "paid", Label: kind.Text{VI: "Đã trao", EN: "Handed over"}, Next: []string{"open"}},
			{Code: "dropped", Label: kind.Text{VI: "Không trao", EN: "Not handed over"}, Next: []string{"open"}},
		}}})
}
