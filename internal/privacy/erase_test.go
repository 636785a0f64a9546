package privacy_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/privacy"
	"bamban/internal/projection"
	"bamban/internal/rights"
)

// erased carries out an erasure that was asked for, and gives its certificate.
func (o *office) erased(f *family) change.ID {
	o.t.Helper()
	ctx := context.Background()
	request, err := o.s.Ask(ctx, o.desk, rights.Request{Person: f.her, What: rights.Erase, Asker: secretName, Relation: "self", Channel: "spoken", Text: secretNote})
	must(o.t, err)
	f.request = request
	id, err := o.s.Erase(ctx, o.desk, f.her, request, "vu thi quynhxanh")
	must(o.t, err)
	return id
}

var secrets = []string{"Quỳnhxanh", "quynhxanh", "quỳnhxanh", secretNote, secretPaper, secretCall}

func TestNothingOfAnErasedPersonIsInAnyFile(t *testing.T) {
	o := newOffice(t)
	f := o.family()
	if got := o.traces(secrets...); len(got) == 0 {
		t.Fatal("the words are in no file before the erasure: the test can't fail")
	}
	o.erased(&f)
	must(t, o.n.Close())
	got := o.traces(secrets...)
	o.open()
	for _, at := range got {
		t.Errorf("after the erasure still in %s", at)
	}
	if has, err := o.blobs.Has(context.Background(), f.digest); has || err != nil {
		t.Errorf("the photo's file is there: %v %v", has, err)
	}
}

func TestWhatALawKeepsStaysWithoutTheName(t *testing.T) {
	o := newOffice(t)
	f := o.family()
	o.erased(&f)
	for id, want := range map[change.ID]map[string]string{
		f.her:       {"name": "", "born": "", "paper_no": "", "phone": "", change.Deleted: "true"},
		f.home:      {"name": secretOther, "phone": "0901", change.Deleted: ""},
		f.him:       {"name": secretOther, change.Deleted: ""},
		f.note:      {"text": "", "subject": "", change.Deleted: "true"},
		f.visit:     {"note": "", "met": "2", "on": "2026-03-04", change.Deleted: ""},
		f.enrolment: {"name": "", "reason": "", "program": "station_children", "status": "proposed", change.Deleted: ""},
		f.due:       {"name": "", "amount": "500000", "status": "open", change.Deleted: ""},
		f.entry:     {"receiver": "", "note": "", "quantity": "500000", "to": f.enrolment.String(), change.Deleted: ""},
		f.photo:     {"caption": "", "digest": "", change.Deleted: "true"},
		f.consent:   {"note": "", "purpose": "share_partner", "status": "given", change.Deleted: ""},
		f.request:   {"asker": "", "text": "", "what": "erase", "status": "closed", "outcome": "partly"},
	} {
		for field, value := range want {
			if got := o.shows(id, field); got != value {
				t.Errorf("%s %s: %q, want %q", o.get(id).Kind.Name, field, got, value)
			}
		}
	}
	sums, _, err := o.n.Projection.TrialBalance(context.Background())
	must(t, err)
	if sums["vnd"] != 0 {
		t.Errorf("the ledger is off by %d", sums["vnd"])
	}
}

func TestARebuildAfterAnErasureIsTheSameAndTheChainVerifies(t *testing.T) {
	o := newOffice(t)
	f := o.family()
	o.erased(&f)
	ctx := context.Background()
	must(t, node.CheckLog(ctx, o.n.Log, o.n.Projection, nil))
	o.sameAnew()
}

