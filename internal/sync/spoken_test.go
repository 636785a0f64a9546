package sync_test

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/speech"
	"bamban/internal/writer"
)

// said is a sound by its content, of so many bytes.
func said(word string) []byte {
	return []byte("RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x08\x00\x00\x00" + word)
}

// speak writes, on the phone, how a text is said; the sound is the phone's until it is sent.
func (o *office) speak(t testing.TB, of string, by change.ID, sound []byte) change.ID {
	t.Helper()
	id, err := o.phone.NewID()
	must(t, err)
	_, err = o.phone.Write("recording", id, kind.Fields(speech.Recording{Of: of, Language: "hmong", Status: speech.InUse, Sum: digestOf(sound), By: by, On: "2026-03-03"}))
	must(t, err)
	return id
}

// heardAs is the digest that a recording plays; "" for none.
func (o *office) heardAs(t testing.TB, id change.ID) string {
	t.Helper()
	r, err := o.n.Projection.Get(context.Background(), id)
	must(t, err)
	s, err := kind.Into[speech.Recording](r.Kind, r.State)
	must(t, err)
	return s.Digest
}

func TestAnOfficersPhoneRecordsATextAndEverybodyHearsItOnceTheSoundHasCome(t *testing.T) {
	o := newOffice(t)
	o.officer(t) // holds nothing, and may record
	o.sync(t)
	sound := said("chào bà con")
	id := o.speak(t, "form:household_visit/at_home", o.phone.User, sound)
	if got := o.held(t); len(got) != 0 {
		t.Fatalf("the record was answered %v, want plainly accepted", got)
	}
	if status, _ := o.fetch(t, digestOf(sound)); o.heardAs(t, id) != "" || status != http.StatusNotFound {
		t.Errorf("before the sound: plays %q, fetched %d; want nothing", o.heardAs(t, id), status)
	}
	if got := o.send(t, sound); got.status != http.StatusNoContent {
		t.Fatalf("send: %+v", got)
	}
	if status, got := o.fetch(t, digestOf(sound)); status != http.StatusOK || !bytes.Equal(got, sound) {
		t.Errorf("after the sound: status %d, %d bytes; want the sound", status, len(got))
	}
	r, err := o.n.Projection.Get(context.Background(), id)
	must(t, err)
	s, err := kind.Into[speech.Recording](r.Kind, r.State)
	must(t, err)
	if s.Digest != digestOf(sound) || s.Size != int64(len(sound)) || s.Media != "audio/wave" || s.By != o.phone.User {
		t.Errorf("the server found %+v", s)
	}
	if got := o.send(t, sound); got.code != "upload.have" {
		t.Errorf("sent again: %+v, want upload.have", got)
	}
	o.wantKept(t, 1, 0)
}

func TestARecordingOfAPhoneComesInAFileOfUnsentWorkToo(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.sync(t)
	carrier := o.carrier(t)
	sound := said("theo tệp")
	id := o.speak(t, "consent:help", o.phone.User, sound)
	raw := o.bundle(t, sound)
	for range 2 {
		got, err := o.http().Bundle(ctx, carrier, raw)
		must(t, err)
		if got.Changes.Accepted != 1 || got.Files.Kept != 1 || o.heardAs(t, id) != digestOf(sound) {
			t.Errorf("answer %+v, plays %q; want the change, the file and the sound", got, o.heardAs(t, id))
		}
	}
	o.sync(t)
	if got := o.send(t, sound); got.code != "upload.have" {
		t.Errorf("the phone sends it itself: %+v, want upload.have", got)
	}
}

