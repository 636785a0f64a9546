package sync_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"testing"

	"bamban/internal/activity"
	"bamban/internal/assignment"
	"bamban/internal/bundle"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/signin"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
)

// carrier enrols a second phone, of another officer, which carries bundles.
func (o *office) carrier(t testing.TB) string {
	t.Helper()
	ctx := context.Background()
	v, err := o.n.Viewer(ctx, o.phone.User)
	must(t, err)
	user, _, err := o.s.CreateUser(ctx, nil, signin.NewUser{Login: "mang.ho", Name: "Người Mang Hộ", Unit: v.Unit, Role: "station_officer"})
	must(t, err)
	_, code, _, err := o.s.Invite(ctx, nil, user, "máy mang hộ")
	must(t, err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	point, err := key.PublicKey.Bytes()
	must(t, err)
	e, err := o.http().Enrol(ctx, sync.EnrolRequest{Code: code, Key: point})
	must(t, err)
	return e.Token
}

func (o *office) http() *client.HTTP {
	return &client.HTTP{Client: o.server.Client(), Base: o.server.URL}
}

// visits writes so many visits on the phone and does not send them.
func (o *office) visits(t testing.TB, n int) []change.ID {
	t.Helper()
	var out []change.ID
	for range n {
		id, err := o.phone.NewID()
		must(t, err)
		_, err = o.phone.Write("visit", id, kind.Fields(activity.Visit{Household: o.home, Area: o.village, On: "2026-03-01", By: o.phone.User}))
		must(t, err)
		out = append(out, id)
	}
	return out
}

func (o *office) bundle(t testing.TB, files ...[]byte) []byte {
	t.Helper()
	raw, err := o.phone.Bundle(o.n.BundleKey.PublicKey(), files...)
	must(t, err)
	return raw
}

func wantCode(t testing.TB, what string, err error, code string) {
	t.Helper()
	if !errors.Is(err, fault.New(code, "")) {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestABundleArrivesByAnotherPhoneOnceHoweverOftenItIsRead(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.sync(t)
	carrier := o.carrier(t)
	ids := o.visits(t, 3)
	picture := photo(3000)
	aid, err := o.phone.NewID()
	must(t, err)
	_, err = o.phone.Write("attachment", aid, kind.Fields(activity.Attachment{Subject: o.home, Area: o.village, Kind: "photo", Digest: digestOf(picture), Size: int64(len(picture)), Media: "image/jpeg", By: o.phone.User}))
	must(t, err)
	raw := o.bundle(t, picture, photo(64))
	first, err := o.http().Bundle(ctx, carrier, raw)
	must(t, err)
	if first.Changes.Accepted != 4 || first.Files.Kept != 1 || first.Files.Refused != 1 || len(first.Why) != 1 || first.Why[0].Code != "upload.no_record" {
		t.Errorf("answer %+v, want 4 accepted, the photo kept, the file that nothing speaks of refused", first)
	}
	head, err := o.n.Head(ctx)
	must(t, err)
	again, err := o.http().Bundle(ctx, carrier, raw)
	must(t, err)
	a, _ := json.Marshal(first)
	b, _ := json.Marshal(again)
	if !bytes.Equal(a, b) {
		t.Errorf("read again: %s, want %s", b, a)
	}
	// What the phone wrote since then goes with what the bundle brought.
	o.visits(t, 2)
	for _, id := range ids {
		if _, err := o.n.Projection.Get(ctx, id); err != nil {
			t.Errorf("visit %v: %v", id, err)
		}
	}
	if after, err := o.n.Head(ctx); err != nil || after != head {
		t.Errorf("the second reading moved the log: %v, %v", after, err)
	}
	r := o.sync(t)
	if o.phone.Store.Acked != 6 || len(r.Answers) != 0 || o.n.Projection.UpTo(o.phone.Tag) != 6 {
		t.Errorf("the phone came back: acked %d, answers %+v, want 6 and none", o.phone.Store.Acked, r.Answers)
	}
}

func TestPhotosAloneAreTakenOnceTheirWordsHaveArrived(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.sync(t)
	carrier := o.carrier(t)
	picture := photo(3000)
	aid, err := o.phone.NewID()
	must(t, err)
	_, err = o.phone.Write("attachment", aid, kind.Fields(activity.Attachment{Subject: o.home, Area: o.village, Kind: "photo", Digest: digestOf(picture), Size: int64(len(picture)), Media: "image/jpeg", By: o.phone.User}))
	must(t, err)
	words := o.bundle(t)
	h, _, err := bundle.ReadHeader(words)
	must(t, err)
	h.Last, h.Changes, h.Files = h.First-1, 0, 1
	photos, err := bundle.Seal(h, &bundle.Body{Files: [][]byte{picture}}, o.n.BundleKey.PublicKey(), nil)
	must(t, err)
	early, err := o.http().Bundle(ctx, carrier, photos)
	must(t, err)
	if early.Files.Refused != 1 || len(early.Why) != 1 || early.Why[0].Code != "upload.no_record" {
		t.Errorf("before the words: %+v, want the photo refused for want of its record", early)
	}
	_, err = o.http().Bundle(ctx, carrier, words)
	must(t, err)
	late, err := o.http().Bundle(ctx, carrier, photos)
	must(t, err)
	if late.Files.Kept != 1 || late.Changes.Accepted != 0 {
		t.Errorf("after the words: %+v, want the photo kept", late)
	}
	h.Files = 0
	nothing, err := bundle.Seal(h, &bundle.Body{}, o.n.BundleKey.PublicKey(), nil)
	if err == nil {
		_, err = o.http().Bundle(ctx, carrier, nothing)
	}
	wantCode(t, "a bundle of nothing", err, "bundle.damaged")
}

func TestFilesOfASetAreTakenAloneInAnyOrderAndTwice(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.sync(t)
	carrier := o.carrier(t)
	pictures := [][]byte{photo(3000), photo(3001), photo(3002)}
	for _, p := range pictures {
		aid, err := o.phone.NewID()
		must(t, err)
		_, err = o.phone.Write("attachment", aid, kind.Fields(activity.Attachment{Subject: o.home, Area: o.village, Kind: "photo", Digest: digestOf(p), Size: int64(len(p)), Media: "image/jpeg", By: o.phone.User}))
		must(t, err)
	}
	h, body, err := bundle.Open(o.bundle(t), o.n.BundleKey)
	must(t, err)
	set := make([][]byte, len(pictures))
	for i, p := range pictures {
		h.Files, h.Part, h.Of = 1, i+1, len(pictures)
		set[i], err = bundle.Seal(h, &bundle.Body{Pushes: body.Pushes, Files: [][]byte{p}}, o.n.BundleKey.PublicKey(), rand.Reader)
		must(t, err)
	}
	head, err := o.n.Head(ctx)
	must(t, err)
	for _, i := range []int{2, 0, 0, 1, 2} {
		got, err := o.http().Bundle(ctx, carrier, set[i])
		must(t, err)
		if got.Files.Kept != 1 || got.Files.Refused != 0 || got.Changes.Accepted != 3 || got.Part != i+1 || got.Of != 3 {
			t.Errorf("file %d of 3: %+v, want 3 changes, its photo kept, and its number", i+1, got)
		}
		have, err := o.n.Head(ctx)
		must(t, err)
		if head.Seq+3 != have.Seq {
			t.Errorf("after file %d the log has %d more entries, want the 3 changes once", i+1, have.Seq-head.Seq)
		}
	}
	h.Part, h.Of = 4, 3
	odd, err := bundle.Seal(h, &bundle.Body{Pushes: body.Pushes, Files: pictures[:1]}, o.n.BundleKey.PublicKey(), rand.Reader)
	if err == nil {
		_, err = o.http().Bundle(ctx, carrier, odd)
	}
	wantCode(t, "file 4 of 3", err, "bundle.damaged")
}

func TestABundleOfWhichPartArrivedMeanwhileBringsTheRest(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.sync(t)
	carrier := o.carrier(t)
	o.visits(t, 2)
	early := o.bundle(t)
	o.visits(t, 2)
	late := o.bundle(t)
	if _, err := o.http().Bundle(ctx, carrier, early); err != nil {
		t.Fatal(err)
	}
	got, err := o.http().Bundle(ctx, carrier, late)
	must(t, err)
	if got.Changes.Accepted != 4 || o.n.Projection.UpTo(o.phone.Tag) != 4 {
		t.Errorf("%+v up to %d, want all 4", got, o.n.Projection.UpTo(o.phone.Tag))
	}
}

func TestABundleIsReadWithTheRightsOfWhoWroteIt(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.officer(t)
	village := o.assign(t, assignment.Assignment{Area: o.village})
	o.sync(t)
	carrier := o.carrier(t)
	ids := o.visits(t, 1)
	raw := o.bundle(t)
	o.end(t, village)
	got, err := o.http().Bundle(ctx, carrier, raw)
	must(t, err)
	if got.Changes.Quarantined != 1 || len(got.Why) != 1 || got.Why[0].Code != "scope.outside" {
		t.Errorf("answer %+v, want one that waits as scope.outside", got)
	}
	inWords(t, "why", got.Why[0].Text)
	if _, err := o.n.Projection.Get(ctx, ids[0]); !errors.Is(err, fault.New("not_found", "")) {
		t.Errorf("the visit took effect: %v", err)
	}
}

func TestWhatIsNoGoodBundleChangesNothing(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.sync(t)
	carrier := o.carrier(t)
	o.visits(t, 2)
	raw := o.bundle(t)
	h, body, err := bundle.Open(raw, o.n.BundleKey)
	must(t, err)
	seal := func(change func(*bundle.Header, *bundle.Body)) []byte {
		h, b := h, &bundle.Body{Pushes: bytesOf(body.Pushes), Files: body.Files}
		change(&h, b)
		out, err := bundle.Seal(h, b, o.n.BundleKey.PublicKey(), rand.Reader)
		must(t, err)
		return out
	}
	altered := bytes.Clone(raw)
	altered[len(altered)-1] ^= 1
	before, err := o.n.Head(ctx)
	must(t, err)
	for name, c := range map[string]struct {
		code string
		raw  []byte
	}{
		"empty":             {"bundle.not_one", nil},
		"a photo":           {"bundle.not_one", photo(5000)},
		"altered":           {"bundle.damaged", altered},
		"too large":         {"bundle.too_large", append([]byte(bundle.Magic), make([]byte, bundle.MaxBytes)...)},
		"another province":  {"bundle.other_unit", seal(func(h *bundle.Header, _ *bundle.Body) { h.Partition = "99" })},
		"a device of none":  {"bundle.damaged", seal(func(h *bundle.Header, _ *bundle.Body) { h.Device = 5 })},
		"one push missing":  {"bundle.damaged", seal(func(_ *bundle.Header, b *bundle.Body) { b.Pushes = b.Pushes[:1] })},
		"not JSON":          {"bundle.damaged", seal(func(_ *bundle.Header, b *bundle.Body) { b.Pushes[0] = []byte("{") })},
		"another signature": {"batch.bad_signature", seal(func(_ *bundle.Header, b *bundle.Body) { b.Pushes[0] = forged(t, b.Pushes[0]) })},
	} {
		_, err := o.http().Bundle(ctx, carrier, c.raw)
		wantCode(t, name, err, c.code)
	}
	_, err = o.http().Bundle(ctx, "no token", raw)
	wantCode(t, "no token", err, "device.unknown")
	must(t, o.s.Revoke(ctx, nil, o.device, "mất máy"))
	revoked, err := o.n.Head(ctx)
	must(t, err)
	_, err = o.http().Bundle(ctx, carrier, raw)
	wantCode(t, "of a revoked phone", err, "bundle.revoked")
	_, err = o.http().Bundle(ctx, o.token, raw)
	wantCode(t, "by a revoked phone", err, "device.revoked")
	if after, err := o.n.Head(ctx); err != nil || after != revoked || revoked.Seq != before.Seq+1 {
		t.Errorf("the log moved from %v by %v to %v, want the revocation alone", before, revoked, after)
	}
	must(t, o.s.Restore(ctx, nil, o.device, "tìm thấy máy"))
	if got, err := o.http().Bundle(ctx, carrier, raw); err != nil || got.Changes.Accepted != 2 {
		t.Errorf("the file after the revocation was taken back: %+v, %v; want 2 accepted", got, err)
	}
}

func bytesOf(list [][]byte) [][]byte {
	out := make([][]byte, len(list))
	for i := range list {
		out[i] = bytes.Clone(list[i])
	}
	return out
}

// forged is a push with the signature of somebody else.
func forged(t testing.TB, raw []byte) []byte {
	t.Helper()
	var r sync.PushRequest
	must(t, json.Unmarshal(raw, &r))
	r.Signature[len(r.Signature)-1] ^= 1
	out, err := sync.Encode(r)
	must(t, err)
	return out
}
