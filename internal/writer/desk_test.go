package writer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// same fails where a projection rebuilt from the log is not the one that was kept.
func (p *phone) same(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	again, err := projection.Open(filepath.Join(t.TempDir(), "again.db"), p.n.Kinds, p.n.Log, 1)
	must(t, err)
	defer func() { must(t, again.Close()) }()
	must(t, p.n.Declare(again))
	must(t, again.CatchUp(ctx, p.n.Log, nil))
	differences, err := projection.Compare(ctx, p.n.Projection, again)
	must(t, err)
	for _, d := range differences {
		t.Errorf("a rebuild differs at %s: live %.200s, rebuilt %.200s", d.What, d.Left, d.Right)
	}
}

// desk writes raw values as the API passes them on.
func (p *phone) desk(record change.ID, fields map[string]json.RawMessage) error {
	_, err := p.n.Writer.Write(context.Background(), p.e.User, p.viewer, writer.Draft{Kind: "household", Record: record, Fields: fields})
	return err
}

func TestWhatTheDeskWritesIsTheSameAfterARebuild(t *testing.T) {
	p := newPhone(t)
	home := p.n.Writer.NewID()
	must(t, p.desk(home, map[string]json.RawMessage{"area": quote(p.village.String()), "name": quote("Lò Văn <Thử> & con"),
		"poverty:2026": json.RawMessage("{ \"status\" :\n \"poor\" }"), "point": json.RawMessage(`{ "lat": 22.1, "lon": 103.2 }`), "generated": json.RawMessage("true")}))
	got, err := p.n.Projection.Get(context.Background(), home)
	must(t, err)
	if v := string(kind.Values(got.Kind, got.State)["poverty"]); v != `{"2026":{"status":"poor"}}` {
		t.Errorf("the record holds %s, want it without the white space", v)
	}
	p.same(t)
}

func TestWhatTheDeskCannotWriteIsNamedAndNotWritten(t *testing.T) {
	p := newPhone(t)
	good := func() map[string]json.RawMessage {
		return map[string]json.RawMessage{"area": quote(p.village.String()), "name": quote("Lò")}
	}
	many := good()
	for year := range change.MaxFields {
		many[fmt.Sprintf("poverty:%d", 1000+year)] = json.RawMessage(`{"status":"poor"}`)
	}
	for name, c := range map[string]struct {
		field, code string
		fields      map[string]json.RawMessage
	}{
		"broken UTF-8":           {"phone", "field.not_utf8", map[string]json.RawMessage{"phone": json.RawMessage("\"09\xff\"")}},
		"half a letter":          {"address", "field.not_utf8", map[string]json.RawMessage{"address": json.RawMessage("\"Giàng A\xe1\xbb\"")}},
		"broken UTF-8 in a year": {"poverty:2026", "field.not_utf8", map[string]json.RawMessage{"poverty:2026": json.RawMessage("{\"status\":\"poor\",\"source\":\"\xc3\"}")}},
		"a name without end":     {"", "field.unknown", map[string]json.RawMessage{strings.Repeat("x", 5000): json.RawMessage("1")}},
		"a value without end":    {"phone", "field.too_long", map[string]json.RawMessage{"phone": quote(strings.Repeat("9", change.MaxValueBytes))}},
		"too many fields":        {"f", "change.too_many_fields", many},
	} {
		fields := good()
		for k, v := range c.fields {
			fields[k] = v
		}
		before, _ := p.n.Head(context.Background())
		err := p.desk(p.n.Writer.NewID(), fields)
		f := fault.As(err)
		if f == nil || f.Code != c.code || c.field != "" && f.Field != c.field || f.Text("vi") == f.Text("en") {
			t.Errorf("%s: %.200v, want %s at %s", name, err, c.code, c.field)
		}
		if after, _ := p.n.Head(context.Background()); after != before {
			t.Errorf("%s: the log grew", name)
		}
	}
	p.same(t)
}
