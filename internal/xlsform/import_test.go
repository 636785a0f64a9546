package xlsform_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bamban/internal/pack"
	"bamban/internal/xlsform"
)

var update = flag.Bool("update", false, "write the samples and golden files anew")

const samples = "../../testdata/xlsform"

// workbook makes an .xlsx of sheets, a line a row, cells parted by |.
func workbook(t testing.TB, sheets map[string]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for name, text := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for row, line := range strings.Split(strings.TrimSpace(text), "\n") {
			for col, cell := range strings.Split(line, "|") {
				at, err := excelize.CoordinatesToCellName(col+1, row+1)
				if err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellStr(name, at, strings.TrimSpace(cell)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// usual is a workbook as people who know ODK and Kobo write them.
var usual = map[string]string{
	"survey": `type|name|label::Tiếng Việt (vi)|label::English (en)|hint::Tiếng Việt (vi)|hint::English (en)|required|relevant|constraint|constraint_message::Tiếng Việt (vi)|constraint_message::English (en)|calculation|choice_filter|appearance|media::audio::Tiếng Việt (vi)|repeat_count
note|hello|Chào gia đình|Greet the family|||||||||||chao.mp3|
select_one yes_no|met|Có gặp ai không?|Was anybody met?|||yes|||||||||
begin group|living|Đời sống|Living||||selected(${met}, 'yes')||||||||
integer|people|Số người|People|Đang ở nhà|At home now|yes||. > 0 and . <= 30|Từ 1 đến 30|1 to 30||||
select_multiple needs|needs|Cần gì?|Needs|||||count-selected(.) <= 2|||||minimal|
select_one needs|first|Cần nhất|Most of all||||count-selected(${needs}) > 1|||||selected(${needs}, name)|||
end group|||||||||||||||
begin repeat|children|Từng trẻ|Each child||||${people} > 1||||||||
text|child|Tên|Name|||true()||string-length(.) <= 40|||||||
date|born|Ngày sinh|Born||||| . <= today()|Sau hôm nay|In the future|||||
end repeat|||||||||||||||
calculate|children_count||||||||||count(${children})||||
calculate|share||||||||||${people} div 2 + 1||||
calculate|first_name||||||||||coalesce(${phone}, 'không có')||||
text|phone|Điện thoại|Phone|||||regex(., '0[0-9]{9}')|Mười chữ số|Ten digits||||||
image|house|Ảnh nhà|House||||not(selected(${needs}, 'none'))||||||||
image|sign|Chữ ký|Signature||||||||||signature||
geopoint|place|Vị trí|Place||||||||||||`,
	"choices": `list_name|name|label::Tiếng Việt (vi)|label::English (en)|image
yes_no|yes|Có|Yes|
yes_no|no|Không|No|
needs|rice|Gạo|Rice|rice.png
needs|roof|Mái nhà|A roof|
needs|none|Không cần gì|Nothing|`,
	"settings": `form_title|form_id|version|default_language
Thăm hộ|tham_ho|3|Tiếng Việt (vi)`,
	"notes of the author": "anything|goes\nhere|!",
}

func TestAUsualWorkbookBecomesTheDeclarationInTheGoldenFile(t *testing.T) {
	sample, golden := filepath.Join(samples, "household.xlsx"), filepath.Join(samples, "household.yaml")
	if *update {
		if err := os.WriteFile(sample, workbook(t, usual), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(sample)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pack.FormYAML(imported(t, data, laiChau(t)))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(got) != string(want) {
		t.Errorf("%v\ngot\n%s\nwant\n%s", err, got, want)
	}
}

func TestEachMistakeInAWorkbookIsNamedByItsCell(t *testing.T) {
	p := laiChau(t)
	for _, c := range []struct{ sheet, old, new, at, code string }{
		{"survey", "geopoint|place", "barcode|place", "survey!A19", "xlsform.unsupported_type"},
		{"survey", "geopoint|place", "select_one needs or_other|place", "survey!A19", "xlsform.unsupported_type"},
		{"survey", "select_one needs|first", "select_one need|first", "survey!A7", "xlsform.unknown_list"},
		{"survey", "count(${children})", "indexed-repeat(${child}, ${children}, 1)", "survey!L13", "xlsform.unsupported"},
		{"survey", "count(${children})", "pulldata('a','b','c','d')", "survey!L13", "xlsform.unsupported"},
		{"survey", "count(${children})", "", "survey!L13", "xlsform.no_calculation"},
		{"survey", "count(${children})", "count(${children}", "survey!L13", "xlsform.expression"},
		{"survey", "${people} > 1", "/data/people > 1", "survey!H9", "xlsform.unsupported"},
		{"survey", "${people} > 1", "${people} > 'x'", "survey!H9", "xlsform.unsupported"},
		{"survey", "${people} > 1", "${persons} > 1", "survey!H9", "xlsform.unsupported"},
		{"survey", "${people} > 1", "${people} + 1", "survey!H9", "xlsform.unsupported"},
		{"survey", "Số người|People", "Số người của ${met}|People", "survey!C5", "xlsform.unsupported"},
		{"survey", "|minimal|", "|range|", "survey!N6", "xlsform.unsupported"},
		{"survey", "end repeat", "end group", "survey!A12", "xlsform.unmatched_end"},
		{"survey", "\nend group|||||||||||||||", "", "survey!A4", "xlsform.unmatched_begin"},
		{"survey", "|repeat_count", "|parameters", "", ""},
		{"survey", "chao.mp3|", "chao.mp3|${people}", "survey!P2", "xlsform.unsupported"},
		{"survey", "geopoint|place", "geopoint|nơi ở", "survey!B19", "xlsform.problem"},
		{"survey", "text|child", "text|phone", "survey!B16", "xlsform.problem"},
		{"survey", "Vị trí|Place", "Vị trí|", "survey!C19", "xlsform.problem"},
		{"survey", "'0[0-9]{9}'", "'0[0-9'", "survey!I16", "xlsform.problem"},
		{"survey", "label::English (en)", "label::English", "survey!D2", "xlsform.unsupported_column"},
		{"choices", "needs|roof", "needs|a roof", "choices!B5", "xlsform.problem"},
		{"choices", "needs|roof", "|roof", "choices!A5", "xlsform.no_list_name"},
		{"choices", "|image", "|geometry::x", "choices!E4", "xlsform.unsupported_column"},
		{"settings", "tham_ho", "Thăm hộ", "settings!B2", "xlsform.problem"},
		{"settings", "|3|", "|3.1|", "settings!C2", "xlsform.version"},
		{"settings", "default_language", "public_key", "settings!D2", "xlsform.unsupported_column"},
	} {
		t.Run(c.code+" "+c.new, func(t *testing.T) {
			sheets := map[string]string{}
			for name, text := range usual {
				sheets[name] = text
			}
			if !strings.Contains(sheets[c.sheet], c.old) {
				t.Fatalf("%s has no %q", c.sheet, c.old)
			}
			sheets[c.sheet] = strings.Replace(sheets[c.sheet], c.old, c.new, 1)
			d, faults := xlsform.Import(workbook(t, sheets), p)
			if (d == nil) != (c.code != "") {
				t.Errorf("got form %v, want one only where nothing is wrong", d)
			}
			var got []string
			for _, f := range faults {
				got = append(got, f.Code+" "+f.Field)
				for _, lang := range []string{"vi", "en"} {
					if text := f.Text(lang); !strings.Contains(text, strings.TrimPrefix(f.Field, "settings!")[:1]) || strings.Contains(text, "{cell}") || strings.Contains(text, "{what}") {
						t.Errorf("%s says %q", f.Code, text)
					}
				}
			}
			if c.code != "" && !slices.Contains(got, c.code+" "+c.at) {
				t.Errorf("got %v, want %s at %s", got, c.code, c.at)
			}
		})
	}
}

func TestWhatIsNoWorkbookIsSaidSo(t *testing.T) {
	p := laiChau(t)
	many := strings.Repeat("note|n|a|b\n", 5001)
	for code, data := range map[string][]byte{
		"xlsform.not_a_workbook":    []byte("type,name\ntext,a\n"),
		"xlsform.no_sheet":          workbook(t, map[string]string{"form": "type|name"}),
		"xlsform.too_large":         make([]byte, 10<<20+1),
		"xlsform.too_many_rows":     workbook(t, map[string]string{"survey": many, "settings": usual["settings"]}),
		"xlsform.unsupported_sheet": workbook(t, map[string]string{"survey": usual["survey"], "choices": usual["choices"], "settings": usual["settings"], "entities": "list_name\nx"}),
	} {
		d, faults := xlsform.Import(data, p)
		if d != nil || len(faults) == 0 || faults[0].Code != code {
			t.Errorf("got %v and %v, want %s", d, faults, code)
		}
	}
}
