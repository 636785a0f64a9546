package household

import (
	"time"

	"bamban/internal/change"
	"bamban/internal/kind"
)

// Consent is what a person, or for a child the guardian with the child's assent,
// has agreed to. Consent is never assumed: a record of it names its evidence
// (Decree 356/2025/NĐ-CP).
type Consent struct {
	Person    change.ID `f:"person,required,ref=person,about,scope=person,index" vi:"Người" en:"Person"`
	Area      change.ID `f:"area,required,ref=area,scope=area,index" vi:"Thôn, bản" en:"Village"`
	Purpose   string    `f:"purpose,required,term=consent_purpose,index" vi:"Mục đích" en:"Purpose"`
	Partner   change.ID `f:"partner,ref=unit,index" vi:"Bên được dùng" en:"Partner"`
	Form      string    `f:"form,required,term=consent_form" vi:"Hình thức" en:"Form"`
	GivenOn   string    `f:"given_on,required,date" vi:"Ngày" en:"Given on"`
	Guardian  change.ID `f:"guardian,ref=person" vi:"Người giám hộ đồng ý" en:"Guardian who agreed"`
	Assent    bool      `f:"assent" vi:"Trẻ cũng đồng ý|Cần cho trẻ từ đủ 7 tuổi." en:"The child agreed too|Needed from the age of 7."`
	Language  string    `f:"language,term=language" vi:"Nói bằng tiếng" en:"Spoken in"`
	Evidence  change.ID `f:"evidence,ref=attachment" vi:"Bằng chứng" en:"Evidence"`
	Status    string    `f:"status,machine,index" vi:"Tình trạng" en:"Status"`
	Withdrawn string    `f:"withdrawn_on,date" vi:"Rút lại ngày" en:"Withdrawn on"`
	Note      string    `f:"note,len=1000,personal" vi:"Ghi chú" en:"Note"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// The states of a consent, and the purpose for which a partner is named.
const (
	Given        = "given"
	Withdrawn    = "withdrawn"
	SharePartner = "share_partner"
)

// Asked says who is asked besides the person.
type Asked struct {
	Guardian bool // of a child
	Assent   bool // the child too, from an age
}

// AskedOf somebody born on a partial date, on a day: of whoever may be a child the
// guardian, and of whoever may have come to the age of assent the child too.
func AskedOf(born string, childAge, assentAge int, on time.Time) Asked {
	guardian := IsChild(born, childAge, on)
	return Asked{Guardian: guardian, Assent: guardian && mayBe(born, assentAge, on)}
}

// mayBe reports whether somebody may be so many years old: what is not known of the date
// counts for the greater age.
func mayBe(born string, age int, on time.Time) bool {
	if len(born) < 4 || len(born) > 10 {
		return false
	}
	first, err := time.Parse(time.DateOnly, born+"-01-01"[:10-len(born)])
	return err == nil && !on.Before(first.AddDate(age, 0, 0))
}

// Stands reports whether a consent is in force: given, not withdrawn, and given by
// everybody who is asked today.
func (c *Consent) Stands(who Asked) bool {
	return c.Status == Given && (!who.Guardian || !c.Guardian.IsZero()) && (!who.Assent || c.Assent)
}

// ConsentKind declares consents.
func ConsentKind() *kind.Kind {
	return kind.Declare[Consent](kind.Spec{Name: "consent", Title: "purpose", Version: 1,
		Label: kind.Text{VI: "Đồng ý", EN: "Consent"}, Plural: kind.Text{VI: "Đồng ý", EN: "Consents"},
		Help: kind.Text{VI: "Người dân đồng ý cho dùng dữ liệu vào việc gì.", EN: "What a person has agreed that their data is used for."},
		Machines: map[string][]kind.State{"status": {
			{Code: Given, Label: kind.Text{VI: "Đã đồng ý", EN: "Given"}, Next: []string{Withdrawn}},
			{Code: Withdrawn, Label: kind.Text{VI: "Đã rút lại", EN: "Withdrawn"}},
		}}})
}
