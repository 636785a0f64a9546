package api_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"bamban/internal/activity"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

const told = "Kể Riêng" // what is said of a child, in every field that is personal

// file keeps a photo and gives its digest and size.
func (o *office) file(t *testing.T, content string) (digest string, size int64) {
	t.Helper()
	b := []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00" + content)
	sum := sha256.Sum256(b)
	digest = hex.EncodeToString(sum[:])
	if _, _, err := o.blobs.Put(context.Background(), bytes.NewReader(b), digest, 1<<20); err != nil {
		t.Fatal(err)
	}
	return digest, int64(len(b))
}

// about makes a note, a consent and photos about somebody, the last two by way of
// the note and of the consent; it gives them by kind.
func (o *office) about(t *testing.T, who change.ID, word string) map[string][]change.ID {
	t.Helper()
	out := map[string][]change.ID{}
	var drafts []writer.Draft
	add := func(kindName string, fields map[string]json.RawMessage) change.ID {
		id := o.n.Writer.NewID()
		out[kindName] = append(out[kindName], id)
		drafts = append(drafts, writer.Draft{Kind: kindName, Record: id, Fields: fields})
		return id
	}
	by, village := o.users["station_desk"], o.in["village"]
	note := add("note", kind.Fields(activity.Note{Subject: who, Area: village, Text: word, By: by, On: "2026-03-01"}))
	consent := add("consent", kind.Fields(household.Consent{Person: who, Area: village, Purpose: "photo", Form: "digital", GivenOn: "2026-03-01", Status: "given", Note: word}))
	for i, subject := range []change.ID{who, note, consent} {
		digest, size := o.file(t, word+string(rune('a'+i))+who.String())
		o.digests[who] = append(o.digests[who], digest)
		add("attachment", kind.Fields(activity.Attachment{Subject: subject, Area: village, Kind: "photo", Digest: digest, Size: size, Media: "image/jpeg", Caption: word, By: by}))
	}
	if _, err := o.n.Writer.Write(context.Background(), by, nil, drafts...); err != nil {
		t.Fatal(err)
	}
	return out
}

// ways by which the API shows records of a kind.
func ways(kindName string, id change.ID) []string {
	one := "/api/records/" + kindName + "/" + id.String()
	return []string{one, one + "/history", "/api/records/" + kindName + "?limit=200", "/api/export/" + kindName + "?format=csv", "/api/export/" + kindName + "?format=jsonl"}
}

func TestWhatIsSaidOfAChildIsReadOnlyByThoseWhoCareForIt(t *testing.T) {
	o := newOffice(t)
	made := o.about(t, o.in["person"], told)
	for _, role := range roles {
		reads := mayCareForChildren(role)
		for kindName, ids := range made {
			for _, id := range ids {
				for _, way := range ways(kindName, id) {
					if body := o.ask(role, "GET", way, "").Body.String(); strings.Contains(body, told) && !reads {
						t.Errorf("%s reads what is said of a child at %s", role, way)
					}
				}
			}
		}
		for _, digest := range o.digests[o.in["person"]] {
			if w := o.ask(role, "GET", "/api/files/"+digest, ""); w.Code == 200 && !reads || w.Code != 200 && role == "station_desk" {
				t.Errorf("%s is answered %d when asking for a photo of a child", role, w.Code)
			}
		}
	}
	// The same of an adult is read by whoever reads what is personal.
	adult := o.n.Writer.NewID()
	if _, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, writer.Draft{Kind: "person", Record: adult,
		Fields: kind.Fields(household.Person{Area: o.in["village"], Name: "Lò Văn Lớn", Born: "1980"})}); err != nil {
		t.Fatal(err)
	}
	const open = "Kể Chung"
	for kindName, ids := range o.about(t, adult, open) {
		for _, id := range ids {
			if body := o.ask("provincial_desk", "GET", "/api/records/"+kindName+"/"+id.String(), "").Body.String(); !strings.Contains(body, open) {
				t.Errorf("the provincial desk can't read a %s about an adult: %.200s", kindName, body)
			}
		}
	}
}

