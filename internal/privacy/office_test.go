package privacy_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/activity"
	"bamban/internal/blob"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/privacy"
	"bamban/internal/program"
	"bamban/internal/projection"
	"bamban/internal/signin"
	"bamban/internal/signin/signintest"
	"bamban/internal/writer"
)

// office is a node with a station's desk, an officer, the province and one village.
type office struct {
	t       testing.TB
	dir     string
	n       *node.Node
	s       *privacy.Service
	blobs   *blob.Store
	signIn  *signin.Service
	unit    change.ID
	desk    privacy.Who
	village change.ID
	store   change.ID
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, dir: nodetest.Folder(t)}
	o.open()
	t.Cleanup(func() { must(t, o.n.Close()) })
	for _, u := range o.n.Pack.Units {
		if u.Type == "border_station" {
			o.unit = o.n.UnitID(u.Key)
			break
		}
	}
	o.desk = o.user("tram", "station_desk")
	areas := o.desk.Viewer.Scope(access.Create, o.n.Kinds.Get("household")).Areas
	o.village = areas[len(areas)-1]
	o.store = o.write("store", kind.Fields(ledger.Store{Name: "Kho thử", Type: "station", Unit: o.unit}))
	return o
}

// open opens the node in the office's folder, as it is there.
func (o *office) open() {
	o.t.Helper()
	n, err := node.Open(context.Background(), node.Options{Dir: o.dir, Pack: nodetest.Pack(o.t)})
	must(o.t, err)
	o.n, o.signIn = n, signin.New(n)
	o.blobs, err = blob.Open(filepath.Join(o.dir, "files"))
	must(o.t, err)
	o.s, err = privacy.New(n, o.blobs)
	must(o.t, err)
}

func (o *office) user(login, role string) privacy.Who {
	o.t.Helper()
	ctx := context.Background()
	id, _, err := o.signIn.CreateUser(ctx, nil, signin.NewUser{Login: login, Name: "Người Thử", Unit: o.unit, Role: role})
	must(o.t, err)
	v, err := o.n.Viewer(ctx, id)
	must(o.t, err)
	return privacy.Who{Viewer: v}
}

// write makes a record as the server itself.
func (o *office) write(kindName string, fields map[string]json.RawMessage) change.ID {
	o.t.Helper()
	id := o.n.Writer.NewID()
	o.set(kindName, id, fields)
	return id
}

func (o *office) set(kindName string, id change.ID, fields map[string]json.RawMessage) {
	o.t.Helper()
	_, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, writer.Draft{Kind: kindName, Record: id, Fields: fields})
	must(o.t, err)
}

// The person who is erased, and words that only she is written with.
const (
	secretName  = "Vừ Thị Quỳnhxanh"
	secretOther = "Giàng A Ởlại"
	secretNote  = "bệnhriêngcủachị"
	secretPaper = "012345009876"
	secretCall  = "0987600112"
)

// family is a household of two, one of whom has left traces everywhere.
type family struct {
	home, her, him, note, visit, enrolment, due, entry, photo, consent, request change.ID
	digest                                                                      string
}

