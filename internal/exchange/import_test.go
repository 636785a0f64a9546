package exchange_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/exchange"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

var ctx = context.Background()

// world is a node with the shipped pack.
type world struct {
	*node.Node
	t testing.TB
}

func open(t testing.TB) *world {
	t.Helper()
	n, err := node.Open(ctx, node.Options{Dir: nodetest.Folder(t), Pack: nodetest.Pack(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return &world{n, t}
}

const (
	village      = "village/03388-01" // Bản Nậm Sảng, Phường Đoàn Kết
	villageOther = "village/03390-01"
)

func (w *world) write(drafts ...writer.Draft) {
	w.t.Helper()
	if _, err := w.Writer.Write(ctx, change.ID{}, nil, drafts...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) house(h household.Household) change.ID {
	w.t.Helper()
	if h.Area.IsZero() {
		h.Area = w.AreaID(village)
	}
	id := w.Writer.NewID()
	w.write(writer.Draft{Kind: "household", Record: id, Fields: kind.Fields(h)})
	return id
}

func (w *world) take(kindName, table string, o exchange.Options) *exchange.Report {
	w.t.Helper()
	r, err := exchange.Import(ctx, w.Node, nil, change.ID{}, w.Kinds.Get(kindName), strings.NewReader(table), o)
	if err != nil {
		w.t.Fatalf("import: %v", err)
	}
	return r
}

func (w *world) houses() map[string]household.Household {
	w.t.Helper()
	out := map[string]household.Household{}
	err := w.Projection.Each(ctx, "household", func(r *projection.Record) error {
		h, err := kind.Into[household.Household](r.Kind, r.State)
		if !r.Deleted() {
			out[h.Name] = h
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *world) head() uint64 {
	h, err := w.Head(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	return h.Seq
}

// counts are a report's figures, to compare.
func counts(r *exchange.Report) string {
	return fmt.Sprintf("created %d updated %d unchanged %d failed %d written %v", r.Created, r.Updated, r.Unchanged, r.Failed, r.Written)
}

func check(t *testing.T, r *exchange.Report, want string) {
	t.Helper()
	if got := counts(r); got != want {
		t.Errorf("got %s, want %s; problems %v", got, want, r.Problems)
	}
}

func TestRowsAreWrittenAsPeopleWriteThem(t *testing.T) {
	w := open(t)
	table := "Thôn, bản;Chủ hộ;Số hộ;Vị trí nhà (vĩ độ);Vị trí nhà (kinh độ);Diện hộ theo năm 2025: Diện;Diện hộ theo năm 2025: Số quyết định;Kết thúc ngày;Ở từ;Dữ liệu tạo sinh\r\n" +
		"\"Bản Nậm Sảng, Phường Đoàn Kết\";Lò Văn Ánh;7;22,39;103.51;Hộ nghèo;12/QĐ-UBND;31/12/2025;3/2019;x\r\n" +
		"ban nam sang, doan ket;Giàng A Páo;;;;;;;;không\r\n" +
		"any/03388-01;\"Sùng Thị\nMỷ\";;;;ho can ngheo;;;1998;\r\n" +
		"03388-01;'=Vàng A Sử;;;;;;2025-01-02;;\r\n"
	r := w.take("household", table, exchange.Options{})
	check(t, r, "created 4 updated 0 unchanged 0 failed 0 written true")
	if r.Encoding != "utf-8" || r.Separator != ";" {
		t.Errorf("got %s with %q, want utf-8 with ;", r.Encoding, r.Separator)
	}
	houses, area := w.houses(), w.AreaID(village)
	for name, want := range map[string]household.Household{
		"Lò Văn Ánh": {Area: area, Name: "Lò Văn Ánh", Code: "7", Point: &kind.Pos{Lat: 22.39, Lon: 103.51},
			Poverty: map[string]household.Poverty{"2025": {Status: "poor", Decision: "12/QĐ-UBND"}}, Ended: "2025-12-31", Since: "2019-03", Generated: true},
		"Giàng A Páo":  {Area: area, Name: "Giàng A Páo"},
		"Sùng Thị\nMỷ": {Area: area, Name: "Sùng Thị\nMỷ", Since: "1998", Poverty: map[string]household.Poverty{"2025": {Status: "near_poor"}}},
		"=Vàng A Sử":   {Area: area, Name: "=Vàng A Sử", Ended: "2025-01-02"},
	} {
		got, err := json.Marshal(houses[name])
		if err != nil {
			t.Fatal(err)
		}
		if wanted, _ := json.Marshal(want); !bytes.Equal(got, wanted) {
			t.Errorf("%s: got %s, want %s", name, got, wanted)
		}
	}
}

func TestAnExportComesBackUnchanged(t *testing.T) {
	w := open(t)
	for i := range 120 {
		w.house(household.Household{Name: fmt.Sprintf("Lò Văn %d", i), Code: fmt.Sprint(i), Phone: "+84912345678", Address: "=HYPERLINK(\"x\")",
			Point: &kind.Pos{Lat: 22.123456789, Lon: 103.5, Acc: 12, At: 1_700_000_000_000}, Since: "2019",
			Poverty: map[string]household.Poverty{"2024": {Status: "poor"}, "2025": {Status: "near_poor", Source: "x; y, \"z\""}}})
	}
	w.house(household.Household{Name: "-5", Address: "@x"})
	w.house(household.Household{Name: "  Hai   dấu cách ", Address: "dòng một\ndòng hai"})
	w.write(writer.Draft{Kind: "user", Record: w.Writer.NewID(), Fields: kind.Fields(account.User{Login: "a.b", Name: "A B", Unit: w.UnitID(w.Pack.Units[0].Key), Status: "active"})})
	for _, name := range []string{"household", "area", "unit", "user"} {
		var b bytes.Buffer
		rows, err := exchange.ExportCSV(ctx, w.Node, w.Kinds.Get(name), &b)
		if err != nil {
			t.Fatal(err)
		}
		before := w.head()
		check(t, w.take(name, b.String(), exchange.Options{Clear: true}), fmt.Sprintf("created 0 updated 0 unchanged %d failed 0 written true", rows))
		if after := w.head(); after != before {
			t.Errorf("%s: got %d new entries in the log, want none", name, after-before)
		}
	}
}

func TestARowWithAnIDChangesOnlyWhatDiffers(t *testing.T) {
	w := open(t)
	id := w.house(household.Household{Name: "Lò Văn A", Code: "7", Phone: "0912", Poverty: map[string]household.Poverty{"2025": {Status: "poor", Source: "sổ"}}})
	table := "id,name,code,phone,poverty.2025.status\n" + id.String() + ",Lò Văn B,7,,near_poor\n"
	before := w.head()
	check(t, w.take("household", table, exchange.Options{}), "created 0 updated 1 unchanged 0 failed 0 written true")
	entries, err := w.Log.Read(ctx, before, 10)
	if err != nil || len(entries) != 1 {
		t.Fatalf("got %d entries, %v; want one", len(entries), err)
	}
	c, err := change.Decode(entries[0].Batch.Contents[0], entries[0].Batch.Device, entries[0].Batch.User)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"name": `"Lò Văn B"`, "poverty:2025": `{"source":"sổ","status":"near_poor"}`}
	for cell, v := range c.Fields {
		if want[cell] != string(v) {
			t.Errorf("the change sets %s to %s, want %q", cell, v, want[cell])
		}
	}
	if len(c.Fields) != len(want) || len(c.Seen["name"]) == 0 {
		t.Errorf("got fields %v, seen %v; want %v, each seen", c.Fields, c.Seen, want)
	}
	// An empty cell says nothing, unless that is asked for.
	if got := w.houses()["Lò Văn B"].Phone; got != "0912" {
		t.Errorf("telephone: got %q, want it kept", got)
	}
	check(t, w.take("household", table, exchange.Options{Clear: true}), "created 0 updated 1 unchanged 0 failed 0 written true")
	if got := w.houses()["Lò Văn B"].Phone; got != "" {
		t.Errorf("telephone: got %q, want it cleared", got)
	}
}

func TestNothingIsWrittenWhereARowIsWrong(t *testing.T) {
	w := open(t)
	table := "area,name,ended,generated,poverty.2025.status,point.lat\n" +
		"any/03388-01,Lò Văn A,,,,\n" + // row 2 is right
		"\n" +
		"any/03388-99,Lò Văn B,,,,\n" +
		"any/03388-01,,,,,\n" +
		"any/03388-01,Lò Văn D,31/02/2025,maybe,rich,22.1\n" +
		"any/03388-01,Lò Văn E\n"
	before := w.head()
	r := w.take("household", table, exchange.Options{})
	check(t, r, "created 1 updated 0 unchanged 0 failed 4 written false")
	want := []string{"4 area import.unknown_ref", "5 name field.required", "6 ended field.bad_date", "6 generated field.wrong_type",
		"6 poverty.2025.status field.unknown_term", "6 point.lat field.bad_position", "7  import.row_length"}
	seen := map[string]bool{}
	for _, p := range r.Problems {
		seen[fmt.Sprintf("%d %s %s", p.Row, p.Column, p.Code)] = true
		if p.Text.VI == "" || p.Text.EN == "" || p.Text.VI == p.Text.EN || strings.ContainsAny(p.Text.VI+p.Text.EN, "{}") {
			t.Errorf("%+v: want what is wrong and what to do, in both languages", p)
		}
	}
	for _, x := range want {
		if !seen[x] {
			t.Errorf("got %v, want %q among them", seen, x)
		}
	}
	if len(seen) != len(want) {
		t.Errorf("got %d problems, want %d: %v", len(seen), len(want), seen)
	}
	if after := w.head(); after != before || len(w.houses()) > 0 {
		t.Errorf("the log went from %d to %d, %d households; want nothing written", before, after, len(w.houses()))
	}
	// Asked to, it takes the rows that are right; the mended file brings the rest, once.
	check(t, w.take("household", table, exchange.Options{Partial: true}), "created 1 updated 0 unchanged 0 failed 4 written true")
	mended := "area,name\nany/03388-01,Lò Văn A\nany/03388-01,Lò Văn B\n"
	check(t, w.take("household", mended, exchange.Options{}), "created 1 updated 0 unchanged 1 failed 0 written true")
}

func TestADryRunWritesNothing(t *testing.T) {
	w := open(t)
	before := w.head()
	check(t, w.take("household", "area,name\nany/03388-01,Lò Văn A\n", exchange.Options{DryRun: true}), "created 1 updated 0 unchanged 0 failed 0 written false")
	if w.head() != before {
		t.Error("the log moved")
	}
}

func TestTheSameFileTwiceMakesNothingTwice(t *testing.T) {
	w := open(t)
	table := "area,name\nany/03388-01,Lò Văn A\nany/03388-01,Lò Văn A\nany/03388-01,Lò Văn C\n"
	check(t, w.take("household", table, exchange.Options{}), "created 3 updated 0 unchanged 0 failed 0 written true")
	before := w.head()
	check(t, w.take("household", table, exchange.Options{}), "created 0 updated 0 unchanged 3 failed 0 written true")
	if w.head() != before {
		t.Error("the log moved")
	}
	// What was deleted since can come in again.
	var some change.ID
	if err := w.Projection.Each(ctx, "household", func(r *projection.Record) error { some = r.ID; return nil }); err != nil {
		t.Fatal(err)
	}
	w.write(writer.Draft{Kind: "household", Record: some, Fields: map[string]json.RawMessage{change.Deleted: json.RawMessage("true")}})
	check(t, w.take("household", table, exchange.Options{}), "created 1 updated 0 unchanged 2 failed 0 written true")
}

func TestEncodingsAreToldApart(t *testing.T) {
	text := "Thôn, bản;Chủ hộ\r\nany/03388-01;Nguyễn Thị Thuỷ Tiên ở Mường Tè\r\n"
	utf16, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ content, encoding string }{
		"utf-8":                     {text, "utf-8"},
		"utf-8 with a mark":         {"\ufeff" + text, "utf-8"},
		"utf-8, decomposed":         {norm.NFD.String(text), "utf-8"},
		"utf-16":                    {utf16, "utf-16"},
		"windows-1258":              {windows1258(t, text), "windows-1258"},
		"with the separator's line": {"sep=;\r\n" + text, "utf-8"},
	} {
		w := open(t)
		r := w.take("household", c.content, exchange.Options{})
		check(t, r, "created 1 updated 0 unchanged 0 failed 0 written true")
		if r.Encoding != c.encoding {
			t.Errorf("%s: got %s, want %s", name, r.Encoding, c.encoding)
		}
		if _, ok := w.houses()["Nguyễn Thị Thuỷ Tiên ở Mường Tè"]; !ok {
			t.Errorf("%s: got %v, want the name in NFC", name, w.houses())
		}
	}
}

// windows1258 writes text as Windows does: letters with their own byte, tones after.
func windows1258(t *testing.T, text string) string {
	t.Helper()
	var b strings.Builder
	enc := charmap.Windows1258.NewEncoder()
	for _, r := range text {
		s, err := enc.String(string(r))
		if err != nil {
			// â, ê, ô, ơ, ư, ă stay whole; only the tone comes off.
			d := norm.NFD.String(string(r))
			var base, tone string
			for _, x := range d {
				if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", x) {
					tone = string(x)
				} else {
					base += string(x)
				}
			}
			if s, err = enc.String(norm.NFC.String(base) + tone); err != nil {
				t.Fatal(err)
			}
		}
		b.WriteString(s)
	}
	return b.String()
}

func TestTextThatCannotBeReadIsRefusedWithItsRow(t *testing.T) {
	latin := func(s string) string {
		out, err := charmap.ISO8859_1.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	tcvn3 := "area,name\n1,Hä vµ tªn ng\u00adêi d©n téc\n2,NguyÔn V¨n §øc, b¶n NËm S¶ng\n"
	vni := "area,name\n1,Hoï vaø teân ngöôøi daân\n2,Nguyeãn Vaên Ñöùc baûn Naäm Saûng\n"
	for name, c := range map[string]struct{ content, code, says string }{
		"tcvn3 bytes":      {latin(tcvn3), "import.bad_encoding", "TCVN3"},
		"tcvn3 in utf-8":   {tcvn3, "import.bad_encoding", "TCVN3"},
		"vni bytes":        {latin(vni), "import.bad_encoding", "VNI"},
		"vni in utf-8":     {vni, "import.bad_encoding", "VNI"},
		"broken utf-8":     {"area,name\nx,Lò Văn A\nx,Giàng A\xe1\xbb\n", "import.bad_encoding", "row 3"},
		"a stray byte":     {"area,name\nx,\"a\nb\"\nx,\xff\n", "import.bad_encoding", "row"},
		"a null":           {"area,name\nx,\"a\nb\"\nx,a\x00b\n", "import.nul", "row 3"},
		"utf-16, no mark":  {"a\x00,\x00n\x00\n\x00", "import.nul", "row 1"},
		"an open quote":    {"area,name\nx,y\nx,\"y\nz\n", "import.bad_quotes", "row 3"},
		"a quote inside":   {"area,name\nx,y \"z\" y\n", "import.bad_quotes", "row 2"},
		"a workbook":       {"PK\x03\x04\x14\x00\x06\xff\xfe", "import.not_text", "xlsx"},
		"a picture":        {"\x89PNG\r\n\x1a\n" + strings.Repeat("\xc9\xd2", 200), "import.not_text", "PNG"},
		"nothing":          {"", "import.empty", ""},
		"empty lines":      {"\n\n,,,\n", "import.empty", ""},
		"only names":       {"area,name\n", "import.empty", ""},
		"no names":         {"Lò Văn A,3\nLò Văn B,4\n", "import.no_header", ""},
		"too many columns": {strings.Repeat("x,", exchange.MaxColumns) + "x\n", "import.too_many_columns", "300"},
		"too many rows":    {"name,area\n" + strings.Repeat("x,\n", exchange.MaxRows+1), "import.too_many", "200000"},
		"too large":        {strings.Repeat("x", exchange.MaxBytes+1), "body.too_large", "64 MiB."},
	} {
		w := shared(t)
		before := w.head()
		_, err := exchange.Import(ctx, w.Node, nil, change.ID{}, w.Kinds.Get("household"), strings.NewReader(c.content), exchange.Options{})
		if f := fault.As(err); f == nil || f.Code != c.code || !strings.Contains(strings.ToLower(f.Text("en")), strings.ToLower(c.says)) {
			t.Errorf("%s: got %v (%s), want %s that says %q", name, err, fault.As(err).Text("en"), c.code, c.says)
		} else if vi := f.Text("vi"); vi == f.Text("en") || strings.Contains(vi+f.Text("en"), "{") {
			t.Errorf("%s: texts %q and %q, want whole ones in two languages", name, vi, f.Text("en"))
		}
		if w.head() != before {
			t.Errorf("%s: the log moved", name)
		}
	}
}

var sharedWorld *world

// shared is one node for tests that must write nothing.
func shared(t *testing.T) *world {
	t.Helper()
	if sharedWorld == nil || sharedWorld.t != testing.TB(t) {
		sharedWorld = open(t)
	}
	return sharedWorld
}

func TestTheRowOfNamesIsCheckedBeforeTheRest(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"a title above":       {"DANH SÁCH HỘ NGHÈO,,\n,,\narea,name,code\nany/03388-01,x,1\n", []string{"1 import.header_below names are in row 3"}},
		"labels over names":   {"Thôn bản,Chủ hộ\narea,name\nany/03388-01,x\n", []string{"2 import.two_headers rows, 1 and 2"}},
		"merged over years":   {"Thôn bản,Chủ hộ,Diện hộ,\n,,2024,2025\nany/03388-01,x,poor,poor\n", []string{"2 import.two_headers rows, 1 and 2"}},
		"an empty name":       {"area,,name\nany/03388-01,1,x\n", []string{"1 import.merged_header column B"}},
		"a slip of the hand":  {"area,name,phoen\nany/03388-01,x,1\n", []string{"1 import.near_column Điện thoại (phone)"}},
		"nothing like it":     {"area,name,Ghi chú của trưởng bản\nany/03388-01,x,1\n", []string{"1 import.unknown_column trưởng bản"}},
		"the same twice":      {"area,name,Chủ hộ\nany/03388-01,x,1\n", []string{"1 import.twice_column Chủ hộ"}},
		"a name is missing":   {"name,code\nx,1\n", []string{"1 import.missing_column (area)"}},
		"two things at once":  {"nam,codes\nx,1\n", nil},
		"a secret is no name": {"login,name,unit,password\nx,y,z,w\n", nil},
	} {
		w := shared(t)
		before := w.head()
		r, err := exchange.Import(ctx, w.Node, nil, change.ID{}, w.Kinds.Get("household"), strings.NewReader(c.content), exchange.Options{Partial: true})
		if err != nil {
			if c.want != nil || fault.As(err).Class() != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		for i, want := range c.want {
			row, rest, _ := strings.Cut(want, " ")
			code, says, _ := strings.Cut(rest, " ")
			if len(r.Problems) <= i || fmt.Sprint(r.Problems[i].Row) != row || r.Problems[i].Code != code || !strings.Contains(r.Problems[i].Text.EN, says) {
				t.Errorf("%s: got %+v, want %q", name, r.Problems, want)
			}
		}
		for _, p := range r.Problems {
			if p.Text.VI == "" || p.Text.VI == p.Text.EN || strings.Contains(p.Text.VI+p.Text.EN, "{") {
				t.Errorf("%s: texts %q and %q, want whole ones in two languages", name, p.Text.VI, p.Text.EN)
			}
		}
		if len(r.Problems) == 0 || r.Written || w.head() != before {
			t.Errorf("%s: got %+v, want problems and nothing written", name, r)
		}
	}
}

func TestAMissingNameIsNoFaultWhereEveryRowHasItsID(t *testing.T) {
	w := open(t)
	id := w.house(household.Household{Name: "Lò Văn A"})
	check(t, w.take("household", "id,phone\n"+id.String()+",0912\n", exchange.Options{}), "created 0 updated 1 unchanged 0 failed 0 written true")
	r := w.take("household", "id,phone\n,0913\n", exchange.Options{})
	check(t, r, "created 0 updated 0 unchanged 0 failed 1 written false")
}

func TestIDsThatAreWrongAreNamed(t *testing.T) {
	w := open(t)
	id, gone := w.house(household.Household{Name: "Lò Văn A"}), w.house(household.Household{Name: "Lò Văn B"})
	w.write(writer.Draft{Kind: "household", Record: gone, Fields: map[string]json.RawMessage{change.Deleted: json.RawMessage("true")}})
	table := "id,phone\nx,1\n" + w.Writer.NewID().String() + ",1\n" + w.AreaID(village).String() + ",1\n" + gone.String() + ",1\n" + id.String() + ",1\n" + id.String() + ",2\n"
	r := w.take("household", table, exchange.Options{})
	var got []string
	for _, p := range r.Problems {
		got = append(got, fmt.Sprint(p.Row, p.Code))
	}
	want := "[2import.unknown_id 7import.twice_id 3import.unknown_id 4import.unknown_id 5record.deleted]"
	for _, x := range strings.Fields(strings.Trim(want, "[]")) {
		if !strings.Contains(strings.ReplaceAll(fmt.Sprint(got), " ", ""), x) {
			t.Errorf("got %v, want %s", got, x)
		}
	}
	check(t, r, "created 0 updated 1 unchanged 0 failed 5 written false")
}

func TestReferencesAreFoundByWhatPeopleWrite(t *testing.T) {
	w := open(t)
	first := w.house(household.Household{Name: "Lò Văn A", Code: "7"})
	w.house(household.Household{Name: "Lò Văn B", Code: "7", Area: w.AreaID(villageOther)})
	user, unit := w.Writer.NewID(), w.Pack.Units[0]
	w.write(writer.Draft{Kind: "user", Record: user, Fields: kind.Fields(account.User{Login: "lo.van.chung", Name: "Lò Văn Chung", Unit: w.UnitID(unit.Key), Status: "active"})})
	role := w.Pack.Vocabulary("assignment_role").Terms[0]
	head := "user,unit,role,household,area,from\n"
	row := func(unit, household, area string) string {
		return strings.Join([]string{"LO.VAN.CHUNG", `"` + unit + `"`, role.Label["vi"], `"` + household + `"`, `"` + area + `"`, "1/1/2026"}, ",") + "\n"
	}
	for name, c := range map[string]struct{ row, code string }{
		"by number within the row's area": {row(unit.Code, "7", "any/03388-01"), ""},
		"by number and its village":       {row(unit.Name["vi"], "7, Bản Nậm Sảng, Phường Đoàn Kết", ""), ""},
		"by id":                           {row(unit.Code, first.String(), ""), ""},
		"a number that two have":          {row(unit.Code, "7", ""), "import.many_refs"},
		"no such number":                  {row(unit.Code, "8", "any/03388-01"), "import.unknown_ref"},
		"no such unit":                    {row("Đồn không có", "7", "any/03388-01"), "import.unknown_ref"},
		"an id of another kind":           {row(unit.Code, user.String(), ""), "import.unknown_ref"},
		"a village that is not there":     {row(unit.Code, "", "Bản Nậm Sảng, Xã Không Có"), "import.unknown_ref"},
		"a code that the old map had too": {row(unit.Code, "", "03388"), ""}, // only today's counts
	} {
		r := w.take("assignment", head+c.row, exchange.Options{DryRun: true})
		if c.code == "" && r.Failed > 0 || c.code != "" && (len(r.Problems) == 0 || r.Problems[0].Code != c.code) {
			t.Errorf("%s: got %+v, want %q", name, r.Problems, c.code)
		}
	}
}

func TestAnImporterReachesNoFurtherThanAtTheDesk(t *testing.T) {
	w := open(t)
	inside := w.house(household.Household{Name: "Lò Văn A", Code: "7", Phone: "0912"})
	outside := w.house(household.Household{Name: "Lò Văn B", Code: "9", Area: w.AreaID(villageOther)})
	user := w.Writer.NewID()
	w.write(writer.Draft{Kind: "user", Record: user, Fields: kind.Fields(account.User{Login: "x.y", Name: "X", Unit: w.UnitID(w.Pack.Units[0].Key), Status: "active"})})
	// Sees names of plain fields only, in one village.
	roles := []access.Role{{Code: "r", Rules: []access.Rule{{Kinds: []string{"household"}, Verbs: []access.Verb{access.Read, access.Update, access.Create}, Reach: access.OfArea, Sees: []string{"plain"}}}}}
	viewer := access.Bind(user, change.ID{}, []access.Grant{{Role: "r", Area: w.AreaID(village)}}, roles, belowOnly{})
	take := func(table string, o exchange.Options) *exchange.Report {
		t.Helper()
		r, err := exchange.Import(ctx, w.Node, viewer, user, w.Kinds.Get("household"), strings.NewReader(table), o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for name, c := range map[string]struct{ table, code string }{
		"a record outside":            {"id,code\n" + outside.String() + ",9\n", "import.unknown_id"},
		"a new record outside":        {"area,name\nany/03390-01,x\n", "scope.outside"},
		"moving a record outside":     {"id,area\n" + inside.String() + ",any/03390-01\n", "scope.outside"},
		"a field that they can't see": {"id,phone\n" + inside.String() + ",0912\n", "scope.field"}, // also where they guess right
	} {
		if r := take(c.table, exchange.Options{}); len(r.Problems) != 1 || r.Problems[0].Code != c.code || r.Written {
			t.Errorf("%s: got %+v, want %s", name, r, c.code)
		}
	}
	// What they can't see left as an empty cell, and stays.
	check(t, take("id,code,phone\n"+inside.String()+",8,\n", exchange.Options{Clear: true}), "created 0 updated 1 unchanged 0 failed 0 written true")
	if got := w.houses()["Lò Văn A"]; got.Phone != "0912" || got.Code != "8" {
		t.Errorf("got %+v, want the number changed and the telephone kept", got)
	}
	if entries, err := w.Log.Read(ctx, w.head()-1, 1); err != nil || entries[0].Batch.User != user {
		t.Errorf("got %v, %v; want the user as the author", entries, err)
	}
}

// belowOnly is a world in which an area holds itself.
type belowOnly struct{}

func (belowOnly) UnitsBelow(u change.ID) []change.ID                         { return []change.ID{u} }
func (belowOnly) UnitsAbove(change.ID) []change.ID                           { return nil }
func (belowOnly) AreasOf([]change.ID) []change.ID                            { return nil }
func (belowOnly) AreasBelow(a change.ID) []change.ID                         { return []change.ID{a} }
func (belowOnly) Assigned(change.ID) (areas, households, people []change.ID) { return nil, nil, nil }

func TestAStepThatIsNotAllowedIsAProblemOfItsRow(t *testing.T) {
	w := open(t)
	unit := w.Pack.Units[0].Code
	r := w.take("user", "login,name,unit,status\na1,A,"+unit+",Đang dùng\na2,B,"+unit+",suspended\n", exchange.Options{Partial: true})
	check(t, r, "created 1 updated 0 unchanged 0 failed 1 written true")
	if len(r.Problems) != 1 || r.Problems[0].Code != "step.not_allowed" || r.Problems[0].Row != 3 {
		t.Errorf("got %+v, want step.not_allowed in row 3", r.Problems)
	}
}

func TestKindsOfTheServerItselfAreNotTaken(t *testing.T) {
	w := open(t)
	for _, name := range []string{"session", "credential", "look"} {
		_, err := exchange.Import(ctx, w.Node, nil, change.ID{}, w.Kinds.Get(name), strings.NewReader("user\nx\n"), exchange.Options{})
		if !errors.Is(err, fault.New("kind.unknown", "")) {
			t.Errorf("%s: got %v, want kind.unknown", name, err)
		}
		if _, err := exchange.ExportLines(ctx, w.Node, w.Kinds.Get(name), &bytes.Buffer{}); !errors.Is(err, fault.New("kind.unknown", "")) {
			t.Errorf("export %s: got %v, want kind.unknown", name, err)
		}
	}
}

func TestLinesHoldEveryFieldButSecrets(t *testing.T) {
	w := open(t)
	unit := w.UnitID(w.Pack.Units[0].Key)
	id := w.Writer.NewID()
	w.write(writer.Draft{Kind: "device", Record: id, Fields: kind.Fields(account.Device{Name: "Máy", Tag: "abcdefgh", Unit: unit, TokenHash: "secret-hash", Status: "invited"})})
	var b bytes.Buffer
	if _, err := exchange.ExportLines(ctx, w.Node, w.Kinds.Get("device"), &b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"id":"`+id.String()+`"`) || !strings.Contains(b.String(), "Máy") || strings.Contains(b.String(), "secret-hash") {
		t.Errorf("got %s, want the device without its token", b.String())
	}
}

func TestThousandsOfRowsGoInByChunks(t *testing.T) {
	if testing.Short() {
		t.Skip("-short is what the race check runs; the unit check runs this whole")
	}
	w := open(t)
	var b strings.Builder
	b.WriteString("area,name,code\n")
	for i := range 5300 {
		fmt.Fprintf(&b, "any/03388-01,Lò Văn %d,%d\n", i, i)
	}
	check(t, w.take("household", b.String(), exchange.Options{}), "created 5300 updated 0 unchanged 0 failed 0 written true")
	if got := len(w.houses()); got != 5300 {
		t.Errorf("got %d households, want 5300", got)
	}
}
