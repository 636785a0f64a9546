package writer_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bamban/internal/access"
	"bamban/internal/activity"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/internal/writer"
	"bamban/packs"
)

// visit makes a change that adds a visit to a household.
func (p *phone) visit(n uint64, home change.ID) *change.Change {
	c := p.household(n, nil)
	c.Kind, c.Fields = "visit", kind.Fields(activity.Visit{Household: home, Area: p.village, On: "2026-03-01", By: p.e.User})
	return c
}

// edit makes a change to a record that is there.
func (p *phone) edit(n uint64, of *change.Change, field, value string) *change.Change {
	c := p.household(n, nil)
	c.Kind, c.Record, c.Fields = of.Kind, of.Record, map[string]json.RawMessage{field: json.RawMessage(value)}
	return c
}

func (p *phone) answers(t *testing.T, from uint64, changes ...*change.Change) []string {
	t.Helper()
	answers, err := p.push(p.batch(t, from, changes...))
	must(t, err)
	var out []string
	for _, a := range answers {
		s := string(a.Status)
		if a.Fault != nil {
			s += " " + a.Fault.Code
		}
		out = append(out, s)
	}
	return out
}

func TestWhatIsWrittenOnceCanBeDeletedAndNotRewritten(t *testing.T) {
	p := newPhone(t)
	home := p.household(1, nil)
	visit := p.visit(2, home.Record)
	got := p.answers(t, 1, home, visit)
	got = append(got, p.answers(t, 3, p.edit(3, visit, "note", `"khác"`), p.edit(4, visit, change.Deleted, "true"), p.edit(5, visit, "note", `"nữa"`))...)
	want := "[accepted accepted quarantined record.add_only quarantined scope.outside quarantined record.add_only]"
	if p.viewer.Can(access.Delete, p.n.Kinds.Get("visit"), access.At{Area: p.village}) {
		want = "[accepted accepted quarantined record.add_only accepted quarantined record.add_only]"
	}
	if fmt.Sprint(got) != want {
		t.Errorf("answers %v, want %s", got, want)
	}
}

func TestAFixedFieldIsSetOnceAndForAll(t *testing.T) {
	p := newPhone(t)
	home, elsewhere := p.household(1, nil), p.household(2, nil)
	person := p.household(3, func(c *change.Change) {
		c.Kind, c.Fields = "person", kind.Fields(household.Person{Area: p.village, Name: "Lò Thị Thử"})
	})
	member := p.household(4, func(c *change.Change) {
		c.Kind, c.Fields = "membership", kind.Fields(household.Membership{Household: home.Record, Person: person.Record, Area: p.village})
	})
	got := p.answers(t, 1, home, elsewhere, person, member, p.edit(5, member, "household", `"`+elsewhere.Record.String()+`"`), p.edit(6, member, "to", `"2026"`))
	if want := "[accepted accepted accepted accepted quarantined field.fixed accepted]"; fmt.Sprint(got) != want {
		t.Errorf("answers %v, want %s", got, want)
	}
}

func TestReferencesMustBeThereAndOfTheRightKind(t *testing.T) {
	p := newPhone(t)
	home := p.household(1, nil)
	toNothing, toItself, toAWrongKind := p.visit(2, change.ID{9}), p.visit(3, home.Record), p.visit(4, home.Record)
	toItself.Fields["household"] = quote(toItself.Record.String())
	toAWrongKind.Fields["household"] = quote(p.village.String())
	got := p.answers(t, 1, home, toNothing, toItself, toAWrongKind, p.visit(5, home.Record))
	if want := "[accepted quarantined ref.unknown quarantined ref.unknown quarantined ref.wrong_kind accepted]"; fmt.Sprint(got) != want {
		t.Errorf("answers %v, want %s", got, want)
	}
}

