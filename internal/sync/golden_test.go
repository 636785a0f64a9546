package sync_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bamban/internal/api"
	"bamban/internal/catalogue"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
)

var update = flag.Bool("update", false, "write the golden files anew")

const protocol = "../../testdata/protocol"

// golden compares a message with its file, or writes it.
func golden(t *testing.T, name string, message any) {
	t.Helper()
	var want bytes.Buffer
	e := json.NewEncoder(&want)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	must(t, e.Encode(message))
	path := filepath.Join(protocol, name)
	if *update {
		must(t, os.WriteFile(path, want.Bytes(), 0o644))
		return
	}
	have, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(have, want.Bytes()) {
		t.Errorf("%s is not what is sent now; if that is meant, and devices in the field still understand it, run with -update\n%s", name, want.Bytes())
	}
}

// The cast of the golden messages.
var (
	phoneA, phoneB, phoneC       = change.Device(0xA0000000000A), change.Device(0xB0000000000B), change.Device(0xC0000000000C)
	theUser                      = change.ID{1, 0x9c, 0x90, 0, 0, 0, 1}
	theHome, thePerson           = change.ID{1, 0x9c, 0x90, 0, 0, 0, 2}, change.ID{1, 0x9c, 0x90, 0, 0, 0, 3}
	theConsent, theArea          = change.ID{1, 0x9c, 0x90, 0, 0, 0, 4}, change.ID{1, 0x9c, 0x90, 0, 0, 0, 5}
	theOther                     = change.ID{1, 0x9c, 0x90, 0, 0, 0, 6}
	atomR, atomA, atomH          = "r~1k2j3h", "a:" + theArea.String() + "~5f6g7h", "h:" + theHome.String() + "~8a9b0c"
	goldenMilli            int64 = 1_772_000_000_000
)

func at(minutes int64) change.Time { return change.TimeAt(goldenMilli + minutes*60_000) }

func fields(pairs ...string) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = json.RawMessage(pairs[i+1])
	}
	return out
}

// fold makes a record of changes.
func fold(t *testing.T, k *kind.Kind, id change.ID, changes ...*change.Change) *projection.Record {
	t.Helper()
	r := &projection.Record{ID: id, Kind: k, State: &change.State{}}
	for _, c := range changes {
		c.Op, c.Kind, c.Record, c.User = change.Set, k.Name, id, theUser
		r.State.Apply(c, k)
	}
	return r
}

func TestGoldenMeeting(t *testing.T) {
	golden(t, "hello.json", sync.HelloRequest{Version: sync.Version, Acked: 41, Budget: true})
	golden(t, "hello-answer.json", sync.HelloAnswer{Version: sync.Version, ServerTime: goldenMilli, Epoch: "3w5e11264sg", UpTo: 41, User: theUser,
		Pack: sync.PackRef{Name: "lai-chau", Version: "1", Digest: strings.Repeat("0a", 32)}, Kinds: map[string]int{"household": 1, "visit": 1},
		PullPage: 500, PushBatch: 200, LeaseDays: 30, BundleKey: append([]byte{4}, bytes.Repeat([]byte{7}, 64)...), Budget: &sync.Budget{Records: 3200, Bytes: 180_000, Seconds: map[string]int64{"2g": 44, "3g": 6, "4g": 2}}})
	conflict := sync.PushAnswer{UpTo: 45, Answers: []sync.ItemAnswer{
		{N: 42, Status: "accepted"},
		{N: 43, Status: "conflict", Conflicts: []string{"phone"}},
		{N: 44, Status: "refused", Refused: []string{"status"}},
		{N: 45, Status: "quarantined", Code: "scope.outside", Field: "area", Text: map[string]string{"vi": fault.New("scope.outside", "area").Text("vi"), "en": fault.New("scope.outside", "area").Text("en")}}}}
	golden(t, "push-answer.json", conflict)
	golden(t, "pull.json", sync.PullRequest{Cursor: "AAAAAAAAAAEqAQIDBAUGBwg"})
	rec := httptest.NewRecorder()
	api.WriteFault(rec, fault.New("batch.overlap", "from", "next", 44))
	golden(t, "fault.json", json.RawMessage(bytes.TrimSpace(rec.Body.Bytes())))
}