func TestACertificateHoldsUntilSomethingOfThePersonIsBack(t *testing.T) {
	o := newOffice(t)
	f := o.family()
	id := o.erased(&f)
	ctx := context.Background()
	got, err := o.s.Check(ctx, o.desk, id)
	must(t, err)
	if !got.Holds() || got.Restored {
		t.Errorf("right after: %+v, want it to hold", got)
	}
	c, err := kind.Into[rights.Certificate](o.get(id).Kind, o.get(id).State)
	must(t, err)
	if c.Changes == 0 || c.Files != 1 || c.By != o.desk.Viewer.User || !slices.ContainsFunc(c.Lines, func(l rights.Line) bool { return l.Kind == "entry" && l.Kept == "vouchers" }) {
		t.Errorf("the certificate says %+v", c)
	}
	o.set("note", o.n.Writer.NewID(), map[string]rawMessage{"subject": text(f.her.String()), "area": text(o.village.String()), "text": text("lại ghi"), "by": text(o.desk.Viewer.User.String()), "on": text("2026-04-01")})
	if got, err = o.s.Check(ctx, o.desk, id); err != nil || got.Holds() || got.Left != 1 {
		t.Errorf("with a new note about her: %+v %v, want one record left", got, err)
	}
}

// A backup from before the erasure holds everything. What is told of the erasure is
// either the list beside the log or a certificate that a phone gives back.
func TestAnErasureIsMadeAgainAfterARestore(t *testing.T) {
	for _, told := range []string{"by the list", "by a phone"} {
		t.Run(told, func(t *testing.T) {
			o := newOffice(t)
			f := o.family()
			must(t, o.n.Close())
			before := o.files()
			o.open()
			first := o.erased(&f)
			certificate := o.get(first)
			must(t, o.n.Close())
			list, err := os.ReadFile(filepath.Join(o.dir, node.ErasedFile))
			must(t, err)
			o.restore(before)
			if told == "by the list" {
				must(t, os.WriteFile(filepath.Join(o.dir, node.ErasedFile), list, 0o600))
			}
			o.open()
			if got := o.shows(f.her, "name"); got != secretName {
				t.Fatalf("the restored log has %q: the test can't fail", got)
			}
			if told == "by a phone" {
				o.giveBack(certificate)
			}
			ctx := context.Background()
			n, err := o.s.Again(ctx)
			must(t, err)
			if got := o.shows(f.her, "name"); n != 1 || got != "" {
				t.Errorf("erased %d again, the name is %q", n, got)
			}
			if n, err := o.s.Again(ctx); n != 0 || err != nil {
				t.Errorf("a second time: %d %v, want nothing to do", n, err)
			}
			again, err := o.n.Projection.Naming(ctx, "certificate", "person", f.her)
			must(t, err)
			last := again[len(again)-1]
			got, err := o.s.Check(ctx, o.desk, last.ID)
			must(t, err)
			if !got.Holds() {
				t.Errorf("the certificate of the second erasure: %+v", got)
			}
			must(t, o.n.Close())
			left := o.traces(secrets...)
			o.open()
			if len(left) > 0 {
				t.Errorf("after it was made again: %v", left)
			}
		})
	}
}

// giveBack pushes what a phone holds of a record, as it does to a restored server.
func (o *office) giveBack(r *projection.Record) {
	o.t.Helper()
	for _, c := range change.GiveBack(r.State, &change.State{}, func(string) bool { return true }) {
		o.returned(r.Kind.Name, r.ID, c)
	}
}

