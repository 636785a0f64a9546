package pack_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"bamban/internal/pack"
)

func TestEachMistakeIsNamedWhereItIs(t *testing.T) {
	const areas = "areas/all.csv"
	for _, c := range []struct{ file, old, new, at, code string }{
		{"pack.yaml", "Asia/Ho_Chi_Minh", "Asia/Atlantis", "pack.yaml:5", "pack.time_zone"},
		{"pack.yaml", "Asia/Ho_Chi_Minh", "Local", "pack.yaml:5", "pack.time_zone"},
		{"pack.yaml", "[vi, en]", "[vi]", "pack.yaml:7", "pack.language_missing"},
		{"pack.yaml", "[vi, en]", "[vi, en, English]", "pack.yaml:7", "pack.language"},
		{"pack.yaml", `"99"`, "Lai Châu", "pack.yaml:4", "pack.partition"},
		{"pack.yaml", `"99"`, "99", "pack.yaml:4", "field.quote"},
		{"pack.yaml", "family-middle-given", "any", "pack.yaml:6", "pack.name_order"},
		{"pack.yaml", "[areas/points.csv]", "[../secret]", "pack.yaml:13", "file.path"},
		{"pack.yaml", "[areas/points.csv]", "[geo/none.geojson]", "pack.yaml:13", "file.unknown"},
		{"pack.yaml", "name: little", "name: Little Pack", "pack.yaml:1", "field.code"},
		{"pack.yaml", "version:", "edition:", "pack.yaml:2", "field.unknown"},
		{"pack.yaml", "version:", "edition:", "pack.yaml:1", "field.missing"},

		{"words.yaml", "", "  a.b: {vi: \"a\\0b\", en: x}\n", "words.yaml:3", "file.nul"},
		{"words.yaml", "", "  a.b: {vi: \"e\\u0301\", en: x}\n", "words.yaml:3", "file.not_nfc"},
		{"words.yaml", "Bám", "Ba\u0301m", "words.yaml:2", "file.not_nfc"},
		{"words.yaml", "Bám", "B\xffm", "words.yaml:2", "file.not_utf8"},
		{"words.yaml", "Bám", "B\x00m", "words.yaml:2", "file.nul"},
		{"words.yaml", ", en: Bám Bản", "", "words.yaml:2", "field.language"},
		{"words.yaml", "product.name", "Product Name", "words.yaml:2", "word.key"},
		{"words.yaml", "words:", "words: [", "words.yaml:3", "yaml.syntax"},
		{"words.yaml", "", "  b: &x {vi: a, en: b}\n  c: *x\n", "words.yaml:3", "yaml.alias"},
		{"words.yaml", "", "  <<: {vi: a, en: b}\n", "words.yaml:3", "yaml.alias"},
		{"words.yaml", "", "  b: !!binary aGk=\n", "words.yaml:3", "yaml.tag"},
		{"words.yaml", "", "  ? {a: b}\n  : c\n", "words.yaml:3", "yaml.key"},
		{"words.yaml", "", "  product.name: {vi: a, en: b}\n", "words.yaml:3", "yaml.duplicate_key"},
		{"words.yaml", "", "---\nwords: {}\n", "words.yaml:3", "yaml.documents"},
		{"words.yaml", "", "  deep: " + strings.Repeat("[", 30) + strings.Repeat("]", 30) + "\n", "words.yaml:3", "yaml.too_deep"},
		{"words.yaml", "", "  long: {vi: " + strings.Repeat("dài ", 2000) + ", en: b}\n", "words.yaml:3", "field.too_long"},

		{areas, "new/1,1,new", "old/1,1,old", areas + ":4", "area.duplicate_key"},
		{areas, "new/1,1,new,", "new/2,1,old,", areas + ":4", "area.code_reused"},
		{areas, "new/1,1,new", "New 1,1,new", areas + ":4", "area.key"},
		{areas, "Bản Nà,,,new/1", "Bản Nà,,,new/7", areas + ":5", "area.unknown_parent"},
		{areas, "Nhỏ Province,,", "Nhỏ Province,village/1-01,", areas + ":2", "area.cycle"},
		{areas, "province/99,,2025-06-30", "province/99,2026-01-01,2025-06-30", areas + ":3", "date.reversed"},
		{areas, "2025-06-30", "2025-06-31", areas + ":3", "field.date"},
		{areas, "Bản Nà,,,new/1", "Bản Nà,,,old/1", areas + ":5", "area.outside_parent"},
		{areas, ",village,village,", ",hamlet,village,", areas + ":5", "vocabulary.unknown_term"},
		{areas, ",village,village,", ",village,hamlet,", areas + ":5", "vocabulary.unknown_term"},
		{areas, "key,code,era", "key,cod,era", areas + ":1", "csv.header_missing"},
		{areas, "key,code,era", "key,code,eon", areas + ":1", "csv.header_unknown"},
		{areas, "", "village/1-02,1-02\n", areas + ":6", "csv.columns"},
		{areas, "Bản Nà", `Bản "Nà`, areas + ":5", "csv.syntax"},
		{areas, ",Bản Nà,", ",,", areas + ":5", "field.missing"},
		{"areas/within.csv", "old/1", "old/9", "areas/within.csv:2", "area.unknown"},
		{"areas/within.csv", "2025-06-30", "2025-12-31", "areas/within.csv:2", "area.outside_parent"},
		{"areas/within.csv", "2025-06-30", "2025-05-31", areas + ":5", "area.outside_parent"},
		{"areas/lineage.csv", "merged", "eaten", "areas/lineage.csv:2", "lineage.relation"},
		{"areas/lineage.csv", "2025-07-01", "2025-06-30", "areas/lineage.csv:2", "lineage.date"},
		{"areas/lineage.csv", "", "old/1,new/1,merged,2025-07-01,test\n", "areas/lineage.csv:3", "lineage.duplicate"},
		{"areas/points.csv", "22.39", "122.39", "areas/points.csv:2", "point.range"},
		{"areas/points.csv", "22.39", "NaN", "areas/points.csv:2", "point.range"},
		{"areas/points.csv", "yes", "maybe", "areas/points.csv:2", "field.type"},
		{"areas/points.csv", "", "old/1,22.39,103.51,yes,test\n", "areas/points.csv:3", "point.duplicate"},

		{"units.yaml", "key: unit/station", "key: unit/command", "units.yaml:7", "unit.duplicate_key"},
		{"units.yaml", "key: unit/station", "key: station", "units.yaml:7", "unit.key"},
		{"units.yaml", "code: S", "code: C", "units.yaml:7", "unit.duplicate_code"},
		{"units.yaml", "parent: unit/command", "parent: unit/none", "units.yaml:7", "unit.unknown_parent"},
		{"units.yaml", "parent: unit/command", "parent: unit/station", "units.yaml:7", "unit.cycle"},
		{"units.yaml", "type: station", "type: castle", "units.yaml:9", "vocabulary.unknown_term"},
		{"units.yaml", "area: old/1", "area: old/9", "units.yaml:14", "area.unknown"},
		{"units.yaml", `to: "2025-06-30"`, `to: "2025-07-30"`, "units.yaml:14", "unit.outside_area"},
		{"units.yaml", "code: C\n", "code: C\n    valid_to: \"2030-01-01\"\n", "units.yaml:8", "unit.outside_parent"},
		{"units.yaml", "code: C\n", "code: C\n    unconfirmed: perhaps\n", "units.yaml:4", "field.type"},
		{"units.yaml", "[Đồn Nhỏ]", "[Đồn Nhỏ, Đồn Nhỏ]", "units.yaml:12", "field.duplicate"},

		{"roles.yaml", "code: guest\n", "code: desk\n", "roles.yaml:9", "role.duplicate"},
		{"roles.yaml", "[guest]", "[king]", "roles.yaml:8", "role.unknown"},
		{"roles.yaml", "[read, create]", "[read, burn]", "roles.yaml:6", "role.verb"},
		{"roles.yaml", "reach: unit", "reach: moon", "roles.yaml:6", "role.reach"},
		{"roles.yaml", "[plain]", "[plane]", "roles.yaml:6", "role.sensitivity"},
		{"roles.yaml", "[looks]", "[flight]", "roles.yaml:7", "role.power"},

		{"vocabularies.yaml", "code: area_type", "code: area_level", "vocabularies.yaml:8", "vocabulary.duplicate"},
		{"vocabularies.yaml", "2027-01-01", "2026-06-01", "vocabularies.yaml:23", "vocabulary.term_duplicate"},
		{"vocabularies.yaml", "{vi: Đồn, en: Station}", "{en: Station}", "vocabularies.yaml:18", "field.language"},
		{"vocabularies.yaml", "{vi: Đồn, en: Station}", `{vi: Đồn, en: ""}`, "vocabularies.yaml:18", "field.language"},

		{"settings.yaml", "code: lease_days", "code: least_days", "settings.yaml:2", "setting.unknown"},
		{"settings.yaml", "code: lease_days", "code: least_days", "settings.yaml:2", "setting.missing"},
		{"settings.yaml", "code: session_hours", "code: lease_days", "settings.yaml:3", "setting.duplicate"},
		{"settings.yaml", "value: 10", "value: 1000", "settings.yaml:2", "setting.range"},
		{"settings.yaml", "value: 10", "value: ten", "settings.yaml:2", "field.type"},
		{"settings.yaml", "[{value: 10}]", "[{value: 10, from: 2027-01-01}, {value: 9, from: 2026-01-01}]", "settings.yaml:2", "setting.order"},
	} {
		t.Run(c.code+" in "+c.file, func(t *testing.T) {
			p, problems := pack.Load(edited(t, c.file, c.old, c.new))
			if p != nil {
				t.Error("got a pack, want none")
			}
			if !has(problems, c.at, c.code) {
				t.Errorf("got %v, want %s at %s", problems, c.code, c.at)
			}
			for _, found := range problems {
				if vi, en := found.Text["vi"], found.Text["en"]; vi == "" || en == "" || vi == en {
					t.Errorf("%s: texts %q and %q, want two", found.Code, vi, en)
				}
			}
		})
	}
}