func TestOnlyWhoMayLetsWhatIsSoundOutOfQuarantine(t *testing.T) {
	p, ctx := newPhone(t), context.Background()
	home := p.household(1, nil)
	wrongKind := p.edit(2, home, "name", `"Lò"`)
	wrongKind.Kind = "person"
	noSuchField := p.edit(3, home, "colour", `"red"`)
	later := p.household(4, func(c *change.Change) { c.Time = change.TimeAt(p.n.Now() + 9*3_600_000) })
	_, err := p.push(p.batch(t, 1, home, wrongKind, noSuchField, later))
	must(t, err)
	release := func(v *access.Viewer, n uint64) string {
		_, err := p.n.Writer.Write(ctx, p.e.User, v, writer.Draft{Op: change.Release, Target: &change.Target{Device: p.e.Tag, N: n}})
		return code(err)
	}
	powerless := *p.viewer
	powerless.Powers = nil
	for _, c := range []struct {
		what string
		v    *access.Viewer
		n    uint64
		want string
	}{
		{"somebody without the power", &powerless, 4, "forbidden"},
		{"what was never there", p.viewer, 99, "not_found"},
		{"what was accepted", p.viewer, 1, "not_found"},
		{"a record that is of another kind", p.viewer, 2, "record.other_kind"},
		{"the same, by the server itself", nil, 2, "record.other_kind"},
		{"a field that does not exist", p.viewer, 3, "field.unknown"},
		{"what is sound", p.viewer, 4, ""},
		{"the same again", p.viewer, 4, "not_found"},
	} {
		if got := release(c.v, c.n); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	held, err := p.n.Projection.Quarantine(ctx, 0, 10)
	must(t, err)
	if len(held) != 2 {
		t.Errorf("%d wait in quarantine, want the 2 that are not sound", len(held))
	}
}

func TestAClockThatWasAheadDoesNotShutTheDoor(t *testing.T) {
	p, ctx := newPhone(t), context.Background()
	// The server's clock was two days ahead when this was written at the desk.
	head, err := p.n.Head(ctx)
	must(t, err)
	ahead := change.TimeAt(p.n.Now() + 2*86_400_000)
	c := p.household(1, func(c *change.Change) { c.Time = ahead })
	e := &log.Entry{Batch: *p.batch(t, 1, c), Received: ahead.Milli()}
	e.Hashes = e.Batch.Hashes()
	must(t, p.n.Log.Append(ctx, []*log.Entry{e}))
	must(t, p.n.Projection.CatchUp(ctx, p.n.Log, nil))
	if now, err := p.n.Head(ctx); err != nil || now.Seq != head.Seq+1 {
		t.Fatalf("head %v, %v", now, err)
	}
	// A phone that has seen it writes after it.
	edit := p.edit(2, c, "phone", `"0911"`)
	edit.Time = ahead + 1
	far := p.edit(3, c, "phone", `"0922"`)
	far.Time = change.TimeAt(ahead.Milli() + 86_400_000)
	if got, want := fmt.Sprint(p.answers(t, 2, edit, far)), "[accepted quarantined change.future]"; got != want {
		t.Errorf("answers %s, want %s", got, want)
	}
}

// fullDisk finds no room while it is told so.
type fullDisk struct {
	log.Log
	mu   sync.Mutex
	full bool
}

func (d *fullDisk) Append(ctx context.Context, entries []*log.Entry) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.full {
		return log.ErrFull
	}
	return d.Log.Append(ctx, entries)
}