// A phone that has not heard of it yet writes of who was erased: that waits, with its
// reason, and then its content goes too.
func TestWhatIsWrittenOfSomebodyErasedIsHeldBackAndErased(t *testing.T) {
	o := newOffice(t)
	f := o.family()
	o.erased(&f)
	late := o.phone()
	late.Write("person", f.her, map[string]rawMessage{"name": text(secretName)})
	late.Write("note", o.n.Writer.NewID(), map[string]rawMessage{"subject": text(f.her.String()), "area": text(o.village.String()), "text": text(secretNote), "by": text(o.desk.Viewer.User.String()), "on": text("2026-04-01")})
	late.Write("note", f.note, map[string]rawMessage{"text": text(secretNote)})
	late.Write("membership", o.n.Writer.NewID(), map[string]rawMessage{"household": text(f.home.String()), "person": text(f.her.String()), "area": text(o.village.String())})
	late.Write("person", f.him, map[string]rawMessage{"phone": text("0911")})
	got := late.Push()
	for i, a := range got[:4] {
		if a.Fault == nil || a.Fault.Code != privacy.Erased {
			t.Errorf("change %d about who was erased: %+v, want it held back", i+1, a)
		}
	}
	if got[4].Fault != nil {
		t.Errorf("about somebody else: %+v, want it taken", got[4])
	}
	_, err := o.s.Again(context.Background())
	must(t, err)
	held, err := o.n.Projection.Quarantine(context.Background(), 0, 10)
	must(t, err)
	if len(held) != 0 {
		t.Errorf("%d still wait, want their contents gone", len(held))
	}
	must(t, o.n.Close())
	left := o.traces(secrets...)
	o.open()
	if len(left) > 0 {
		t.Errorf("after the sweep: %v", left)
	}
}

// Whatever was written and erased before, of whomever: what is planned goes, what isn't
// stays, and a rebuild gives the same.
func TestErasingAnybodyOfARandomHistoryLeavesTheOthers(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 7))
	o := newOffice(t)
	ctx := context.Background()
	var all []family
	for range 4 {
		all = append(all, o.family())
	}
	for range 40 {
		f := all[r.IntN(len(all))]
		who := []change.ID{f.her, f.him}[r.IntN(2)]
		switch r.IntN(4) {
		case 0:
			o.set("person", who, map[string]rawMessage{"phone": text(fmt.Sprint(r.IntN(100)))})
		case 1:
			o.set("household", f.home, map[string]rawMessage{"address": text(fmt.Sprint("nhà ", r.IntN(100)))})
		case 2:
			o.set("note", o.n.Writer.NewID(), map[string]rawMessage{"subject": text(who.String()), "area": text(o.village.String()), "text": text("ghi"), "by": text(o.desk.Viewer.User.String()), "on": text("2026-04-01")})
		case 3:
			o.set("membership", o.n.Writer.NewID(), map[string]rawMessage{"household": text(all[r.IntN(len(all))].home.String()), "person": text(who.String()), "area": text(o.village.String())})
		}
	}
	gone := map[change.ID]bool{}
	for range 3 {
		f := all[r.IntN(len(all))]
		who := []change.ID{f.her, f.him}[r.IntN(2)]
		if gone[who] {
			continue
		}
		gone[who] = true
		id, err := o.s.Erase(ctx, o.desk, who, change.ID{}, projection.Title(o.get(who)))
		must(t, err)
		if c, err := o.s.Check(ctx, o.desk, id); err != nil || !c.Holds() {
			t.Fatalf("seed %d: the certificate: %+v %v", seed, c, err)
		}
	}
	for _, f := range all {
		for _, who := range []change.ID{f.her, f.him} {
			if has := o.shows(who, "name") != ""; has == gone[who] {
				t.Errorf("seed %d: erased %v and has a name: %v", seed, gone[who], has)
			}
		}
		if got := o.shows(f.entry, "quantity"); got != "500000" {
			t.Errorf("seed %d: an entry of %q", seed, got)
		}
	}
	o.sameAnew()
}

// sameAnew fails unless a rebuild gives the projection again.
func (o *office) sameAnew() {
	t, ctx := o.t, context.Background()
	t.Helper()
	fresh, err := projection.Open(filepath.Join(o.t.TempDir(), "anew.db"), o.n.Kinds, o.n.Log, 1)
	must(t, err)
	defer func() { must(t, fresh.Close()) }()
	must(t, o.n.Declare(fresh))
	must(t, fresh.CatchUp(ctx, o.n.Log, nil))
	apart, err := projection.Compare(ctx, o.n.Projection, fresh)
	must(t, err)
	for _, d := range apart {
		t.Errorf("%+v", d)
	}
}
