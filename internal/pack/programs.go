package pack

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"bamban/internal/access"
	"bamban/internal/eligible"
	"bamban/internal/form"
	"bamban/internal/program"
)

const programFolder = "programs"

// Program of a code in its latest version; nil where the pack has none.
func (p *Pack) Program(code string) *program.Program {
	for _, x := range p.Programs {
		if x.Code == code {
			return x
		}
	}
	return nil
}

// loadPrograms reads programs/*.yaml, one program each. It comes after roles,
// vocabularies and forms, which programs speak of.
func (l *loader) loadPrograms(p *Pack) {
	var declared []*object
	file := l.eachProgram(programFolder, p, func(root *object, x *program.Program, _ bool) {
		declared = append(declared, root)
		p.Programs = append(p.Programs, x)
	})
	for i, o := range declared {
		for _, code := range p.Programs[i].Overlaps {
			if file[code] == "" {
				o.bad("overlaps", "program.unknown", "code", code)
			}
		}
	}
	slices.SortFunc(p.Programs, func(a, b *program.Program) int { return cmp.Compare(a.Code, b.Code) })
}

// eachProgram reads the files of a folder that hold a program each, checks their rules
// where all else is sound, and gives each with whether it is sound up to its rules. It
// returns the file of each code.
func (l *loader) eachProgram(folder string, p *Pack, each func(root *object, x *program.Program, sound bool)) map[string]string {
	file := map[string]string{}
	for _, name := range l.within(folder, ".yaml") {
		root, ok := l.root(name)
		if !ok {
			continue
		}
		before := len(l.problems)
		x := l.program(root, p)
		if other := file[x.Code]; other != "" {
			root.bad("code", "program.twice", "code", x.Code, "file", other)
		}
		file[x.Code] = name
		sound := len(l.problems) == before
		if sound && !l.checked {
			_, problems := eligible.Compile(x)
			for _, bad := range problems {
				l.add(nodeAt(name, find(root.node, bad.Path, "")), bad.Code, strings.Join(bad.Path, "."), bad.Args...)
			}
		}
		each(root, x, sound)
	}
	return file
}

func (l *loader) program(o *object, p *Pack) *program.Program {
	x := &program.Program{Code: o.code("code"), Version: o.integer("version", true), Label: o.text("label", true), Help: o.labels("help"),
		Subject: program.Subject(o.str("subject", true)), Funders: l.choices(o, "funders"), Variants: l.choices(o, "variants"),
		Overlaps: o.strings("overlaps", false), Campaign: o.boolean("campaign"), Source: o.str("source", false)}
	x.From, x.To = o.dates("valid_from", "valid_to")
	if x.Subject != "" && !slices.Contains(program.Subjects, x.Subject) {
		o.bad("subject", "program.subject", "value", string(x.Subject), "known", joined(program.Subjects))
	}
	o.objects("cycles", false, func(o *object) {
		c := program.Cycle{Code: o.str("code", true), Label: o.text("label", true)}
		c.From, c.To = o.dates("from", "to")
		x.Cycles = append(x.Cycles, c)
	})
	o.objects("eligibility", false, func(o *object) {
		x.Eligibility = append(x.Eligibility, program.Rule{When: o.str("when", true), Reason: o.text("reason", true)})
	})
	l.steps(o, p, x)
	o.objects("entitlements", false, func(o *object) { x.Entitlements = append(x.Entitlements, l.entitlement(o, p, x)) })
	o.objects("measures", false, func(o *object) { x.Measures = append(x.Measures, l.measure(o)) })
	o.done()
	return x
}

func joined[T ~string](list []T) string { return strings.Join(names(list...), ", ") }

func (l *loader) choices(o *object, field string) []program.Choice {
	var out []program.Choice
	o.objects(field, false, func(o *object) {
		out = append(out, program.Choice{Code: o.code("code"), Label: o.text("label", true)})
	})
	return out
}

// steps reads a program's path: one step begins it, and each leads on from others.
func (l *loader) steps(o *object, p *Pack, x *program.Program) {
	var at []*object
	o.objects("steps", true, func(o *object) {
		s := program.StepSpec{Code: o.code("code"), Label: o.text("label", true), From: o.strings("from", false), Roles: o.strings("roles", true),
			Needs: o.words("needs", "program.need", false, program.Needs), Form: o.str("form", false), Entitled: o.boolean("entitled"),
			End: o.boolean("end"), Bad: o.boolean("bad")}
		if _, has := o.get("days", false); has {
			s.Days = o.integer("days", false)
		}
		for _, role := range s.Roles {
			if !slices.ContainsFunc(p.Roles, func(r access.Role) bool { return r.Code == role }) {
				o.bad("roles", "role.unknown", "code", role)
			}
		}
		if s.Form != "" && !slices.ContainsFunc(p.Forms, func(f *form.Form) bool { return f.ID == s.Form && f.Kind == "step" }) {
			o.bad("form", "program.form", "value", s.Form)
		}
		if x.Step(s.Code) != nil {
			o.bad("code", "program.step_twice", "code", s.Code)
		}
		at = append(at, o)
		x.Steps = append(x.Steps, s)
	})
	first := 0
	for i := range x.Steps {
		if len(x.Steps[i].From) == 0 {
			first++
		}
		for _, from := range x.Steps[i].From {
			if x.Step(from) == nil {
				at[i].bad("from", "program.step_unknown", "code", from)
			}
		}
	}
	if len(x.Steps) > 0 && first != 1 {
		o.bad("steps", "program.first", "count", first)
	}
}