func TestCheckSaysWhatLoadSaysAndNothingTwice(t *testing.T) {
	for _, c := range []struct{ file, old, new string }{
		{"units.yaml", "parent: unit/command", "parent: unit/none"},
		{"units.yaml", "[Đồn Nhỏ]", "[Đồn Nhỏ, Đồn Nhỏ]"},
		{"roles.yaml", "[read, create]", "[read, burn]"},
		{"roles.yaml", "reach: unit", "reech: unit"},
		{"words.yaml", "product.name", "Product Name"},
		{"words.yaml", ", en: Bám Bản", ""},
		{"pack.yaml", "[vi, en]", "[vi, en, English]"},
		{"settings.yaml", "value: 10", "value: ten"},
	} {
		_, loaded := pack.Load(edited(t, c.file, c.old, c.new))
		checked := pack.Check(edited(t, c.file, c.old, c.new), pack.CheckOptions{})
		if !slices.EqualFunc(loaded, checked, func(a, b pack.Problem) bool { return a.String() == b.String() }) {
			t.Errorf("%s with %q: got %v, want the same as Load: %v", c.file, c.new, checked, loaded)
		}
	}
}

func TestSchemaFindsWhatOnlyASchemaSays(t *testing.T) {
	mistaken := edited(t, "units.yaml", "    code: C\n", "    code: C\n    note: \"\"\n")
	if got := pack.Check(mistaken, pack.CheckOptions{}); !has(got, "units.yaml:4", "schema.mismatch") {
		t.Errorf("got %v, want schema.mismatch at units.yaml:4", got)
	}
}