// signing is what a device must work out to sign the batch of push.json.
type signing struct {
	Key    string   `json:"key"` // public, an uncompressed point, base64
	Hashes []string `json:"hashes"`
	Digest string   `json:"digest"`
}

func TestGoldenPushIsSignedOverTheHashesOfItsExactTexts(t *testing.T) {
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes.Repeat([]byte{7}, 32))
	must(t, err)
	salt := []byte("golden salt.")
	first := &change.Change{N: 42, Time: at(1), Op: change.Set, Kind: "household", KindV: 1, Record: theHome, Salt: salt,
		Fields: fields("name", `"Lò Văn <Thử> & \"con\""`, "phone", "null"), Seen: map[string][]change.Version{"phone": {{Time: at(0), Device: phoneB}}}}
	second := &change.Change{N: 43, Time: at(2), Op: change.Return, Kind: "household", KindV: 1, Record: theOther, Salt: salt,
		Fields: fields("phone", `"0912"`), Versed: map[string]change.Version{"phone": {Time: at(0), Device: phoneC}}}
	b := &change.Batch{Partition: "12", Device: phoneA, User: theUser, From: 42, Contents: [][]byte{first.Encode(), second.Encode()}}
	point, err := key.PublicKey.Bytes()
	must(t, err)
	digest := b.Digest(b.Hashes())
	s := signing{Key: base64.StdEncoding.EncodeToString(point), Digest: hex.EncodeToString(digest[:])}
	for _, h := range b.Hashes() {
		s.Hashes = append(s.Hashes, hex.EncodeToString(h[:]))
	}
	golden(t, "signing.json", s)
	// Signatures are made with chance: the one in the file stays while it is good.
	var have sync.PushRequest
	raw, err := os.ReadFile(filepath.Join(protocol, "push.json"))
	if err == nil {
		must(t, json.Unmarshal(raw, &have))
	}
	if change.Verify(&key.PublicKey, digest, have.Signature) {
		b.Signature = have.Signature
	} else {
		must(t, b.Sign(rand.Reader, key))
	}
	req := sync.PushRequest{Partition: b.Partition, Device: b.Device, User: b.User, From: b.From, Signature: b.Signature}
	for _, c := range b.Contents {
		req.Changes = append(req.Changes, c)
	}
	text, err := sync.Encode(req)
	must(t, err)
	if *update {
		must(t, os.WriteFile(filepath.Join(protocol, "push.json"), append(text, '\n'), 0o644))
	} else if string(raw) != string(text)+"\n" {
		t.Errorf("push.json is not what is sent now:\n%s", text)
	}
}

// taken is a page and what a device holds once it has taken it.
type taken struct {
	Says  string                      `json:"says"`
	Page  *sync.PullAnswer            `json:"page"`
	Holds map[string]map[string]shown `json:"holds"`
}

type shown struct {
	Shows    json.RawMessage `json:"shows,omitempty"`
	Versions []string        `json:"versions,omitempty"`
	Steps    [][2]string     `json:"steps,omitempty"`
}

