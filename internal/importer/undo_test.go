package importer_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/importer"
	"bamban/internal/intake"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/workbook"
	"bamban/internal/writer"
)

// table is a workbook of texts.
func (o *office) table(rows ...[]string) []byte {
	o.t.Helper()
	var out bytes.Buffer
	columns := make([]workbook.Column, len(rows[0]))
	for i, name := range rows[0] {
		columns[i].Label = name
	}
	_, err := workbook.WriteTable(&out, "Hộ", columns, func(yield func([]workbook.Value, error) bool) {
		for _, r := range rows[1:] {
			values := make([]workbook.Value, len(r))
			for i := range r {
				values[i] = workbook.String(r[i])
			}
			if !yield(values, nil) {
				return
			}
		}
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out.Bytes()
}

func (o *office) idOf(name string) *projection.Record {
	o.t.Helper()
	var found *projection.Record
	err := o.Projection.Each(ctx, "household", func(r *projection.Record) error {
		if h, err := kind.Into[household.Household](r.Kind, r.State); err != nil || h.Name != name {
			return err
		}
		found = r
		return nil
	})
	if err != nil || found == nil {
		o.t.Fatalf("%s: %v", name, err)
	}
	return found
}

func (o *office) set(r *projection.Record, field string, v any) {
	o.t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		o.t.Fatal(err)
	}
	fields := map[string]json.RawMessage{field: raw}
	o.write(writer.Draft{Kind: r.Kind.Name, Record: r.ID, Fields: fields, Seen: node.Seen(r.State, fields)})
}

// What somebody worked on after an import stays; all else is as it was before.
func TestUndoLeavesWhatOthersDidSince(t *testing.T) {
	o := openOffice(t)
	village := o.villages()[0]
	old := o.Writer.NewID()
	o.write(writer.Draft{Kind: "household", Record: old, Fields: kind.Fields(household.Household{Area: o.AreaID(village.Key), Name: "Lò Văn Cũ", Phone: "0911", Address: "đầu bản"})})
	name := village.Name["vi"]
	s, m, _ := o.take(o.table([]string{"Chủ hộ", "Bản", "Điện thoại", "Địa chỉ"},
		[]string{"LÒ VĂN CŨ", name, "0922", "cuối bản"}, []string{"Lò Thị Sửa", name, "0933", ""}, []string{"Lò Thị Mới", name, "", ""}), 0, "household")
	checked := o.check(s.ID, m)
	o.want(checked, importer.Checked, "rows 3 new 2 update 1 same 0 failed 0 skipped 0")
	if l := checked.Report.Lines[0]; len(l.Changes) != 2 || l.Changes[1].From != "0911" || l.Changes[1].To != "0922" {
		t.Errorf("got %+v, want what changes from and to", l)
	}
	o.want(o.run(s.ID, false), importer.Written, "rows 3 new 2 update 1 same 0 failed 0 skipped 0")
	if h := o.houses()["Lò Văn Cũ"]; h.Phone != "0922" || h.Address != "cuối bản" {
		t.Fatalf("got %+v, want the new values under the old name", h)
	}
	o.set(o.idOf("Lò Văn Cũ"), "address", "giữa bản")
	o.set(o.idOf("Lò Thị Sửa"), "phone", "0944")
	u := o.undo(s.ID)
	if u.Stage != importer.Undone || len(u.Undo.Kept) != 2 {
		t.Fatalf("got %s, %+v, %v; want two records kept", u.Stage, u.Undo, u.Fault)
	}
	houses := o.houses()
	if h := houses["Lò Văn Cũ"]; h.Phone != "0911" || h.Address != "giữa bản" {
		t.Errorf("got %+v, want the telephone back and the later address left", h)
	}
	if h := houses["Lò Thị Sửa"]; h.Phone != "0944" {
		t.Errorf("got %+v, want the household that was worked on left", h)
	}
	if _, there := houses["Lò Thị Mới"]; there {
		t.Error("the household that nobody touched is still there")
	}
	if i := o.importRecord(s.ID); i.Status != intake.Undone || i.Kept != 2 {
		t.Errorf("got %+v, want it undone with two kept", i)
	}
	if err := o.desk.Undo(o.by, s.ID); fault.As(err).Code != "intake.undone" {
		t.Errorf("twice: got %v, want intake.undone", err)
	}
}

// A household that a visit names is not taken from under it.
func TestUndoLeavesAHouseholdThatWasVisited(t *testing.T) {
	o := openOffice(t)
	village := o.villages()[0]
	s, m, _ := o.take(o.table([]string{"Chủ hộ", "Bản"}, []string{"Lò Thị Thăm", village.Name["vi"]}), 0, "household")
	o.want(o.check(s.ID, m), importer.Checked, "rows 1 new 1 update 0 same 0 failed 0 skipped 0")
	o.run(s.ID, false)
	home := o.idOf("Lò Thị Thăm")
	o.write(writer.Draft{Kind: "visit", Record: o.Writer.NewID(), Fields: map[string]json.RawMessage{"household": quoted(home.ID.String()), "area": quoted(o.AreaID(village.Key).String()),
		"on": quoted("2026-01-01"), "by": quoted(o.by.User.String())}})
	if u := o.undo(s.ID); u.Stage != importer.Undone || len(u.Undo.Kept) == 0 || u.Undo.Kept[0].ID != home.ID {
		t.Errorf("got %s, %+v; want the visited household kept", u.Stage, u.Undo)
	}
}

func quoted(s string) json.RawMessage { return json.RawMessage(fmt.Sprintf("%q", s)) }

// What can be read in two ways, or not at all, is told with its row; nothing is guessed.
func TestRowsThatAreNotRightAreNamed(t *testing.T) {
	o := openOffice(t)
	name := o.villages()[0].Name["vi"]
	twice := o.sameName(t)
	for _, house := range []string{"Lò Văn Đôi", "Lò Văn Đôi"} {
		o.write(writer.Draft{Kind: "household", Record: o.Writer.NewID(), Fields: kind.Fields(household.Household{Area: o.AreaID(o.villages()[0].Key), Name: house})})
	}
	o.write(writer.Draft{Kind: "household", Record: o.Writer.NewID(), Fields: kind.Fields(household.Household{Area: o.AreaID(o.villages()[0].Key), Name: "Lò Văn Số", Code: "7"})})
	s, m, _ := o.take(o.table([]string{"Chủ hộ", "Bản", "Ngày sinh", "Số hộ", "Dân tộc"},
		[]string{"Lò Văn Một", name, "31/02/1980", "", ""},
		[]string{"Lò Văn Hai", name + "x", "", "", ""},
		[]string{"Lò Văn Ba", twice, "", "", ""},
		[]string{"Lò Văn Bốn", name, "1980", "", ""},
		[]string{"Lò Văn Bốn", name, "1980", "", ""},
		[]string{"Lò Văn Đôi", name, "", "", ""},
		[]string{"Lò Văn Khác", name, "", "7", ""},
		[]string{"", name, "1970", "9", "Thái"},
		[]string{"Lò Văn Chín", name, "", "", "người lạ"}), 0, "household")
	checked := o.check(s.ID, m)
	var got []string
	for _, p := range checked.Report.Problems {
		got = append(got, fmt.Sprintf("%d%s %s", p.Row, p.Column, p.Code))
		if strings.ContainsAny(p.Text.VI+p.Text.EN, "{}") {
			t.Errorf("%s: %+v has holes", p.Code, p.Text)
		}
	}
	want := "2C field.bad_date|3B intake.unknown_place|4B intake.many_places|6A intake.twice_in_file|7A intake.many_matches|8D intake.code_of_another|9A field.required|10E field.unknown_term"
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
	for _, p := range checked.Report.Problems {
		if p.Code == "intake.unknown_place" && !strings.Contains(p.Text.VI, name) {
			t.Errorf("got %q, want the village that is nearly named so", p.Text.VI)
		}
	}
	o.want(checked, importer.Checked, "rows 9 new 1 update 0 same 0 failed 8 skipped 0")
}

// sameName gives a name that two villages in reach have.
func (o *office) sameName(t *testing.T) string {
	t.Helper()
	k := o.Kinds.Get("household")
	seen := map[string]bool{}
	for i := range o.Pack.Areas {
		a := &o.Pack.Areas[i]
		if a.Level != "village" || !o.by.Can(access.Create, k, access.At{Area: o.AreaID(a.Key)}) {
			continue
		}
		if seen[a.Name["vi"]] {
			return a.Name["vi"]
		}
		seen[a.Name["vi"]] = true
	}
	t.Fatal("no two villages in this station's care have one name any more: take a station of the pack where two have")
	return ""
}

// A list of a kind without a recipe goes in by its fields, once.
func TestAnyKindGoesInByItsFields(t *testing.T) {
	o := openOffice(t)
	village := o.villages()[0]
	person := o.Writer.NewID()
	o.write(writer.Draft{Kind: "person", Record: person, Fields: kind.Fields(household.Person{Area: o.AreaID(village.Key), Name: "Lò Thị Bản"})})
	raw := o.table([]string{"Về", "Địa bàn", "Nội dung", "Người ghi", "Ngày"}, []string{person.String(), village.Name["vi"], "Cần hỏi thêm về giống ngô", o.by.User.String(), "5/3/2026"})
	s, m, l := o.take(raw, 0, "note")
	if got, want := matched(l), "A=subject B=village C=text D=by E=on"; got != want {
		t.Fatalf("got columns %s, want %s", got, want)
	}
	o.want(o.check(s.ID, m), importer.Checked, "rows 1 new 1 update 0 same 0 failed 0 skipped 0")
	o.want(o.run(s.ID, false), importer.Written, "rows 1 new 1 update 0 same 0 failed 0 skipped 0")
	again, m, _ := o.take(raw, 0, "note")
	o.want(o.check(again.ID, m), importer.Checked, "rows 1 new 0 update 0 same 1 failed 0 skipped 0")
}

// Nobody finds another's file, and who may not create has no lists to choose from.
func TestFilesAreTheirSendersOwn(t *testing.T) {
	o := openOffice(t)
	s, _, _ := o.take(o.table([]string{"Chủ hộ", "Bản"}, []string{"Lò Văn A", "x"}), 0, "household")
	other := o.user("station_desk", o.by.Unit)
	if _, err := o.desk.State(other, s.ID); fault.As(err).Code != "intake.gone" {
		t.Errorf("got %v, want intake.gone for another user", err)
	}
	if r := importer.Recipes(o.Node, o.user("auditor", o.by.Unit)); len(r) != 0 {
		t.Errorf("got %d lists for an auditor, want none", len(r))
	}
}