// A recording is heard by everybody. Who knows a file's digest, as everybody does who
// may see the record of a child's voice, must not make it heard by naming it.
func TestAPhoneCannotMakeARecordingSpeakOfAFileThatItDoesNotHold(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	private := said("chuyện riêng")
	_, _, err := o.blobs.Put(ctx, bytes.NewReader(private), digestOf(private), 1<<20)
	must(t, err)
	o.officer(t)
	o.sync(t)
	id := o.speak(t, "text:reporter.visit", o.phone.User, private)
	forged, err := o.phone.NewID()
	must(t, err)
	_, err = o.phone.Write("recording", forged, kind.Fields(speech.Recording{Of: "text:reporter.visit", Language: "hmong", Digest: digestOf(private), Size: 5, Media: "audio/wave", By: o.phone.User, On: "2026-03-03"}))
	must(t, err)
	o.carrier(t)
	colleague, err := o.n.Projection.FindBy(ctx, "user", "login", "mang.ho", 1)
	must(t, err)
	others := o.speak(t, "text:reporter.visit", colleague[0].ID, said("của người khác"))
	if got := o.held(t); !slices.Equal(got, []string{"quarantined scope.field", "quarantined scope.outside"}) {
		t.Errorf("a digest of one's own choice, another's name: %v, want both held back", got)
	}
	if got := o.create(t, private); got.status != http.StatusCreated {
		t.Errorf("the bytes are asked for: %+v, want an upload that begins", got)
	}
	if status, _ := o.fetch(t, digestOf(private)); status != http.StatusNotFound || o.heardAs(t, id) != "" {
		t.Errorf("without the bytes: fetched %d, plays %q; want nothing", status, o.heardAs(t, id))
	}
	if got := o.send(t, said("của người khác")); got.code != "upload.no_record" {
		t.Errorf("the sound of what was held back: %+v, want upload.no_record", got)
	}
	if _, err := o.n.Projection.Get(ctx, others); err == nil {
		t.Error("a recording in another's name took effect")
	}
}

func TestWhoMayNotRecordSendsNoSound(t *testing.T) {
	o := newOffice(t)
	sound := said("tiếng")
	v, err := o.n.Viewer(context.Background(), o.phone.User)
	must(t, err)
	o.role(t, "village_reporter", v.Unit)
	o.sync(t)
	o.speak(t, "text:reporter.visit", o.phone.User, sound)
	if got := o.held(t); len(got) != 1 || !strings.HasPrefix(got[0], "quarantined ") {
		t.Errorf("a reporter's recording: %v, want it held back", got)
	}
	if got := o.send(t, sound); got.code != "upload.no_record" {
		t.Errorf("its sound: %+v, want upload.no_record", got)
	}
	// Who might record when they wrote, and may no more when they send.
	id := o.n.Writer.NewID()
	o.write(t, writer.Draft{Kind: "recording", Record: id, Fields: kind.Fields(speech.Recording{Of: "text:reporter.visit", Language: "hmong", Sum: digestOf(sound), By: o.phone.User, On: "2026-03-03"})})
	if got := o.send(t, sound); got.code != "upload.no_record" || o.heardAs(t, id) != "" {
		t.Errorf("the right has ended: %+v, want upload.no_record", got)
	}
}

func TestASoundThatIsNoneOrTooLongOrOfNoTextIsRefusedInWords(t *testing.T) {
	o := newOffice(t)
	o.officer(t)
	o.sync(t)
	picture, long, odd := photo(3000), said(strings.Repeat("a", 1_000_001)), said("lạ")
	ids := []change.ID{o.speak(t, "text:reporter.visit", o.phone.User, picture), o.speak(t, "text:reporter.tell", o.phone.User, long), o.speak(t, "person:1", o.phone.User, odd)}
	o.sync(t)
	for _, c := range []struct {
		what    string
		content []byte
		code    string
	}{{"a picture", picture, "recording.not_sound"}, {"too long", long, "upload.too_large"}, {"of no text", odd, "recording.of"}} {
		got := o.send(t, c.content)
		if got.code != c.code {
			t.Errorf("%s: %+v, want %s", c.what, got, c.code)
		}
		inWords(t, c.what, got.text)
	}
	for _, id := range ids {
		if o.heardAs(t, id) != "" {
			t.Errorf("%s plays %q, want nothing", id, o.heardAs(t, id))
		}
	}
	o.wantKept(t, 0, 0)
}
