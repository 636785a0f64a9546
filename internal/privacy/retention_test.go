package privacy_test

import (
	"context"
	"testing"

	"bamban/internal/activity"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/rights"
)

func TestWhatWasKeptLongEnoughIsListedAndErasedOnAWord(t *testing.T) {
	o := newOffice(t)
	f := o.family()
	ctx := context.Background()
	by := o.desk.Viewer.User
	old := o.write("visit", kind.Fields(activity.Visit{Household: f.home, Area: o.village, On: "2009-05-01", By: by, Met: 3, Note: secretNote}))
	digest := o.file("một ảnh cũ")
	photo := o.write("attachment", kind.Fields(activity.Attachment{Subject: old, Area: o.village, Home: f.home, Kind: "photo", Digest: digest, Size: 10, Media: "image/jpeg", By: by}))
	due := func() (ids []change.ID) {
		rules, err := o.s.Retention(ctx, o.desk)
		must(t, err)
		for _, d := range rules {
			for _, r := range d.Records {
				ids = append(ids, r.ID)
			}
		}
		return ids
	}
	if got := due(); len(got) != 1 || got[0] != old {
		t.Fatalf("due are %v, want the visit of 2009 alone", got)
	}
	_, err := o.s.Expire(ctx, o.desk, "visits", []change.ID{old, f.visit})
	wants(t, err, "rights.not_due")
	_, err = o.s.Expire(ctx, o.desk, "letters", []change.ID{old})
	wants(t, err, "rights.no_rule")
	if got := o.shows(old, "note"); got != secretNote {
		t.Errorf("a refused run has taken the note: %q", got)
	}
	id, err := o.s.Expire(ctx, o.desk, "visits", []change.ID{old})
	must(t, err)
	if o.shows(old, "note") != "" || o.shows(photo, "digest") != "" || o.shows(f.visit, "met") != "2" {
		t.Errorf("the visit of 2009 has %q, its photo %q, the other visit %q", o.shows(old, "note"), o.shows(photo, "digest"), o.shows(f.visit, "met"))
	}
	if has, err := o.blobs.Has(ctx, digest); has || err != nil {
		t.Errorf("the photo's file is there: %v %v", has, err)
	}
	c, err := kind.Into[rights.Certificate](o.get(id).Kind, o.get(id).State)
	must(t, err)
	got, err := o.s.Check(ctx, o.desk, id)
	must(t, err)
	if !got.Holds() || c.Reason != "expired" || !c.Person.IsZero() || len(due()) != 0 {
		t.Errorf("the certificate %+v holds %+v, and due are %v", c, got, due())
	}
	if n, err := o.s.Again(ctx); n != 0 || err != nil {
		t.Errorf("erasing again finds %d (%v), want nothing: a person decides anew", n, err)
	}
}