func TestUnknownKindIsFoundWhereKindsAreGiven(t *testing.T) {
	if got := pack.Check(folder(little), pack.CheckOptions{}); len(got) > 0 {
		t.Errorf("no kinds given: got %v, want no problem", got)
	}
	if got := pack.Check(folder(little), pack.CheckOptions{Kinds: []string{"household"}}); len(got) > 0 {
		t.Errorf("kind given: got %v, want no problem", got)
	}
	got := pack.Check(folder(little), pack.CheckOptions{Kinds: []string{"visit"}})
	if !has(got, "roles.yaml:6", "role.kind") {
		t.Errorf("got %v, want role.kind at roles.yaml:6", got)
	}
}

func TestFilesThatMustNotBeReadAreRefused(t *testing.T) {
	for _, c := range []struct {
		name, code string
		file       *fstest.MapFile
	}{
		{"areas/big.csv", "file.too_large", &fstest.MapFile{Data: make([]byte, 8<<20+1)}},
		{"big.yaml", "file.too_large", &fstest.MapFile{Data: make([]byte, 1<<20+1)}},
		{"areas/link.csv", "file.not_regular", &fstest.MapFile{Data: []byte("../../secret"), Mode: fs.ModeSymlink}},
		{`areas\evil.csv`, "file.path", &fstest.MapFile{Data: []byte("x")}},
		{"a/b/c/d/e/f/g/h/i/j.csv", "file.too_deep", &fstest.MapFile{Data: []byte("x")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := folder(little)
			files[c.name] = c.file
			_, problems := pack.Load(files)
			if !slices.ContainsFunc(problems, func(p pack.Problem) bool { return p.Code == c.code }) {
				t.Errorf("got %v, want %s", problems, c.code)
			}
		})
	}
}

