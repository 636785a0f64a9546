package sync_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"bamban/internal/fault"
	"bamban/internal/sync"
)

// withDoor is the office of a phone that left its half, speaking by its door token.
func withDoor(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	door := bytes.Repeat([]byte("d"), 32)
	if code := o.post(t, sync.PathEscrow, "", fmt.Appendf(nil, `{"half":%q,"door":%q}`, base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("h"), 32)), base64.StdEncoding.EncodeToString(door))); code != "" {
		t.Fatal(code)
	}
	knocking := *o
	knocking.token = base64.StdEncoding.EncodeToString(door)
	return &knocking
}

func (o *office) lost(t *testing.T, body string) string {
	t.Helper()
	return o.post(t, sync.PathLost, "", []byte(body))
}

func TestALostMemoryIsKeptOnceAndTheHighestNumberStands(t *testing.T) {
	o, ctx := withDoor(t), context.Background()
	for _, step := range []struct {
		body, cause string
		last        int64
		moves       bool
	}{
		{`{"cause":"went_back","last":7}`, "went_back", 7, true},
		{`{"cause":"went_back","last":7}`, "went_back", 7, false},
		{`{"cause":"wiped","last":5}`, "went_back", 7, false},
		{`{"cause":"wiped","last":9}`, "wiped", 9, true},
	} {
		before, err := o.n.Head(ctx)
		must(t, err)
		if code := o.lost(t, step.body); code != "" {
			t.Fatalf("%s is refused: %s", step.body, code)
		}
		l, r, err := o.s.Loss(ctx, o.device)
		must(t, err)
		if r == nil || l.Cause != step.cause || l.Last != step.last || l.At == 0 {
			t.Errorf("after %s the server keeps %+v", step.body, l)
		}
		if after, err := o.n.Head(ctx); err != nil || (after != before) != step.moves {
			t.Errorf("after %s the log went from %v to %v, %v", step.body, before, after, err)
		}
	}
}

func TestANoticeOfALostMemoryThatIsNotOneChangesNothing(t *testing.T) {
	o, ctx := withDoor(t), context.Background()
	head, err := o.n.Head(ctx)
	must(t, err)
	for body, want := range map[string]string{
		`{`:                                   "body.not_json",
		``:                                    "device.bad_loss",
		`{"cause":"sold","last":1}`:           "device.bad_loss",
		`{"cause":"wiped","last":-1}`:         "device.bad_loss",
		`{"cause":"wiped","last":4294967297}`: "device.bad_loss",
		`{"cause":"wiped","last":1e40}`:       "body.not_json",
		`{"cause":["wiped"],"last":1}`:        "body.not_json",
		`{"cause":"wiped","last":"9"}`:        "body.not_json",
		`{"cause":"wiped\u0000went_back","last":1}`:  "device.bad_loss",
		`{"last":1,"device":"another","cause":null}`: "device.bad_loss",
	} {
		if code := o.lost(t, body); code != want {
			t.Errorf("%s is answered %q, want %q", body, code, want)
		}
	}
	stranger := *o
	for _, token := range []string{"", "x", string(bytes.Repeat([]byte("9"), 200)), stranger.token + "x"} {
		stranger.token = token
		if code := stranger.lost(t, `{"cause":"wiped","last":1}`); code != "device.unknown" {
			t.Errorf("with the token %q: %q", token, code)
		}
	}
	if after, err := o.n.Head(ctx); err != nil || after != head {
		t.Errorf("the log moved: %v to %v, %v", head, after, err)
	}
	if res, err := http.Get(o.server.URL + sync.PathLost); err != nil || res.StatusCode == http.StatusOK {
		t.Errorf("a look at it answers %v, %v", res, err)
	} else {
		_ = res.Body.Close()
	}
}

func TestACodeOfAnotherPersonIsRefusedAndStaysGood(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	_, code, _, err := o.s.Invite(ctx, nil, o.phone.User, "máy mới")
	must(t, err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	point, err := key.PublicKey.Bytes()
	must(t, err)
	_, err = o.http().Enrol(ctx, sync.EnrolRequest{Code: code, Key: point, User: o.home})
	if !errors.Is(err, fault.New("device.other_user", "")) {
		t.Errorf("another person's code is answered: %v", err)
	}
	if _, err := o.http().Enrol(ctx, sync.EnrolRequest{Code: code, Key: point, User: o.phone.User}); err != nil {
		t.Errorf("the code is spent: %v", err)
	}
}
