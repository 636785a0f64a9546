package sync_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"bamban/internal/fault"
	"bamban/internal/sync"
)

func point(t testing.TB) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	p, err := key.PublicKey.Bytes()
	must(t, err)
	return p
}

// refusedInWords reports whether an enrolment was refused with a code that has words.
func (o *office) refusedInWords(t testing.TB, what, code, want string) {
	t.Helper()
	_, err := o.http().Enrol(context.Background(), sync.EnrolRequest{Code: code, Key: point(t)})
	if !errors.Is(err, fault.New(want, "")) {
		t.Errorf("%s: %v, want %s", what, err, want)
		return
	}
	f := fault.As(err)
	inWords(t, what, map[string]string{"vi": f.Text("vi"), "en": f.Text("en")})
}

func TestACodeThatIsOldIsRefusedInWordsAndANewOneIsTaken(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	_, code, until, err := o.s.Invite(ctx, nil, o.phone.User, "máy mới")
	must(t, err)
	now := o.n.Now
	o.n.Now = func() int64 { return until + 1 }
	o.refusedInWords(t, "a code of yesterday", code, "device.code_old")
	_, another, _, err := o.s.Invite(ctx, nil, o.phone.User, "máy mới")
	must(t, err)
	_, err = o.http().Enrol(ctx, sync.EnrolRequest{Code: another, Key: point(t)})
	must(t, err)
	o.n.Now = now
	if left := until - now(); left <= 0 || left > int64(24*time.Hour/time.Millisecond) {
		t.Errorf("a code is good for %d ms, want a day at most", left)
	}
}

func TestACodeOfAnotherProvinceIsRefusedInWordsAndStaysGoodThere(t *testing.T) {
	here, there := newOffice(t), newOffice(t)
	_, code, _, err := there.s.Invite(context.Background(), nil, there.phone.User, "máy tỉnh khác")
	must(t, err)
	here.refusedInWords(t, "another province's code", code, "device.code_wrong")
	_, err = there.http().Enrol(context.Background(), sync.EnrolRequest{Code: code, Key: point(t)})
	must(t, err)
}