func TestAFullDiskIsSaidAndWhatFollowsIsTaken(t *testing.T) {
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	ctx, disk, wrong := context.Background(), &fullDisk{}, &atomic.Int64{}
	now := func() int64 { return time.Now().UnixMilli() + wrong.Load() }
	n, err := node.Open(ctx, node.Options{Dir: t.TempDir(), Pack: p, Now: now, Through: func(l log.Log) log.Log { disk.Log = l; return disk }})
	must(t, err)
	defer func() { must(t, n.Close()) }()
	area := n.AreaID(p.Areas[len(p.Areas)-1].Key)
	add := func() error {
		_, err := n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "household", Record: n.Writer.NewID(), Fields: kind.Fields(household.Household{Area: area, Name: "Lò"})})
		return err
	}
	must(t, add())
	before, _ := n.Head(ctx)
	disk.full = true
	if err := add(); code(err) != "disk.full" || !errors.Is(err, log.ErrFull) {
		t.Errorf("on a full disk: %v, want disk.full", err)
	}
	if after, _ := n.Head(ctx); after != before {
		t.Error("the log grew on a full disk")
	}
	// A clock that was wrong meanwhile leaves nothing behind: nothing was written by it.
	wrong.Store((72 * time.Hour).Milliseconds())
	if err := add(); code(err) != "disk.full" {
		t.Errorf("on a full disk: %v, want disk.full", err)
	}
	wrong.Store(0)
	disk.mu.Lock()
	disk.full = false
	disk.mu.Unlock()
	must(t, add())
	if ahead := n.Projection.Latest().Milli() - time.Now().UnixMilli(); ahead > writer.FutureSlack {
		t.Errorf("the last change is %d ms ahead", ahead)
	}
	entries, err := n.Log.Read(ctx, before.Seq, 1)
	must(t, err)
	if at := projection.Decode(entries[0]).Changes[0].Time.Milli() - time.Now().UnixMilli(); at > writer.FutureSlack {
		t.Errorf("the change is %d ms ahead", at)
	}
	if n.Projection.Seq() != before.Seq+1 {
		t.Errorf("the projection is at %d, want %d", n.Projection.Seq(), before.Seq+1)
	}
}

func TestManyAtOnceAreEachAnsweredAndAllVerify(t *testing.T) {
	p, ctx := newPhone(t), context.Background()
	const writers, each = 16, 25
	var wg sync.WaitGroup
	failures := make(chan error, writers*each)
	for range writers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range each {
				id := p.n.Writer.NewID()
				_, err := p.n.Writer.Write(ctx, p.e.User, p.viewer, writer.Draft{Kind: "household", Record: id, Fields: kind.Fields(household.Household{Area: p.village, Name: "Lò"})})
				if err == nil {
					_, err = p.n.Projection.Get(ctx, id) // whoever was answered reads their own write
				}
				if err != nil {
					failures <- err
				}
			}
		}()
	}
	wg.Wait()
	close(failures)
	for err := range failures {
		t.Error(err)
	}
	must(t, projection.CheckLog(ctx, p.n.Log, nil, func(*log.Entry) error { return nil }))
}

func TestAClosedWriterSaysBusy(t *testing.T) {
	p := newPhone(t)
	p.n.Writer.Close()
	if _, err := p.push(p.batch(t, 1, p.household(1, nil))); code(err) != "busy" {
		t.Errorf("after the end: %v, want busy", err)
	}
}

func TestHowFarAClockIsAheadIsSaidAsPeopleSayIt(t *testing.T) {
	p := newPhone(t)
	for n, c := range []struct {
		hours  int64
		vi, en string
	}{{1, "trước khoảng 1 giờ", "about 1 hour ahead"}, {30, "trước khoảng 30 giờ", "about 30 hours ahead"}, {50, "trước khoảng 2 ngày", "about 2 days ahead"}, {26_279, "trước khoảng 3 năm", "about 3 years ahead"}} {
		late := p.household(uint64(n)+1, func(ch *change.Change) { ch.Time = change.TimeAt(p.n.Now() + c.hours*3_600_000 + 60_000) })
		answers, err := p.push(p.batch(t, uint64(n)+1, late))
		must(t, err)
		if f := answers[0].Fault; f == nil || !strings.Contains(f.Text("vi"), c.vi) || !strings.Contains(f.Text("en"), c.en) {
			t.Errorf("%d hours ahead: %v, want %q and %q", c.hours, f, c.vi, c.en)
		}
	}
}
