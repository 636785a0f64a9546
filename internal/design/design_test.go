package design_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bamban/internal/access"
	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/design"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/pack"
	"bamban/internal/program"
	"bamban/internal/signin"
	"bamban/internal/writer"
)

// office is a node whose day can be moved on, with a province's desk.
type office struct {
	t    testing.TB
	dir  string
	days atomic.Int64
	n    *node.Node
	s    *design.Service
	v    *access.Viewer
}

func newOffice(t testing.TB) *office {
	o := &office{t: t, dir: nodetest.Folder(t)}
	o.open()
	id, _, err := signin.New(o.n).CreateUser(t.Context(), nil, signin.NewUser{Login: "tinh", Name: "Người Thử", Unit: o.n.UnitID(o.n.Pack.Units[0].Key), Role: "provincial_desk"})
	o.must(err)
	o.v, err = o.n.Viewer(t.Context(), id)
	o.must(err)
	t.Cleanup(func() { o.must(o.n.Close()) })
	return o
}

func (o *office) open() {
	o.t.Helper()
	n, err := node.Open(o.t.Context(), node.Options{Dir: o.dir, Pack: nodetest.Pack(o.t), Now: func() int64 { return time.Now().AddDate(0, 0, int(o.days.Load())).UnixMilli() }})
	o.must(err)
	o.n, o.s = n, &design.Service{Node: n}
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// begin makes a draft and changes its body.
func (o *office) begin(b design.Beginning, edit func(map[string]any)) change.ID {
	o.t.Helper()
	id, err := o.s.Begin(o.t.Context(), o.v, b)
	o.must(err)
	o.edit(id, edit)
	return id
}

func (o *office) edit(id change.ID, edit func(map[string]any)) {
	o.t.Helper()
	d, err := o.s.Open(o.t.Context(), id)
	o.must(err)
	var body map[string]any
	o.must(json.Unmarshal([]byte(d.Fields.Body), &body))
	edit(body)
	raw, err := json.Marshal(body)
	o.must(err)
	_, err = o.s.Save(o.t.Context(), o.v, id, raw, d.Seq)
	o.must(err)
}

func (o *office) home(status string) change.ID {
	o.t.Helper()
	id := o.n.Writer.NewID()
	_, err := o.n.Writer.Write(o.t.Context(), change.ID{}, nil, writer.Draft{Kind: "household", Record: id, Fields: kind.Fields(household.Household{
		Area: o.village(), Name: "Lò Văn Thử", Poverty: map[string]household.Poverty{"2026": {Status: status}}})})
	o.must(err)
	return id
}

func (o *office) village() change.ID {
	for i := range o.n.Pack.Areas {
		if a := &o.n.Pack.Areas[i]; a.Level == "commune" && a.ValidTo == "" {
			return o.n.AreaID(a.Key)
		}
	}
	o.t.Fatal("no commune in the pack")
	return change.ID{}
}

func code(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return fmt.Sprint(err)
}

func day(o *office, ahead int) string {
	return o.n.Day(time.Now().AddDate(0, 0, int(o.days.Load())+ahead).UnixMilli())
}

var poor = []any{map[string]any{"when": `poverty == "poor"`, "reason": map[string]any{"vi": "Hộ không nghèo.", "en": "The household is not poor."}}}

func TestANewProgramIsDesignedTriedPublishedAndUsed(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	poorHome := o.home("poor")
	o.home("not_poor")
	id := o.begin(design.Beginning{Label: "Bếp ấm biên cương"}, func(b map[string]any) {
		b["eligibility"] = poor
		b["entitlements"] = []any{map[string]any{"code": "stove", "label": map[string]any{"vi": "Bếp", "en": "Stove"}, "item": "vnd", "rhythm": "once", "norms": []any{map[string]any{"amount": 1500000}}}}
	})
	d, err := o.s.Open(ctx, id)
	o.must(err)
	if d.Fields.Code != "bep_am_bien_cuong" {
		t.Errorf("the code is %q", d.Fields.Code)
	}
	before, err := o.n.Head(ctx)
	o.must(err)
	trial, err := o.s.Try(ctx, o.v, d, "")
	o.must(err)
	if got := trial.Sieved; got.Looked != 2 || got.Eligible != 1 || !slices.Equal(got.Fails, []int{1}) || got.Next != "" {
		t.Errorf("the trial says %+v", got)
	}
	if len(trial.Dues) != 1 || trial.Dues[0].Amount != 1500000 {
		t.Errorf("the trial would give %+v", trial.Dues)
	}
	if after, err := o.n.Head(ctx); err != nil || after != before {
		t.Errorf("the trial wrote: %v, then %v (%v)", before, after, err)
	}
	a := &assist.Service{Node: o.n}
	propose := func() error {
		_, err := a.Propose(ctx, assist.Who{Viewer: o.v}, assist.Proposal{Program: "bep_am_bien_cuong", Subject: assist.Subject{Household: poorHome}})
		return err
	}
	if got := code(propose()); got != "program.unknown" {
		t.Errorf("proposed for a draft: %s", got)
	}
	base, _ := o.n.PackInForce()
	x, err := o.s.Publish(ctx, o.v, id, day(o, 0), "Quyết định thử số 1")
	o.must(err)
	if x.Version != 1 {
		t.Errorf("published as version %d", x.Version)
	}
	version, digest := o.n.PackInForce()
	if version != base+"+1" {
		t.Errorf("the pack in force is %s, it was %s", version, base)
	}
	o.must(propose())
	if drafts, err := o.s.Drafts(ctx); err != nil || len(drafts) != 0 {
		t.Errorf("%d drafts stay (%v)", len(drafts), err)
	}
	head, err := o.n.Head(ctx)
	o.must(err)
	o.must(o.n.Close())
	o.open()
	again, err := o.n.Head(ctx)
	o.must(err)
	if v, d := o.n.PackInForce(); v != version || d != digest || again != head || !o.n.Programs.InForce("bep_am_bien_cuong") {
		t.Errorf("after reopening: pack %s %s, head %v; want %s %s, %v", v, d, again, version, digest, head)
	}
	o.must(node.CheckLog(ctx, o.n.Log, o.n.Projection, nil))
}

func TestANewVersionWaitsForItsDay(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	old := o.n.Programs.Program("spring_gifts").Version
	id := o.begin(design.Beginning{From: "spring_gifts"}, func(b map[string]any) { b["label"] = map[string]any{"vi": "Xuân mới", "en": "New spring"} })
	if _, err := o.s.Publish(ctx, o.v, id, day(o, -1), "Thử"); code(err) != "design.past" {
		t.Errorf("published for yesterday: %v", err)
	}
	if _, err := o.s.Publish(ctx, o.v, id, day(o, 3), " "); code(err) != "design.why" {
		t.Errorf("published without a reason: %v", err)
	}
	_, err := o.s.Publish(ctx, o.v, id, day(o, 3), "Thử")
	o.must(err)
	if p := o.n.Programs.Program("spring_gifts"); p.Version != old {
		t.Errorf("version %d is in force before its day", p.Version)
	}
	next := o.begin(design.Beginning{From: "spring_gifts"}, func(map[string]any) {})
	x, err := o.s.Publish(ctx, o.v, next, day(o, 5), "Thử")
	o.must(err)
	if x.Version != old+2 {
		t.Errorf("the version after one that waits is %d, want %d", x.Version, old+2)
	}
	o.days.Store(4)
	o.must(o.n.DayBegan(ctx))
	if p := o.n.Programs.Program("spring_gifts"); p.Version != old+1 || p.Label["vi"] != "Xuân mới" {
		t.Errorf("on its day %s, version %d, is in force", p.Label["vi"], p.Version)
	}
	o.days.Store(6)
	o.must(o.n.DayBegan(ctx))
	if p := o.n.Programs.Program("spring_gifts"); p.Version != old+2 {
		t.Errorf("later version %d is in force", p.Version)
	}
}

func TestWhatRecordsStandOnStays(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	home := o.home("poor")
	a := &assist.Service{Node: o.n}
	_, err := a.Propose(ctx, assist.Who{Viewer: o.v}, assist.Proposal{Program: "spring_gifts", Subject: assist.Subject{Household: home}, Exception: "thử"})
	o.must(err)
	first := o.n.Programs.Program("spring_gifts").First().Code
	id := o.begin(design.Beginning{From: "spring_gifts"}, func(b map[string]any) {
		b["subject"] = "person"
		steps := b["steps"].([]any)
		for _, s := range steps {
			m := s.(map[string]any)
			if m["code"] == first {
				m["code"] = "other"
			}
			if from, ok := m["from"].([]any); ok {
				for i := range from {
					if from[i] == first {
						from[i] = "other"
					}
				}
			}
		}
	})
	d, err := o.s.Open(ctx, id)
	o.must(err)
	x, findings, err := o.s.Check(ctx, d)
	o.must(err)
	if x != nil || len(findings) != 2 || findings[0].Field != "subject" || findings[1].Field != "steps" || !strings.Contains(findings[1].Text["vi"], "1 hồ sơ") {
		t.Errorf("the check says %+v", findings)
	}
	if _, err := o.s.Publish(ctx, o.v, id, day(o, 0), "Thử"); code(err) != "design.not_sound" {
		t.Errorf("published: %v", err)
	}
	taken := o.begin(design.Beginning{Label: "Mới"}, func(b map[string]any) { b["code"] = "spring_gifts" })
	if _, err := o.s.Publish(ctx, o.v, taken, day(o, 0), "Thử"); code(err) != "design.not_sound" {
		t.Errorf("published under another program's code: %v", err)
	}
}

func TestADraftSavedByTwoIsOverwrittenByNeither(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	id := o.begin(design.Beginning{Label: "Thử"}, func(map[string]any) {})
	d, err := o.s.Open(ctx, id)
	o.must(err)
	_, err = o.s.Save(ctx, o.v, id, []byte(`{"label":{"vi":"Một"}}`), d.Seq)
	o.must(err)
	if _, err := o.s.Save(ctx, o.v, id, []byte(`{"label":{"vi":"Hai"}}`), d.Seq); code(err) != "design.moved_on" {
		t.Errorf("the second saver is told %v", err)
	}
	for _, bad := range []string{`[]`, `null`, `{`, ``} {
		now, err := o.s.Open(ctx, id)
		o.must(err)
		if _, err := o.s.Save(ctx, o.v, id, []byte(bad), now.Seq); code(err) != "design.not_object" {
			t.Errorf("saved %q: %v", bad, err)
		}
	}
	if now, err := o.s.Open(ctx, id); err != nil || now.Fields.Label != "Một" {
		t.Errorf("the draft is %+v (%v)", now, err)
	}
}

func TestEachProblemNamesItsPlaceInBothLanguages(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	for field, edit := range map[string]func(map[string]any){
		"label.en":             func(b map[string]any) { b["label"] = map[string]any{"vi": "Chỉ tiếng Việt"} },
		"steps[1].roles":       func(b map[string]any) { b["steps"].([]any)[1].(map[string]any)["roles"] = []any{"nobody"} },
		"steps[1].from":        func(b map[string]any) { b["steps"].([]any)[1].(map[string]any)["from"] = []any{"nowhere"} },
		"eligibility[0].when":  func(b map[string]any) { b["eligibility"] = []any{rule("poverty ==")} },
		"eligibility[1].when":  func(b map[string]any) { b["eligibility"] = []any{rule("border"), rule("wealth > 3")} },
		"entitlements[0].item": func(b map[string]any) { b["entitlements"] = []any{entitlement("gold", 5)} },
		"entitlements[0].norms[0].amount": func(b map[string]any) {
			b["entitlements"] = []any{entitlement("vnd", 0)}
		},
		"valid_to": func(b map[string]any) { b["valid_from"], b["valid_to"] = "2027-01-01", "2026-01-01" },
		"sbuject":  func(b map[string]any) { b["sbuject"] = "person" },
	} {
		id := o.begin(design.Beginning{Label: "Thử"}, edit)
		d, err := o.s.Open(ctx, id)
		o.must(err)
		x, findings, err := o.s.Check(ctx, d)
		o.must(err)
		if x != nil || len(findings) == 0 || findings[0].Field != field || findings[0].Text["vi"] == "" || findings[0].Text["en"] == "" {
			t.Errorf("%s: the check says %+v", field, findings)
		}
	}
	slow := strings.Repeat("[1,2,3,4,5,6,7,8,9,10].all(a, ", 12) + "true" + strings.Repeat(")", 12)
	id := o.begin(design.Beginning{Label: "Thử"}, func(b map[string]any) { b["eligibility"] = []any{rule(slow)} })
	d, err := o.s.Open(ctx, id)
	o.must(err)
	if x, findings, err := o.s.Check(ctx, d); err != nil || x != nil || findings[0].Field != "eligibility[0].when" {
		t.Errorf("a rule that would run for ever: %+v, %v", findings, err)
	}
}

func rule(when string) map[string]any {
	return map[string]any{"when": when, "reason": map[string]any{"vi": "Không.", "en": "No."}}
}

func entitlement(item string, amount int) map[string]any {
	return map[string]any{"code": "x", "label": map[string]any{"vi": "X", "en": "X"}, "item": item, "rhythm": "once", "norms": []any{map[string]any{"amount": amount}}}
}

func TestEveryProgramOfThePackIsItsOwnDraft(t *testing.T) {
	o := newOffice(t)
	for _, p := range o.n.Pack.Programs {
		id := o.begin(design.Beginning{From: p.Code}, func(map[string]any) {})
		d, err := o.s.Open(t.Context(), id)
		o.must(err)
		x, findings, err := o.s.Check(t.Context(), d)
		o.must(err)
		if x == nil {
			t.Errorf("%s: %+v", p.Code, findings)
			continue
		}
		want := *p
		want.Version++
		got, err := json.Marshal(x)
		o.must(err)
		wanted, err := json.Marshal(want)
		o.must(err)
		if string(got) != string(wanted) {
			t.Errorf("%s comes back as\n%s\nwant\n%s", p.Code, got, wanted)
		}
	}
}

func FuzzOpenProgram(f *testing.F) {
	p := nodetest.Pack(f)
	for _, x := range p.Programs {
		body, err := pack.ProgramBody(x)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Add([]byte(`{"code": 1, "steps": [null, {}, {"from": {}}], "label": {"vi": "\u0000"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		x, problems := pack.OpenProgram(p, p.Programs, body)
		if (x == nil) == (len(problems) == 0) {
			t.Errorf("program %v with problems %v", x, problems)
		}
		for _, bad := range problems {
			if bad.Text["vi"] == "" || bad.Text["en"] == "" {
				t.Errorf("no text for %s", bad.Code)
			}
		}
	})
}

func BenchmarkEligibility(b *testing.B) {
	o := newOffice(b)
	ctx := context.Background()
	const many = 100_000
	village := o.village()
	var drafts []writer.Draft
	for i := range many {
		status := []string{"poor", "near_poor", "not_poor"}[i%3]
		drafts = append(drafts, writer.Draft{Kind: "household", Record: o.n.Writer.NewID(), Fields: kind.Fields(household.Household{Area: village, Name: fmt.Sprintf("Lò Văn %d", i),
			Poverty: map[string]household.Poverty{"2026": {Status: status}}})})
		if len(drafts) == 1000 {
			_, err := o.n.Writer.Write(ctx, change.ID{}, nil, drafts...)
			o.must(err)
			drafts = nil
		}
	}
	id := o.begin(design.Beginning{From: "border_home", Anew: true, Label: "Thử"}, func(map[string]any) {})
	d, err := o.s.Open(ctx, id)
	o.must(err)
	b.ResetTimer()
	for range b.N {
		looked, next := 0, ""
		for {
			trial, err := o.s.Try(ctx, o.v, d, next)
			o.must(err)
			looked += trial.Sieved.Looked
			if next = trial.Sieved.Next; next == "" {
				break
			}
		}
		if looked != many {
			b.Fatalf("looked at %d", looked)
		}
	}
}

func TestANewProgramBeginsFromATemplateOfThePack(t *testing.T) {
	o := newOffice(t)
	all := o.n.Pack.Templates
	if len(all) < 3 {
		t.Fatalf("the pack has %d templates, want three at least", len(all))
	}
	for _, x := range append([]*program.Program{nil}, all...) {
		code, want := "", all[0]
		if x != nil {
			code, want = x.Code, x
		}
		id, err := o.s.Begin(t.Context(), o.v, design.Beginning{Label: "Bếp ấm " + code, Template: code, Anew: true})
		o.must(err)
		d, err := o.s.Open(t.Context(), id)
		o.must(err)
		made, findings, err := o.s.Check(t.Context(), d)
		o.must(err)
		if made == nil {
			t.Fatalf("from %q: %+v", code, findings)
		}
		if len(made.Steps) != len(want.Steps) || made.Subject != want.Subject || made.Campaign != want.Campaign || made.Code == want.Code || made.Label["vi"] != "Bếp ấm "+code && code != "" {
			t.Errorf("from %q: %s, %d steps of %s; want those of %s under a name of its own", code, made.Code, len(made.Steps), made.Subject, want.Code)
		}
	}
	if _, err := o.s.Begin(t.Context(), o.v, design.Beginning{Label: "Bếp", Template: "none", Anew: true}); fault.As(err).Code != "design.no_template" {
		t.Errorf("a template that is not there: %v", err)
	}
}