func TestWhatIsTooMuchIsRefused(t *testing.T) {
	many := folder(little)
	for i := range 2001 {
		many[fmt.Sprintf("more/%d.txt", i)] = &fstest.MapFile{Data: []byte("x")}
	}
	big := folder(little)
	for i := range 9 {
		big[fmt.Sprintf("more/%d.bin", i)] = &fstest.MapFile{Data: bytes.Repeat([]byte{1}, 8<<20)}
	}
	for code, files := range map[string]fstest.MapFS{
		"file.too_many":     many,
		"pack.too_large":    big,
		"csv.too_many_rows": edited(t, "areas/within.csv", "", strings.Repeat("village/1-01,old/1,,2025-06-30\n", 50_000)),
		"yaml.too_many":     edited(t, "words.yaml", "", "  long: ["+strings.Repeat("a,", 100_000)+"]\n"),
	} {
		_, problems := pack.Load(files)
		if !slices.ContainsFunc(problems, func(p pack.Problem) bool { return p.Code == code }) {
			t.Errorf("got %v, want %s", problems, code)
		}
	}
}

func TestABrokenTableIsTheOnlyNews(t *testing.T) {
	_, problems := pack.Load(edited(t, "areas/all.csv", "key,code,era", "key,cod,era"))
	for _, p := range problems {
		if p.File != "areas/all.csv" {
			t.Errorf("got %v too, want problems of the broken table only", p)
		}
	}
}

func TestMissingAndEmptyFilesAreNamed(t *testing.T) {
	for name := range little {
		files := folder(little)
		switch name {
		case "areas/within.csv", "areas/lineage.csv", "areas/points.csv":
			continue // a pack may do without
		case "areas/all.csv":
			delete(files, name)
			name = "areas/*.csv"
		default:
			delete(files, name)
		}
		if _, problems := pack.Load(files); !has(problems, name, "file.missing") {
			t.Errorf("without %s: got %v, want file.missing", name, problems)
		}
	}
	if _, problems := pack.Load(edited(t, "words.yaml", little["words.yaml"], "# nothing\n")); !has(problems, "words.yaml", "file.empty") {
		t.Errorf("empty file: got %v, want file.empty", problems)
	}
}

func TestTooManyProblemsAreCutShort(t *testing.T) {
	var rows strings.Builder
	for range 700 {
		rows.WriteString("x\n")
	}
	_, problems := pack.Load(edited(t, "areas/all.csv", "", rows.String()))
	if len(problems) != 501 || !slices.ContainsFunc(problems, func(p pack.Problem) bool { return p.Code == "pack.more_problems" }) {
		t.Errorf("got %d problems, want 500 and one that says there are more", len(problems))
	}
}

func TestProblemReadsLikeACompilersMessage(t *testing.T) {
	_, problems := pack.Load(edited(t, "areas/all.csv", "Nhỏ Province,,", "Nhỏ Province,village/1-01,"))
	got := problems[0].String()
	if want := "areas/all.csv:2:1: area.cycle (parent): "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want it to begin with %q", got, want)
	}
	for _, code := range pack.Codes() {
		if !strings.Contains(code, ".") {
			t.Errorf("code %q: want family.name", code)
		}
	}
	for _, p := range problems {
		if p.Text["vi"] == "" || p.Text["en"] == "" || strings.ContainsAny(p.Text["vi"]+p.Text["en"], "{}") {
			t.Errorf("%s: got texts %v, want both languages, filled in", p.Code, p.Text)
		}
	}
}