func (o *office) family() family {
	o.t.Helper()
	by := o.desk.Viewer.User
	var f family
	f.home = o.write("household", kind.Fields(household.Household{Area: o.village, Name: secretName, Phone: "0901"}))
	f.her = o.write("person", kind.Fields(household.Person{Area: o.village, Name: "Vừ Thị Quỳnhxanh cũ", Born: "1990", Paper: "identity_card", PaperNo: secretPaper, Phone: secretCall}))
	o.set("person", f.her, map[string]json.RawMessage{"name": text(secretName)})
	f.him = o.write("person", kind.Fields(household.Person{Area: o.village, Name: secretOther, Born: "1988"}))
	o.write("membership", kind.Fields(household.Membership{Household: f.home, Person: f.her, Area: o.village, Relation: "head"}))
	o.write("membership", kind.Fields(household.Membership{Household: f.home, Person: f.him, Area: o.village}))
	f.note = o.write("note", kind.Fields(activity.Note{Subject: f.her, Area: o.village, Text: secretNote, By: by, On: "2026-03-03"}))
	o.set("note", f.note, map[string]json.RawMessage{change.Deleted: json.RawMessage("true")})
	f.visit = o.write("visit", kind.Fields(activity.Visit{Household: f.home, Area: o.village, On: "2026-03-04", By: by, Met: 2, Note: "Chị vừ thị quỳnhxanh kể " + secretNote}))
	f.enrolment = o.write("enrolment", kind.Fields(program.Enrolment{Program: "station_children", Name: secretName, Household: f.home, Person: f.her, Area: o.village, Unit: o.unit,
		Status: change.Move{To: "proposed"}.String(), Reason: secretNote}))
	f.due = o.write("due", kind.Fields(program.Due{Enrolment: f.enrolment, Program: "station_children", Entitlement: "gift", Period: "2026", Household: f.home, Area: o.village, Unit: o.unit,
		Name: secretName, Item: "vnd", Amount: 500_000, On: "2026-03-08", Status: "open"}))
	f.entry = o.write("entry", kind.Fields(ledger.Entry{Type: "handover", Item: "vnd", Quantity: 500_000, From: o.store, To: f.enrolment, On: "2026-03-08", Program: "station_children", Enrolment: f.enrolment,
		Household: f.home, Area: o.village, Unit: o.unit, By: by, Receiver: secretName, Note: secretNote}))
	f.digest = o.file("ảnh của " + secretName)
	f.photo = o.write("attachment", kind.Fields(activity.Attachment{Subject: f.entry, Area: o.village, Home: f.home, Kind: "photo", Digest: f.digest, Size: 10, Media: "image/jpeg", Caption: secretName, By: by}))
	f.consent = o.write("consent", kind.Fields(household.Consent{Person: f.her, Area: o.village, Purpose: household.SharePartner, Partner: o.unit, Form: "written", GivenOn: "2026-01-05", Status: household.Given, Note: secretNote}))
	return f
}

// file keeps some bytes that a photo has.
func (o *office) file(words string) string {
	o.t.Helper()
	b := append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), words...)
	sum := sha256.Sum256(b)
	digest := hex.EncodeToString(sum[:])
	_, _, err := o.blobs.Put(context.Background(), bytes.NewReader(b), digest, 1<<20)
	must(o.t, err)
	return digest
}

func (o *office) get(id change.ID) *projection.Record {
	o.t.Helper()
	r, err := o.n.Projection.Get(context.Background(), id)
	must(o.t, err)
	return r
}

// shows is a field as it shows, "" where it has no value.
func (o *office) shows(id change.ID, field string) string {
	o.t.Helper()
	r := o.get(id)
	return strings.Trim(string(r.State.Value(field, r.Kind)), `"`)
}

// traces lists the node's files in which a word is, however SQLite lays it out.
func (o *office) traces(words ...string) []string {
	o.t.Helper()
	var out []string
	must(o.t, filepath.WalkDir(o.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(b, []byte(w)) {
				out = append(out, filepath.Base(path)+": "+w)
			}
		}
		return err
	}))
	return out
}

func text(s string) json.RawMessage {
	b, _ := json.Marshal(s)
	return b
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wants fails unless an error is the fault of a code.
func wants(t testing.TB, err error, code string) {
	t.Helper()
	if !errors.Is(err, fault.New(code, "")) {
		t.Errorf("got %v, want %s", err, code)
	}
}

type rawMessage = json.RawMessage

// files of the closed node, and restore puts them back as another server has them.
func (o *office) files() map[string][]byte {
	o.t.Helper()
	all, err := nodetest.Files(o.dir)
	must(o.t, err)
	return all
}

func (o *office) restore(all map[string][]byte) {
	o.t.Helper()
	o.dir = nodetest.Copy(o.t, all)
}

// returned writes a change that gives something back.
func (o *office) returned(kindName string, id change.ID, c *change.Change) {
	o.t.Helper()
	_, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, writer.Draft{Op: change.Return, Kind: kindName, Record: id, Fields: c.Fields, Seen: c.Seen, Versed: c.Versed})
	must(o.t, err)
}

// phone is an enrolled device of the desk's user.
func (o *office) phone() *signintest.Phone {
	o.t.Helper()
	return signintest.New(o.t, o.n, o.signIn, o.desk.Viewer)
}
