package program

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Draft is a program that an office is working on. Its body has the form of a file of
// the pack's programs/ (see docs/programs.md), as JSON, and may be half done: it is
// checked when it is tried and when it is published.
type Draft struct {
	Label   string    `f:"label,required,len=200" vi:"Tên" en:"Name"`
	Code    string    `f:"code,len=64,index" vi:"Mã" en:"Code"`
	Base    int64     `f:"base" vi:"Làm từ phiên bản|Trống nếu là chương trình mới." en:"Made from version|Nothing for a new program."`
	Body    string    `f:"body,required,len=262144" vi:"Nội dung" en:"Body"`
	Unit    change.ID `f:"unit,ref=unit" vi:"Đơn vị soạn" en:"Unit that writes it"`
	Created int64     `f:"created,required,instant,sort" vi:"Bắt đầu lúc" en:"Begun at"`
}

// DraftKind declares drafts of programs.
func DraftKind() *kind.Kind {
	return kind.Declare[Draft](kind.Spec{Name: "program_draft", Title: "label", Version: 1, Internal: true,
		Label: kind.Text{VI: "Bản soạn chương trình", EN: "Program draft"}, Plural: kind.Text{VI: "Bản soạn chương trình", EN: "Program drafts"}})
}

// Edition is a program that an office published: from its day on it stands in for the
// pack's program of that code with an earlier version. It is never changed.
type Edition struct {
	Code      string    `f:"code,required,len=64,index" vi:"Mã" en:"Code"`
	Edition   int64     `f:"edition,required,min=1" vi:"Phiên bản" en:"Version"`
	Label     string    `f:"label,required,len=200" vi:"Tên" en:"Name"`
	From      string    `f:"from,required,date" vi:"Có hiệu lực từ" en:"In force from"`
	Published int64     `f:"published,required,instant,sort" vi:"Công bố lúc" en:"Published at"`
	By        change.ID `f:"by,ref=user" vi:"Người công bố" en:"Published by"`
	Reason    string    `f:"reason,required,len=1000" vi:"Căn cứ" en:"Why"`
	Body      string    `f:"body,required,len=262144" vi:"Nội dung" en:"Body"`
}

// EditionKind declares published programs.
func EditionKind() *kind.Kind {
	return kind.Declare[Edition](kind.Spec{Name: "program_edition", Title: "label", Version: 1, AddOnly: true, Internal: true,
		Label: kind.Text{VI: "Chương trình đã công bố", EN: "Published program"}, Plural: kind.Text{VI: "Chương trình đã công bố", EN: "Published programs"}})
}

// Change is something in which a new version of a program may not, or should not,
// differ from the one in use.
type Change struct {
	Field string // path in the body, like steps[2].code
	Code  string // of internal/fault
	Value string
	Label Text
}

// Broken lists what a new version takes away that enrolments may stand on: its
// subject, its steps and its cycles.
func Broken(old, now *Program) []Change {
	var out []Change
	if old.Subject != now.Subject {
		out = append(out, Change{"subject", "design.subject_kept", string(old.Subject), nil})
	}
	for i := range old.Steps {
		if s := &old.Steps[i]; now.Step(s.Code) == nil {
			out = append(out, Change{"steps", "design.step_used", s.Code, s.Label})
		}
	}
	for _, c := range old.Cycles {
		if now.Cycle(c.Code) == nil {
			out = append(out, Change{"cycles", "design.cycle_used", c.Code, c.Label})
		}
	}
	return out
}

// Astray lists the steps of a path that nobody can come to, and those that are no end
// and lead nowhere.
func (p *Program) Astray() (unreached, stuck []int) {
	reached := map[string]bool{}
	if first := p.First(); first != nil {
		reached[first.Code] = true
	}
	for range p.Steps {
		for _, s := range p.Steps {
			for _, from := range s.From {
				if reached[from] {
					reached[s.Code] = true
				}
			}
		}
	}
	for i, s := range p.Steps {
		if !reached[s.Code] {
			unreached = append(unreached, i)
		}
		if !s.End && len(p.Next(s.Code)) == 0 {
			stuck = append(stuck, i)
		}
	}
	return unreached, stuck
}
