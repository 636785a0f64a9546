package program

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Enrolment is one household, person, group or place in one program.
type Enrolment struct {
	Program   string             `f:"program,required,fixed,len=64,index" vi:"Chương trình" en:"Program"`
	Cycle     string             `f:"cycle,len=32,index" vi:"Đợt, năm" en:"Cycle"`
	Name      string             `f:"name,name,required,personal,sort,search" vi:"Ai, ở đâu|Tên người, hộ, nhóm hoặc nơi được đưa vào chương trình." en:"Who or where|Name of the person, household, group or place."`
	Household change.ID          `f:"household,ref=household,scope=household,index" vi:"Hộ" en:"Household"`
	Person    change.ID          `f:"person,ref=person,about,scope=person,index" vi:"Người" en:"Person"`
	Area      change.ID          `f:"area,required,ref=area,scope=area,index" vi:"Địa bàn" en:"Area"`
	Unit      change.ID          `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị thực hiện" en:"Unit in charge"`
	Officer   change.ID          `f:"officer,ref=user,scope=user,index" vi:"Cán bộ phụ trách" en:"Officer in charge"`
	Variant   string             `f:"variant,len=64,index" vi:"Hình thức" en:"Form of help"`
	Status    string             `f:"status,machine,index" vi:"Bước" en:"Step"`
	Reached   map[string]Reached `f:"reached" vi:"Đã qua các bước" en:"Steps reached"`
	Receiver  change.ID          `f:"receiver,ref=enrolment,index" vi:"Chuyển tiếp cho|Hồ sơ của hộ nhận tiếp, khi bước chuyển tiếp còn giữ." en:"Passed on to|Enrolment of the household that receives it next, while that step stands."`
	Terms     map[string]Term    `f:"terms" vi:"Mức riêng|Khác mức chung của chương trình." en:"Own terms|Other than the program's norm."`
	Starts    string             `f:"starts,date,index" vi:"Hưởng từ ngày" en:"Entitled from"`
	Ends      string             `f:"ends,date,index" vi:"Hưởng đến ngày" en:"Entitled until"`
	Sex       string             `f:"sex,term=sex,index" vi:"Giới tính" en:"Sex"`
	Reason    string             `f:"reason,len=2000,personal" vi:"Lý do đề nghị" en:"Why it is proposed"`
	Exception string             `f:"exception,len=1000,personal" vi:"Lý do xét ngoại lệ|Khi chưa đủ điều kiện của chương trình." en:"Why an exception is asked|Where the program's conditions are not met."`
	Overlaps  map[string]Overlap `f:"overlaps" vi:"Đã xét trùng" en:"Overlaps decided"`
	Ended     string             `f:"end_reason,len=500,personal" vi:"Lý do kết thúc" en:"Why it ended"`
	Generated bool               `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// Reached says when an enrolment came to a step, by the step's code.
type Reached struct {
	On       string `f:"on,required,date" vi:"Ngày" en:"On"`
	Decision string `f:"decision,len=64" vi:"Số quyết định" en:"Decision number"`
}

// Term is what was agreed for one enrolment other than the norm, by entitlement.
type Term struct {
	Amount int64  `f:"amount,required,min=0" vi:"Mức" en:"Amount"`
	Until  string `f:"until,date" vi:"Đến ngày" en:"Until"`
}

// Overlap is what a person decided about another enrolment that looks like the same
// help, by its id.
type Overlap struct {
	Decision string `f:"decision,required,term=overlap_decision" vi:"Quyết định" en:"Decision"`
	Reason   string `f:"reason,required,len=500" vi:"Lý do" en:"Reason"`
	On       string `f:"on,required,date" vi:"Ngày" en:"On"`
}

// EnrolmentKind declares enrolments.
func EnrolmentKind() *kind.Kind {
	return kind.Declare[Enrolment](kind.Spec{Name: "enrolment", Title: "name", Version: 1, Free: "status",
		Label: kind.Text{VI: "Hồ sơ chương trình", EN: "Enrolment"}, Plural: kind.Text{VI: "Hồ sơ chương trình", EN: "Enrolments"},
		Help: kind.Text{VI: "Một hộ, một người, một nhóm hoặc một nơi trong một chương trình, từ đề nghị đến theo dõi sau.", EN: "A household, person, group or place in a program, from proposal to follow-up."}})
}

// Step is the evidence of one step of an enrolment: who took it, when, on what ground.
// The enrolment's status names it; a step that the status does not hold, or holds as
// not allowed, has moved nothing.
type Step struct {
	Enrolment change.ID `f:"enrolment,required,ref=enrolment,about,index" vi:"Hồ sơ" en:"Enrolment"`
	Program   string    `f:"program,required,len=64,index" vi:"Chương trình" en:"Program"`
	Household change.ID `f:"household,ref=household,scope=household,index" vi:"Hộ" en:"Household"`
	Area      change.ID `f:"area,required,ref=area,scope=area,index" vi:"Địa bàn" en:"Area"`
	Unit      change.ID `f:"unit,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	From      string    `f:"from,len=64" vi:"Từ bước" en:"From"`
	To        string    `f:"to,required,len=64,index" vi:"Đến bước" en:"To"`
	On        string    `f:"on,required,date,sort" vi:"Ngày" en:"On"`
	By        change.ID `f:"by,required,ref=user,scope=user,index" vi:"Người ghi" en:"By"`
	Decision  string    `f:"decision,len=64" vi:"Số quyết định, biên bản" en:"Number of decision or minutes"`
	Reason    string    `f:"reason,len=1000,personal" vi:"Lý do, nhận xét" en:"Reason, remarks"`
	Photos    int64     `f:"photos,min=0,max=100" vi:"Số ảnh" en:"Photos"`
	Signed    string    `f:"signed,term=receipt_form" vi:"Xác nhận bằng" en:"Confirmed by"`
	Receiver  change.ID `f:"receiver,ref=enrolment,index" vi:"Chuyển tiếp cho|Hồ sơ của hộ nhận tiếp." en:"Passed on to|Enrolment of the household that receives it next."`
	Point     *kind.Pos `f:"point,personal" vi:"Vị trí" en:"Position"`
	Form      string    `f:"form,len=64,index" vi:"Mẫu" en:"Form"`
	FormV     int64     `f:"form_version,min=1,max=2147483647" vi:"Phiên bản mẫu" en:"Version of the form"`
	Answers   string    `f:"answers,len=20000,personal" vi:"Câu trả lời" en:"Answers"`
	Bulk      string    `f:"bulk,len=32,index" vi:"Lượt duyệt|Các bước được duyệt cùng một lượt." en:"Run|Steps that were taken in one run."`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// StepKind declares steps.
func StepKind() *kind.Kind {
	return kind.Declare[Step](kind.Spec{Name: "step", Title: "to", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Bước của hồ sơ", EN: "Step"}, Plural: kind.Text{VI: "Các bước của hồ sơ", EN: "Steps"},
		Help: kind.Text{VI: "Ai đã chuyển hồ sơ sang bước nào, ngày nào, theo căn cứ gì.", EN: "Who moved an enrolment to which step, when, on what ground."}})
}