func TestEveryLookAtWhatIsSaidOfAChildIsWrittenDown(t *testing.T) {
	o := newOffice(t)
	made := o.about(t, o.in["person"], told)
	looks := func() int64 {
		n, err := o.n.Projection.Count(context.Background(), projection.Query{Kind: "look", Scope: everything()})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	see := func(way string) {
		t.Helper()
		before := looks()
		if w := o.ask("station_desk", "GET", way, ""); w.Code != 200 {
			t.Errorf("%s: %d %s", way, w.Code, w.Body)
		}
		if looks() == before {
			t.Errorf("a look by %s is not in the access log", way)
		}
	}
	for kindName, ids := range made {
		for _, id := range ids {
			for _, way := range ways(kindName, id) {
				see(way)
			}
		}
	}
	for _, digest := range o.digests[o.in["person"]] {
		see("/api/files/" + digest)
	}
	// Whoever may not see what is said is not written down as having seen it.
	before := looks()
	o.ask("provincial_desk", "GET", "/api/records/note/"+made["note"][0].String(), "")
	if looks() != before {
		t.Error("a note whose text stayed closed is in the access log")
	}
}

// A change in quarantine says only what it changes: whose record it is must be
// looked up.
func TestAHeldChangeOfAChildsRecordStaysClosed(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	held := func(role string) string { return o.ask(role, "GET", "/api/quarantine", "").Body.String() }
	o.hold(ctx, t, "person", o.in["person"], map[string]json.RawMessage{"phone": quote("0977 111")})
	if body := held("station_desk"); !strings.Contains(body, "0977 111") {
		t.Fatalf("the station that cares for the child can't read what waits: %s", body)
	}
	if body := held("provincial_desk"); strings.Contains(body, "0977 111") {
		t.Error("the provincial desk reads a child's telephone in the quarantine")
	} else if !strings.Contains(body, o.in["person"].String()) {
		t.Errorf("the provincial desk does not see that something waits: %s", body)
	}
}

// hold pushes a change of the station's desk from a phone whose clock is far ahead.
func (o *office) hold(ctx context.Context, t *testing.T, kindName string, record change.ID, fields map[string]json.RawMessage) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, code, _, err := o.signIn.Invite(ctx, nil, o.users["station_desk"], "điện thoại")
	must(err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	point, err := key.PublicKey.Bytes()
	must(err)
	e, err := o.signIn.Enrol(ctx, code, point)
	must(err)
	c := &change.Change{N: 1, Time: change.TimeAt(o.n.Now() + 1000*3_600_000), Op: change.Set, Kind: kindName, KindV: 1, Record: record, Fields: fields, Salt: make([]byte, change.SaltBytes)}
	b := &change.Batch{Partition: e.Partition, Device: e.Tag, User: e.User, From: 1, Contents: [][]byte{c.Encode()}}
	must(b.Sign(rand.Reader, key))
	viewer, err := o.n.Viewer(ctx, e.User)
	must(err)
	answers, err := o.n.Writer.Push(ctx, b, viewer, &key.PublicKey)
	must(err)
	if answers[0].Status != writer.Quarantined {
		t.Fatalf("the change is %s, want it in quarantine", answers[0].Status)
	}
}

func TestWhatIsClosedOfAChildIsNotChangedAtTheDesk(t *testing.T) {
	o := newOffice(t)
	consent := o.about(t, o.in["person"], told)["consent"][0]
	child, adult := "/api/records/person/"+o.in["person"].String(), "/api/records/person/"+o.person(t, household.Person{Name: "Lò Văn Lớn", Born: "1980"}).String()
	for _, c := range []struct {
		role, path, body string
		want             int
	}{
		{"provincial_desk", child, `{"fields":{"phone":"0911"}}`, 403},
		{"provincial_desk", child, `{"fields":{"born":"1980"}}`, 403},
		{"provincial_desk", child, `{"fields":{"sex":"female"}}`, 200},
		{"provincial_desk", "/api/records/consent/" + consent.String(), `{"fields":{"note":"khác"}}`, 403},
		{"provincial_desk", adult, `{"fields":{"phone":"0911"}}`, 200},
		{"station_desk", child, `{"fields":{"phone":"0911"}}`, 200},
	} {
		w := o.ask(c.role, "PATCH", c.path, c.body)
		if w.Code != c.want || c.want == 403 && !strings.Contains(w.Body.String(), "scope.field") {
			t.Errorf("%s writes %s: %d %s, want %d", c.role, c.body, w.Code, w.Body, c.want)
		}
	}
}
