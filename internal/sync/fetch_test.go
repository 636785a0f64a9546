package sync_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"testing"

	"bamban/internal/account"
	"bamban/internal/activity"
	"bamban/internal/assignment"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/sync"
	"bamban/internal/writer"
)

// fetch asks for a file with the phone's token.
func (o *office) fetch(t testing.TB, digest string) (int, []byte) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, o.server.URL+sync.PathFiles+digest, nil)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+o.token)
	res, err := o.server.Client().Do(r)
	must(t, err)
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	must(t, err)
	return res.StatusCode, b
}

func TestAPhoneFetchesAPhotoOfItsScopeAndNoOther(t *testing.T) {
	o := newOffice(t)
	mine := photo(5_000)
	o.attach(t, mine, "image/jpeg", o.village)
	if got := o.send(t, mine); got.status != http.StatusNoContent {
		t.Fatalf("send: %+v", got)
	}
	if status, got := o.fetch(t, digestOf(mine)); status != http.StatusOK || !bytes.Equal(got, mine) {
		t.Errorf("a photo of the scope: status %d, %d bytes; want 200 and the photo", status, len(got))
	}
	o.officer(t) // holds nothing yet
	if status, _ := o.fetch(t, digestOf(mine)); status != http.StatusNotFound {
		t.Errorf("an officer to whom nothing is assigned: status %d, want 404", status)
	}
	for _, wrong := range []string{"", "x", digestOf(photo(1)), "../" + digestOf(mine)} {
		if status, _ := o.fetch(t, wrong); status == http.StatusOK || status >= http.StatusInternalServerError {
			t.Errorf("%q: status %d, want a refusal", wrong, status)
		}
	}
	o.token = "xxxx"
	if status, _ := o.fetch(t, digestOf(mine)); status != http.StatusUnauthorized {
		t.Errorf("an unknown token: status %d, want 401", status)
	}
}

// An officer in charge of one household, and not of its village, records a visit
// with a photo there.
func TestAPhotoOfAVisitReachesWhoeverLooksAfterTheHousehold(t *testing.T) {
	o := newOffice(t)
	o.officer(t)
	o.assign(t, assignment.Assignment{Household: o.home})
	o.sync(t)
	visit, photoID, content := o.n.Writer.NewID(), o.n.Writer.NewID(), photo(4_000)
	_, err := o.phone.Write("visit", visit, kind.Fields(activity.Visit{Household: o.home, Area: o.village, On: "2026-03-03", By: o.phone.User}))
	must(t, err)
	_, err = o.phone.Write("attachment", photoID, kind.Fields(activity.Attachment{Subject: visit, Area: o.village, Home: o.home, Kind: "photo",
		Digest: digestOf(content), Size: int64(len(content)), Media: "image/jpeg", By: o.phone.User}))
	must(t, err)
	if r := o.sync(t); len(r.Answers) > 0 {
		t.Fatalf("the visit and its photo: %+v, want both accepted", r.Answers)
	}
	if got := o.send(t, content); got.status != http.StatusNoContent {
		t.Fatalf("send: %+v", got)
	}
	if status, got := o.fetch(t, digestOf(content)); status != http.StatusOK || !bytes.Equal(got, content) {
		t.Errorf("status %d, want the photo", status)
	}
	if o.phone.Store.Records[photoID] == nil {
		t.Error("the photo's record is not on the phone of who looks after the household")
	}
}

func TestAPhotoOfAChildGoesOnlyToThoseWhoCareForItAndTheLookIsWritten(t *testing.T) {
	for role, cares := range map[string]bool{"station_desk": true, "provincial_desk": false} {
		o := newOffice(t)
		who, content := o.n.Writer.NewID(), photo(3_000)
		o.write(t, writer.Draft{Kind: "person", Record: who, Fields: kind.Fields(household.Person{Area: o.village, Name: "Giàng A Bé", Born: "2018"})},
			writer.Draft{Kind: "attachment", Record: o.n.Writer.NewID(), Fields: kind.Fields(activity.Attachment{Subject: who, Area: o.village, Kind: "photo",
				Digest: digestOf(content), Size: int64(len(content)), Media: "image/jpeg", By: o.phone.User})})
		if got := o.send(t, content); got.status != http.StatusNoContent {
			t.Fatalf("send: %+v", got)
		}
		v, err := o.n.Viewer(context.Background(), o.phone.User)
		must(t, err)
		o.role(t, role, v.Unit)
		if status, _ := o.fetch(t, digestOf(content)); (status == http.StatusOK) != cares {
			t.Errorf("%s: status %d, want it given: %v", role, status, cares)
		}
		looks, err := o.n.Projection.FindBy(context.Background(), "look", "kind", "attachment", 50)
		must(t, err)
		written := slices.ContainsFunc(looks, func(r *projection.Record) bool {
			l, err := kind.Into[account.Look](r.Kind, r.State)
			return err == nil && l.Why == "file" && l.Kind == "attachment" && slices.Contains(l.Opened, "child")
		})
		if written != cares {
			t.Errorf("%s: a look at a child's photo is in the access log: %v, want %v", role, written, cares)
		}
	}
}