func (l *loader) entitlement(o *object, p *Pack, x *program.Program) program.Entitlement {
	e := program.Entitlement{Code: o.code("code"), Label: o.text("label", true), Item: o.code("item"), Rhythm: o.str("rhythm", true)}
	if e.Rhythm != "" && !slices.Contains(program.Rhythms, e.Rhythm) {
		o.bad("rhythm", "program.rhythm", "value", e.Rhythm, "known", strings.Join(program.Rhythms, ", "))
	}
	if items := l.vocabulary["item"]; items == nil || !slices.ContainsFunc(items.Terms, func(t Term) bool { return t.Code == e.Item }) {
		o.bad("item", "vocabulary.unknown_term", "value", e.Item, "vocabulary", "item")
	}
	for _, node := range o.list("months", false) {
		n, err := strconv.Atoi(node.Value)
		if err != nil || n < 1 || n > 12 || slices.Contains(e.Months, n) {
			l.add(nodeAt(o.file, node), "program.month", o.field("months"), "value", node.Value)
			continue
		}
		e.Months = append(e.Months, n)
	}
	if (e.Rhythm == "term" || e.Rhythm == "year") && len(e.Months) == 0 {
		o.bad("months", "field.missing", "field", "months")
	}
	o.objects("norms", true, func(o *object) {
		n := program.Norm{Amount: int64(o.integer("amount", true)), Variant: o.str("variant", false), Source: o.str("source", false)}
		n.From, n.To = o.dates("from", "to")
		if n.Amount <= 0 {
			o.bad("amount", "program.amount", "value", n.Amount)
		}
		if n.Variant != "" && !slices.ContainsFunc(x.Variants, func(c program.Choice) bool { return c.Code == n.Variant }) {
			o.bad("variant", "program.variant", "value", n.Variant)
		}
		e.Norms = append(e.Norms, n)
	})
	return e
}

func (l *loader) measure(o *object) program.MeasureSpec {
	m := program.MeasureSpec{Code: o.code("code"), Label: o.text("label", true), Unit: o.str("unit", false), Group: o.str("group", false),
		Levels: l.choices(o, "levels"), Min: o.number("min"), Max: o.number("max"), Source: o.str("source", false)}
	m.From, m.To = o.dates("from", "to")
	return m
}

var programCatalogue = map[string]entryText{
	"template.word":        {"Mẫu “{code}” chưa nói dùng khi nào. Hãy ghi một câu ở help bằng mọi ngôn ngữ.", "The template \"{code}\" doesn't say what it is for. Put a sentence into help, in each language."},
	"template.overlaps":    {"Mẫu “{code}” không được nêu overlaps: chương trình làm từ mẫu sẽ tự chọn. Hãy bỏ dòng đó.", "The template \"{code}\" can't name overlaps: a program made from it chooses its own. Remove the line."},
	"program.twice":        {"Chương trình “{code}” đã có ở tệp {file}. Hãy giữ một tệp.", "The program \"{code}\" is in {file} already. Keep one file."},
	"program.unknown":      {"Gói không có chương trình “{code}”. Hãy sửa mã.", "The pack has no program \"{code}\". Correct the code."},
	"program.subject":      {"Không rõ đối tượng “{value}”. Hãy dùng: {known}.", "The subject \"{value}\" is unknown. Use: {known}."},
	"program.need":         {"Không rõ yêu cầu “{value}”. Hãy dùng: {known}.", "The need \"{value}\" is unknown. Use: {known}."},
	"program.form":         {"Gói không có mẫu “{value}” cho một bước. Hãy thêm mẫu có kind: step vào thư mục forms hoặc sửa mã.", "The pack has no form \"{value}\" for a step. Add one with kind: step to forms or correct the id."},
	"program.step_twice":   {"Bước “{code}” có hai lần. Hãy đặt mã khác.", "The step \"{code}\" is there twice. Give one another code."},
	"program.step_unknown": {"Chương trình không có bước “{code}”. Hãy sửa mã ở from.", "The program has no step \"{code}\". Correct it in from."},
	"program.first":        {"Phải có đúng một bước đầu, tức là bước không đi từ bước nào (from trống); nay có {count}. Hãy xem lại các bước đi từ đâu.", "Exactly one step begins, that is, comes after none (from is empty); there are {count}. Look at what each step comes after."},
	"program.rhythm":       {"Không rõ nhịp “{value}”. Hãy dùng: {known}.", "The rhythm \"{value}\" is unknown. Use: {known}."},
	"program.month":        {"“{value}” không phải tháng, hoặc ghi hai lần. Hãy dùng số từ 1 đến 12.", "\"{value}\" is no month, or is there twice. Use numbers from 1 to 12."},
	"program.amount":       {"Mức {value} không dùng được. Hãy ghi số lớn hơn 0.", "The amount {value} can't be used. Give a number above 0."},
	"program.variant":      {"Chương trình không có hình thức “{value}”. Hãy thêm vào variants hoặc sửa mã.", "The program has no variant \"{value}\". Add it to variants or correct it."},
}
