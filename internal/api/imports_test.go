package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bamban/internal/api"
	"bamban/internal/importer"
	"bamban/internal/workbook"
)

// send posts a file as a role.
func (o *office) send(role, path string, raw []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(raw))
	r.Header.Set("X-Bamban", "1")
	r.AddCookie(o.cookies[role])
	w := httptest.NewRecorder()
	o.server.ServeHTTP(w, r)
	return w
}

func read[T any](t *testing.T, w *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var out T
	if w.Code != status {
		t.Fatalf("got %d, want %d: %s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// workbook is a list of two households in the station's care and one outside.
func (o *office) workbook(t *testing.T) []byte {
	t.Helper()
	name := func(in map[string]string) string { return in["name"] }
	inside, outside := map[string]string{}, map[string]string{}
	for i := range o.n.Pack.Areas {
		a := &o.n.Pack.Areas[i]
		switch o.n.AreaID(a.Key) {
		case o.in["village"]:
			inside["name"] = a.Name["vi"]
		case o.out["village"]:
			outside["name"] = a.Name["vi"]
		}
	}
	var out bytes.Buffer
	rows := func(yield func([]workbook.Value, error) bool) {
		for i, village := range []string{name(inside), name(inside), name(outside)} {
			if !yield([]workbook.Value{workbook.Num(float64(i + 1)), workbook.String([]string{"Lò Văn Nhập", "Lò Thị Nhập", "Giàng A Ngoài"}[i]), workbook.String(village), workbook.Num(1980)}, nil) {
				return
			}
		}
	}
	if _, err := workbook.WriteTable(&out, "Hộ", []workbook.Column{{Label: "STT"}, {Label: "Họ và tên chủ hộ"}, {Label: "Bản"}, {Label: "Năm sinh"}}, rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (o *office) settled(t *testing.T, role, id string) api.ImportJSON {
	t.Helper()
	for range 3000 {
		s := read[api.ImportJSON](t, o.ask(role, "GET", "/api/imports/"+id, ""), 200)
		if !slices.Contains([]importer.Stage{importer.Checking, importer.Writing, importer.TakingBack}, s.Stage) {
			return s
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("an import takes longer than half a minute")
	return api.ImportJSON{}
}

func TestAFileGoesInAndOutByTheAPI(t *testing.T) {
	o := newOffice(t)
	s := read[api.ImportJSON](t, o.send("station_desk", "/api/imports?name=ho.xlsx", o.workbook(t)), 201)
	id := s.ID.String()
	l := read[importer.Layout](t, o.ask("station_desk", "GET", "/api/imports/"+id+"/layout?sheet=0&recipe=household", ""), 200)
	m := importer.Mapping{Recipe: "household", HeaderFrom: l.HeaderFrom, HeaderTo: l.HeaderTo, Year: "2026"}
	for _, c := range l.Columns {
		m.Columns = append(m.Columns, importer.Matched{Col: c.Col, Target: c.Target})
	}
	body, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	read[api.ImportJSON](t, o.ask("station_desk", "POST", "/api/imports/"+id+"/check", string(body)), 200)
	checked := o.settled(t, "station_desk", id)
	if r := checked.Report; checked.Stage != importer.Checked || r.New != 2 || r.Failed != 1 || r.Problems[0].Code != "intake.unknown_place" {
		t.Fatalf("got %s, %+v; want two new and the village outside not found", checked.Stage, r)
	}
	if w := o.ask("provincial_desk", "GET", "/api/imports/"+id, ""); w.Code != 404 {
		t.Errorf("another user's file: got %d, want 404", w.Code)
	}
	remarks := o.ask("station_desk", "GET", "/api/imports/"+id+"/remarks?lang=vi", "")
	if rows := sheetOf(t, remarks.Body.Bytes()); len(rows) != 4 || !strings.Contains(strings.Join(rows[3], "|"), "Chưa đúng") {
		t.Errorf("got remarks %q, want the third row not right", rows)
	}
	read[api.ImportJSON](t, o.ask("station_desk", "POST", "/api/imports/"+id+"/run", `{"partial":true}`), 200)
	if s := o.settled(t, "station_desk", id); s.Stage != importer.Written {
		t.Fatalf("got %s, %+v; want written", s.Stage, s.Error)
	}
	found := func() int {
		page := read[struct{ Total int }](t, o.ask("station_desk", "GET", "/api/records/household?q=nhap", ""), 200)
		return page.Total
	}
	if got := found(); got != 2 {
		t.Errorf("got %d households, want 2", got)
	}
	list := read[struct{ Total int }](t, o.ask("station_desk", "GET", "/api/records/import", ""), 200)
	if list.Total != 1 {
		t.Errorf("got %d imports in the list, want 1", list.Total)
	}
	read[api.ImportJSON](t, o.ask("station_desk", "POST", "/api/imports/"+id+"/undo", "{}"), 200)
	if s := o.settled(t, "station_desk", id); s.Stage != importer.Undone || s.Undo.Deleted != 6 {
		t.Fatalf("got %s, %+v; want six records taken back", s.Stage, s.Undo)
	}
	if got := found(); got != 0 {
		t.Errorf("got %d households after undo, want none", got)
	}
}

func sheetOf(t *testing.T, raw []byte) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// What the list shows is in the workbook, in words; what its reader may not see isn't.
func TestAListIsAWorkbookInWords(t *testing.T) {
	o := newOffice(t)
	for _, lang := range []string{"vi", "en"} {
		w := o.ask("station_desk", "GET", "/api/export/household?format=xlsx&columns=name,area,poverty&lang="+lang, "")
		rows := sheetOf(t, w.Body.Bytes())
		head := map[string]string{"vi": "Chủ hộ|Thôn, bản|Diện hộ theo năm", "en": "Head of household|Village|Poverty status by year"}[lang]
		if got := strings.Join(rows[0], "|"); !strings.HasPrefix(got, head) || strings.Contains(got, "Mã") {
			t.Errorf("got header %q, want it to begin with %q", got, head)
		}
		text := fmt.Sprint(rows)
		if want := map[string]string{"vi": "Hộ nghèo", "en": "Poor"}[lang]; len(rows) < 3 || !strings.Contains(text, want) || !strings.Contains(text, ", ") {
			t.Errorf("got %d rows, want terms and places in words, such as %q", len(rows), want)
		}
	}
	people := sheetOf(t, o.ask("provincial_desk", "GET", "/api/export/person?format=xlsx", "").Body.Bytes())
	at := slices.Index(people[0], "Dân tộc")
	for _, row := range people[1:] {
		if len(row) > at && row[at] != "" {
			t.Fatalf("got %q, want what is sensitive left out for the provincial desk", row[at])
		}
	}
	if w := o.ask("station_desk", "GET", "/api/export/household?format=xlsx&columns=nothing", ""); w.Code != 422 {
		t.Errorf("an unknown column: got %d, want 422", w.Code)
	}
}
