package sync_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"bamban/internal/activity"
	"bamban/internal/api"
	"bamban/internal/assignment"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/sync"
)

// post sends a body with the phone's token and gives the fault's code, or "".
func (o *office) post(t testing.TB, path, encoding string, body []byte) string {
	t.Helper()
	return o.refusal(t, path, encoding, body).Code
}

// refusal sends a body with the phone's token and gives the fault.
func (o *office) refusal(t testing.TB, path, encoding string, body []byte) api.FaultJSON {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, o.server.URL+path, bytes.NewReader(body))
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+o.token)
	if encoding != "" {
		r.Header.Set("Content-Encoding", encoding)
	}
	res, err := o.server.Client().Do(r)
	if err != nil {
		return api.FaultJSON{Code: "broken connection: " + err.Error()}
	}
	defer func() { _ = res.Body.Close() }()
	var got struct{ Error api.FaultJSON }
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		t.Fatalf("%s answers status %d without JSON: %v", path, res.StatusCode, err)
	}
	return got.Error
}

// inWords checks that texts are there in both languages, without a blank.
func inWords(t testing.TB, what string, text map[string]string) {
	t.Helper()
	if text["vi"] == "" || text["en"] == "" || text["vi"] == text["en"] || strings.Contains(text["vi"]+text["en"], "{") {
		t.Errorf("%s: texts %v, want whole ones in two languages", what, text)
	}
}

func TestHostileBodiesAreAnsweredAndChangeNothing(t *testing.T) {
	o := newOffice(t)
	head, err := o.n.Head(context.Background())
	must(t, err)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = z.Write(bytes.Repeat([]byte(" "), 64<<20))
	_ = z.Close()
	me := `"device":"` + o.phone.Tag.String() + `","user":"` + o.phone.User.String() + `","partition":"` + o.phone.Partition + `"`
	for name, c := range map[string]struct {
		path, encoding, code, field string
		body                        []byte
	}{
		"not JSON":         {sync.PathPush, "", "body.not_json", "", []byte("{")},
		"10 MB":            {sync.PathPush, "", "body.too_large", "", bytes.Repeat([]byte("9"), 10<<20)},
		"not gzip":         {sync.PathPush, "gzip", "body.not_gzip", "", []byte("hello")},
		"archive bomb":     {sync.PathPush, "gzip", "body.bomb", "", bomb.Bytes()},
		"bad cursor":       {sync.PathPull, "", "cursor.bad", "cursor", []byte(`{"cursor":"!!"}`)},
		"another server's": {sync.PathPull, "", "cursor.other_server", "cursor", []byte(`{"cursor":"AAAAAAAAAAABAAAAAAAAAAA"}`)},
		"other version":    {sync.PathHello, "", "protocol.version", "version", []byte(`{"version":99}`)},
		"another device":   {sync.PathPush, "", "batch.wrong_device", "device", []byte(`{"device":"zzzzzzzz","user":"` + o.home.String() + `","from":1,"changes":[{}]}`)},
		"another user":     {sync.PathPush, "", "batch.wrong_user", "user", []byte(`{"device":"` + o.phone.Tag.String() + `","user":"` + o.home.String() + `","from":1,"changes":[{}]}`)},
		"no signature":     {sync.PathPush, "", "batch.bad_signature", "signature", []byte(`{` + me + `,"from":1,"changes":[{"n":1}]}`)},
		"nothing in it":    {sync.PathPush, "", "batch.too_many", "changes", []byte(`{` + me + `,"from":1,"changes":[]}`)},
		"a wrong code":     {sync.PathEnrol, "", "device.bad_key", "key", []byte(`{"code":"QQQQ","key":"AAAA"}`)},
	} {
		got := o.refusal(t, c.path, c.encoding, c.body)
		if got.Code != c.code || got.Field != c.field {
			t.Errorf("%s: %q at %q, want %q at %q", name, got.Code, got.Field, c.code, c.field)
		}
		inWords(t, name, got.Text)
	}
	if after, err := o.n.Head(context.Background()); err != nil || after != head {
		t.Errorf("the log moved: %v to %v, %v", head, after, err)
	}
}

func TestARevokedPhoneGetsNothing(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.sync(t)
	must(t, o.s.Revoke(ctx, nil, o.device, "mất máy"))
	if _, err := o.phone.Sync(ctx); !errors.Is(err, fault.New("device.revoked", "")) {
		t.Errorf("a revoked phone: %v", err)
	}
	head, err := o.n.Head(ctx)
	must(t, err)
	for _, path := range []string{sync.PathHello, sync.PathPush, sync.PathPull} {
		got := o.refusal(t, path, "", []byte(`{"version":1}`))
		if got.Code != "device.revoked" {
			t.Errorf("%s: %q, want device.revoked", path, got.Code)
		}
		inWords(t, path, got.Text)
	}
	if after, err := o.n.Head(ctx); err != nil || after != head {
		t.Errorf("the log moved: %v", err)
	}
}

// What was written while a village was still one's own waits with its reason, and
// is not lost.
func TestWhatWasWrittenForAScopeThatShrankWaits(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.officer(t)
	village := o.assign(t, assignment.Assignment{Area: o.village})
	o.sync(t)
	id, err := o.phone.NewID()
	must(t, err)
	visit, err := o.phone.Write("visit", id, kind.Fields(activity.Visit{Household: o.home, Area: o.village, On: "2026-03-01", By: o.phone.User}))
	must(t, err)
	_, err = o.phone.Write("household", o.home, map[string]json.RawMessage{"phone": json.RawMessage(`"0933"`)})
	must(t, err)
	o.end(t, village)
	before, err := o.n.Projection.Get(ctx, o.home)
	must(t, err)
	r := o.sync(t)
	if len(r.Answers) != 2 {
		t.Fatalf("answers %+v, want one for each change", r.Answers)
	}
	for _, a := range r.Answers {
		if a.Status != "quarantined" || a.Code != "scope.outside" {
			t.Errorf("answer %+v, want quarantined, scope.outside", a)
		}
		inWords(t, "answer", a.Text)
	}
	after, err := o.n.Projection.Get(ctx, o.home)
	must(t, err)
	if after.Seq != before.Seq {
		t.Error("the household changed")
	}
	if _, err := o.n.Projection.Get(ctx, visit.Record); !errors.Is(err, fault.New("not_found", "")) {
		t.Errorf("the visit took effect: %v", err)
	}
	if held, err := o.n.Projection.Quarantine(ctx, 0, 10); err != nil || len(held) != 2 {
		t.Errorf("%d wait in quarantine, %v; want both", len(held), err)
	}
}
