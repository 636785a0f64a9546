package household

import (
	"time"

	"bamban/internal/change"
	"bamban/internal/kind"
)

// Person is somebody who lives in, or is known to, the area.
type Person struct {
	Area      change.ID `f:"area,required,ref=area,scope=area,index" vi:"Thôn, bản" en:"Village"`
	Name      string    `f:"name,name,required,personal,sort,search" vi:"Họ và tên" en:"Full name"`
	Born      string    `f:"born,partial,personal,index" vi:"Ngày sinh|Chỉ cần phần đã biết: năm, tháng và năm, hoặc đủ ngày." en:"Born|As much as is known: year, month and year, or the day."`
	Sex       string    `f:"sex,term=sex,index" vi:"Giới tính" en:"Sex"`
	Ethnicity string    `f:"ethnicity,term=ethnicity,sensitive" vi:"Dân tộc|Chỉ ghi khi người dân tự cho biết, để dùng đúng ngôn ngữ hoặc xét điều kiện." en:"Ethnic group|Only where the person gives it, for language or eligibility."`
	Languages []string  `f:"languages,term=language" vi:"Ngôn ngữ" en:"Languages"`
	Paper     string    `f:"paper,term=id_paper,sensitive" vi:"Loại giấy tờ" en:"Identity paper"`
	PaperNo   string    `f:"paper_no,len=32,sensitive" vi:"Số giấy tờ" en:"Paper number"`
	Phone     string    `f:"phone,len=32,personal,search" vi:"Điện thoại" en:"Telephone"`
	Guardian  change.ID `f:"guardian,ref=person,personal" vi:"Người giám hộ" en:"Guardian"`
	Died      string    `f:"died,partial,personal" vi:"Mất ngày" en:"Died"`
	SameAs    change.ID `f:"same_as,ref=person,server,index" vi:"Cùng một người với|Bản ghi cũ hơn của cùng người này, do một người đã xem và quyết định." en:"The same person as|An older record of the same person, as somebody has looked and decided."`
	Closed    bool      `f:"restricted,server" vi:"Hạn chế dùng|Theo yêu cầu của người ấy: chỉ người có quyền riêng mới mở được." en:"Use restricted|As the person asked: opens only to who has that right."`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh|Không phải người có thật." en:"Generated|Not a real person."`
}

// PersonKind declares persons.
func PersonKind() *kind.Kind {
	return kind.Declare[Person](kind.Spec{Name: "person", Title: "name", Version: 1, ChildBorn: "born", Restricted: "restricted",
		Label: kind.Text{VI: "Người", EN: "Person"}, Plural: kind.Text{VI: "Người", EN: "People"},
		Help: kind.Text{VI: "Một người dân. Ghi ít nhất có thể.", EN: "A person. Keep as little as will do."}})
}

// IsChild reports whether somebody born on a partial date may be under an age in
// whole years on a day. What is not known of the date counts for the child: born
// "2010" is a child until the last day on which they could be.
func IsChild(born string, age int, on time.Time) bool {
	if len(born) < 4 {
		return false
	}
	full := born + "-12-31"[len(born)-4:]
	if len(born) == 7 {
		// The last day of the month: the day before the next month's first.
		first, err := time.Parse("2006-01", born)
		if err != nil {
			return false
		}
		full = first.AddDate(0, 1, -1).Format(time.DateOnly)
	}
	t, err := time.Parse(time.DateOnly, full)
	return err == nil && on.Before(t.AddDate(age, 0, 0))
}

// ChildrenBornFrom is a day such that whoever [IsChild] tells to be a child was born
// on it or later, as far as their partial date says. It leaves two days more, so
// that leap days and time zones need no thought.
func ChildrenBornFrom(age int, on time.Time) string {
	return on.AddDate(-age, 0, -2).Format(time.DateOnly)
}
