package writer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/signin"
	"bamban/internal/writer"
)

// become makes the phone's user one of another role at the command.
func (p *phone) become(t *testing.T, role string) {
	t.Helper()
	ctx := context.Background()
	user, _, err := signin.New(p.n).CreateUser(ctx, nil, signin.NewUser{Login: "lam." + role[:2], Name: "Người Khác", Unit: p.n.UnitID(p.n.Pack.Units[0].Key), Role: role})
	must(t, err)
	p.viewer, err = p.n.Viewer(ctx, user)
	must(t, err)
}

func (p *phone) someone(n uint64, born string) *change.Change {
	return p.household(n, func(c *change.Change) {
		c.Kind, c.Fields = "person", kind.Fields(household.Person{Area: p.village, Name: "Lò Thị Thử", Born: born})
	})
}

func (p *phone) agrees(n uint64, who *change.Change) *change.Change {
	return p.household(n, func(c *change.Change) {
		c.Kind, c.Fields = "consent", kind.Fields(household.Consent{Person: who.Record, Area: p.village, Purpose: "photo", Form: "digital", GivenOn: "2026-03-01", Status: "given", Note: "mẹ đồng ý"})
	})
}

// Whoever may not read what is a child's may not overwrite it either, neither in a
// record that was there nor in one that the same batch made; what is plain they may.
func TestWhatIsClosedOfAChildIsNotOverwritten(t *testing.T) {
	p := newPhone(t)
	child, adult := p.someone(1, "2018"), p.someone(2, "1980")
	ofChild, ofAdult := p.agrees(3, child), p.agrees(4, adult)
	p.answers(t, 1, child, adult, ofChild, ofAdult)
	const closed, ok = "quarantined scope.field", "accepted"
	edits := func(n uint64, child, adult, ofChild, ofAdult *change.Change) ([]*change.Change, []string) {
		var changes []*change.Change
		var want []string
		for _, e := range []struct {
			of           *change.Change
			field, value string
			want         string
		}{
			{child, "phone", `"0900"`, closed},
			{child, "sex", `"female"`, ok},
			{child, "born", `"1980"`, closed}, // would open the rest
			{ofChild, "note", `"khác"`, closed},
			{ofChild, "language", `"hmong"`, ok},
			{ofChild, "person", `"` + adult.Record.String() + `"`, closed}, // so would this
			{adult, "phone", `"0900"`, ok},
			{ofAdult, "note", `"khác"`, ok},
			{adult, "born", `"2018"`, closed}, // would close it behind them
		} {
			changes, want = append(changes, p.edit(n, e.of, e.field, e.value)), append(want, e.want)
			n++
		}
		return changes, want
	}
	p.become(t, "provincial_desk")
	changes, want := edits(5, child, adult, ofChild, ofAdult)
	if got := p.answers(t, 5, changes...); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("of records that were there: answers %v, want %v", got, want)
	}
	n := uint64(5 + len(changes))
	child, adult = p.someone(n, "2018"), p.someone(n+1, "1980")
	ofChild, ofAdult = p.agrees(n+2, child), p.agrees(n+3, adult)
	more, want := edits(n+4, child, adult, ofChild, ofAdult)
	want = append([]string{ok, ok, ok, ok}, want...)
	if got := p.answers(t, n, append([]*change.Change{child, adult, ofChild, ofAdult}, more...)...); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("of records of the same batch: answers %v, want %v", got, want)
	}
}

func TestTheDeskDoesNotOverwriteWhatIsClosedOfAChild(t *testing.T) {
	p, ctx := newPhone(t), context.Background()
	child, adult := p.someone(1, "2018"), p.someone(2, "1980")
	p.answers(t, 1, child, adult)
	write := func(c *change.Change) string {
		_, err := p.n.Writer.Write(ctx, p.viewer.User, p.viewer, writer.Draft{Kind: c.Kind, Record: c.Record, Fields: map[string]json.RawMessage{"phone": json.RawMessage(`"0911"`)}})
		return code(err)
	}
	if got := write(child); got != "" {
		t.Errorf("the station that cares for the child: %q", got)
	}
	p.become(t, "provincial_desk")
	if got := write(child); got != "scope.field" {
		t.Errorf("the provincial desk, of a child: %q, want scope.field", got)
	}
	if got := write(adult); got != "" {
		t.Errorf("the provincial desk, of an adult: %q", got)
	}
}
