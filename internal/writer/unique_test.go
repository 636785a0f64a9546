package writer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/exchange"
	"bamban/internal/kind"
	"bamban/internal/signin"
	"bamban/internal/writer"
)

// user makes a change that adds a user of the phone's station.
func (p *phone) user(n uint64, login string) *change.Change {
	c := p.household(n, nil)
	c.Kind, c.Fields = "user", kind.Fields(account.User{Login: login, Name: "Người Mới", Unit: p.viewer.Unit, Status: "active"})
	return c
}

// write makes a user as the generic route of the API does.
func (p *phone) write(record change.ID, fields map[string]json.RawMessage) error {
	_, err := p.n.Writer.Write(context.Background(), p.e.User, p.viewer, writer.Draft{Kind: "user", Record: record, Fields: fields})
	return err
}

func TestASignInNameIsOnesOwnWhateverWayItComes(t *testing.T) {
	p, ctx := newPhone(t), context.Background() // its user is "tram"
	id := p.n.Writer.NewID()
	must(t, p.write(id, p.user(0, "tram.moi").Fields))
	for name, err := range map[string]error{
		"made with one that is taken":         p.write(p.n.Writer.NewID(), p.user(0, "tram").Fields),
		"changed to one that is taken":        p.write(id, map[string]json.RawMessage{"login": quote("tram")}),
		"made by the server for an operator":  second(signin.New(p.n).CreateUser(ctx, nil, signin.NewUser{Login: " TRAM ", Name: "Người Khác", Unit: p.viewer.Unit})),
		"two in one writing, of the same one": both(p, "tram.hai", "tram.hai"),
	} {
		if code(err) != "user.login_taken" {
			t.Errorf("%s: %v, want user.login_taken", name, err)
		}
	}
	for _, bad := range []string{"Tram.Ba", "trạm", "a", "a b", ".a", strings.Repeat("a", 64), "trâm'--", "ad\u200bmin"} {
		if err := p.write(p.n.Writer.NewID(), p.user(0, bad).Fields); code(err) != "login.bad" {
			t.Errorf("made as %q: %v, want login.bad", bad, err)
		}
	}
	if err := p.write(id, map[string]json.RawMessage{"login": quote("tram.moi"), "post": quote("Trạm trưởng")}); err != nil {
		t.Errorf("its own one again: %v", err)
	}
	got := p.answers(t, 1, p.user(1, "tram"), p.user(2, "Tram.Bon"), p.user(3, "tram.nam"), p.user(4, "tram.nam"), p.edit(5, &change.Change{Kind: "user", Record: id}, "login", `"tram.nam"`))
	if want := "[quarantined user.login_taken quarantined login.bad accepted quarantined user.login_taken quarantined user.login_taken]"; fmt.Sprint(got) != want {
		t.Errorf("pushed: %v, want %s", got, want)
	}
	// A change that waits is looked at again when it is released.
	_, err := p.n.Writer.Write(ctx, p.e.User, p.viewer, writer.Draft{Op: change.Release, Target: &change.Target{Device: p.e.Tag, N: 1}})
	if code(err) != "user.login_taken" {
		t.Errorf("released: %v, want user.login_taken", err)
	}
	table := "login,name,unit\ntram,Lò Văn A," + p.viewer.Unit.String() + "\nTrạm,Lò Văn B," + p.viewer.Unit.String() + "\n"
	r, err := exchange.Import(ctx, p.n, nil, change.ID{}, p.n.Kinds.Get("user"), strings.NewReader(table), exchange.Options{})
	must(t, err)
	var codes []string
	for _, x := range r.Problems {
		codes = append(codes, x.Code)
	}
	if r.Written || fmt.Sprint(codes) != "[login.bad user.login_taken]" {
		t.Errorf("imported: written %v, %v; want each row's fault", r.Written, codes)
	}
	if found, err := p.n.Projection.FindBy(ctx, "user", "login", "tram", 10); err != nil || len(found) != 1 {
		t.Errorf("%d users sign in as tram, %v; want one", len(found), err)
	}
}

func second(_ change.ID, _ string, err error) error { return err }

func both(p *phone, a, b string) error {
	_, err := p.n.Writer.Write(context.Background(), p.e.User, p.viewer,
		writer.Draft{Kind: "user", Record: p.n.Writer.NewID(), Fields: p.user(0, a).Fields}, writer.Draft{Kind: "user", Record: p.n.Writer.NewID(), Fields: p.user(0, b).Fields})
	return err
}

func TestASignInNameOfSomebodyDeletedIsFreeAndNotTakenBack(t *testing.T) {
	p, ctx := newPhone(t), context.Background()
	id := p.n.Writer.NewID()
	must(t, p.write(id, p.user(0, "tram.cu").Fields))
	deleted := func(v string) error {
		_, err := p.n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "user", Record: id, Fields: map[string]json.RawMessage{change.Deleted: json.RawMessage(v)}})
		return err
	}
	must(t, deleted("true"))
	must(t, deleted("false"))
	must(t, deleted("true"))
	must(t, p.write(p.n.Writer.NewID(), p.user(0, "tram.cu").Fields))
	if err := deleted("false"); code(err) != "user.login_taken" {
		t.Errorf("brought back: %v, want user.login_taken", err)
	}
}

func TestOfManyWhoTakeANameAtOnceOneGetsIt(t *testing.T) {
	p := newPhone(t)
	var wg sync.WaitGroup
	results := make(chan error, 32)
	fields := p.user(0, "tram.moi").Fields
	for range cap(results) {
		wg.Go(func() { results <- p.write(p.n.Writer.NewID(), fields) })
	}
	wg.Wait()
	close(results)
	got := map[string]int{}
	for err := range results {
		got[code(err)]++
	}
	if got[""] != 1 || got["user.login_taken"] != cap(results)-1 {
		t.Errorf("%v, want one who got it and the rest refused", got)
	}
}

func TestOnlyTheServerSetsADevicesTagAndKey(t *testing.T) {
	p, ctx := newPhone(t), context.Background()
	for field, value := range map[string]string{"key": "AAAA", "tag": "zzzzzzzz"} {
		_, err := p.n.Writer.Write(ctx, p.e.User, p.viewer, writer.Draft{Kind: "device", Record: p.e.ID, Fields: map[string]json.RawMessage{field: quote(value)}})
		if code(err) != "scope.field" {
			t.Errorf("%s of a device set by a desk: %v, want scope.field", field, err)
		}
	}
	_, err := p.n.Writer.Write(ctx, p.e.User, p.viewer, writer.Draft{Kind: "device", Record: p.n.Writer.NewID(),
		Fields: kind.Fields(account.Device{User: p.e.User, Unit: p.viewer.Unit, Name: "Máy giả", Tag: p.e.Tag.String(), Status: "invited"})})
	if code(err) != "scope.field" {
		t.Errorf("a device made with another's tag: %v, want scope.field", err)
	}
	if _, err := p.n.Writer.Write(ctx, p.e.User, p.viewer, writer.Draft{Kind: "device", Record: p.e.ID, Fields: map[string]json.RawMessage{"name": quote("Máy của bản")}}); err != nil {
		t.Errorf("its name: %v", err)
	}
}