func TestGoldenPagesMakeTheSameReplica(t *testing.T) {
	kinds, err := catalogue.Kinds()
	must(t, err)
	home, person, consent := kinds.Get("household"), kinds.Get("person"), kinds.Get("consent")
	created := func() *change.Change {
		return &change.Change{Device: phoneA, N: 1, Time: at(0), Fields: fields("area", `"`+theArea.String()+`"`, "name", `"Lò Văn Thử"`, "phone", `"0900"`)}
	}
	page := func(cursor string, atom string, records ...*projection.Record) *sync.PullAnswer {
		p := &sync.PullAnswer{Cursor: cursor}
		blocks, devices := sync.Blocks(records...)
		p.Devices, p.Parts = devices, []sync.Part{{Atom: atom, Blocks: blocks}}
		return p
	}
	first := page("one", atomA, fold(t, home, theHome, created()))
	first.Fresh, first.More = true, true
	second := page("two", atomA, fold(t, person, thePerson, &change.Change{Device: phoneA, N: 2, Time: at(1), Fields: fields("area", `"`+theArea.String()+`"`, "name", `"Lò Thị Thử"`, "born", `"2015"`)}),
		fold(t, home, theOther, created(), &change.Change{Device: phoneB, N: 1, Time: at(2), Fields: fields("phone", "null"), Seen: map[string][]change.Version{"phone": {{Time: at(0), Device: phoneA}}}}))
	inConflict := fold(t, home, theHome, created(),
		&change.Change{Device: phoneB, N: 2, Time: at(5), Fields: fields("phone", `"0911"`), Seen: map[string][]change.Version{"phone": {{Time: at(0), Device: phoneA}}}},
		&change.Change{Device: phoneC, N: 1, Time: at(4), Fields: fields("phone", `"0922"`), Seen: map[string][]change.Version{"phone": {{Time: at(0), Device: phoneA}}}})
	third := page("three", atomA, inConflict)
	steps := fold(t, consent, theConsent,
		&change.Change{Device: phoneA, N: 3, Time: at(6), Fields: fields("person", `"`+thePerson.String()+`"`, "purpose", `"photo"`, "status", `"given"`)},
		&change.Change{Device: phoneB, N: 3, Time: at(7), Fields: fields("status", `"withdrawn"`)},
		&change.Change{Device: phoneC, N: 2, Time: at(8), Fields: fields("status", `"given"`)})
	fourth := page("four", atomH, inConflict, steps)
	fifth := page("five", atomR)
	fifth.Parts = []sync.Part{{Atom: atomA, Gone: []string{theOther.String()}}}
	sixth := &sync.PullAnswer{Cursor: "six", Forget: []string{atomA}}
	seventh := page("seven", atomR, fold(t, home, theOther, created()))
	seventh.Fresh = true
	sequence := []taken{
		{Says: "a first pull begins", Page: first}, {Says: "its second page, with a field that was cleared", Page: second},
		{Says: "two people have set one field without having seen each other", Page: third},
		{Says: "another part of the scope, with a record that is held already, and a step that was not allowed", Page: fourth},
		{Says: "a record left its part of the scope", Page: fifth}, {Says: "a part of the scope is to be forgotten: what is in another part stays", Page: sixth},
		{Says: "beginning anew", Page: seventh},
	}
	store := client.NewStore()
	for i := range sequence {
		must(t, store.Take(sequence[i].Page, kinds))
		sequence[i].Holds = holdings(store, kinds)
	}
	golden(t, "pages.json", sequence)
}

func holdings(s *client.Store, kinds *kind.Registry) map[string]map[string]shown {
	out := map[string]map[string]shown{}
	for id, h := range s.Records {
		k := kinds.Get(h.Kind)
		out[id.String()] = map[string]shown{}
		for name, c := range h.State.Cells {
			var v shown
			v.Shows = c.Shown(k.Machine(name))
			for _, head := range c.Heads {
				v.Versions = append(v.Versions, head.Version.String())
			}
			for _, st := range c.Steps {
				v.Steps = append(v.Steps, [2]string{st.Version.String(), st.To})
			}
			out[id.String()][name] = v
		}
	}
	return out
}

func TestGoldenFilesAreAllMadeHere(t *testing.T) {
	files, err := os.ReadDir(protocol)
	must(t, err)
	for _, f := range files {
		if !slices.Contains([]string{"README.md", "hello.json", "hello-answer.json", "push.json", "signing.json", "push-answer.json", "pull.json", "pages.json", "fault.json"}, f.Name()) {
			t.Errorf("%s is in testdata/protocol and no test makes it", f.Name())
		}
	}
}
