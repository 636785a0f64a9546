package pack_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"bamban/internal/pack"
)

// little is a whole pack in as few lines as there can be: a province, an old
// and a new commune, a village, two units, two roles.
var little = map[string]string{
	"pack.yaml": `name: little
version: "1"
title: {vi: Nhỏ, en: Little}
partition: "99"
time_zone: Asia/Ho_Chi_Minh
name_order: family-middle-given
languages: [vi, en]
attribution:
  - code: points
    text: {vi: Điểm, en: Points}
    licence: CC0
    source: nowhere
    files: [areas/points.csv]
`,
	"areas/all.csv": `key,code,era,level,type,name,full_name.vi,full_name.en,parent,valid_from,valid_to,source
province/99,99,,province,province,Nhỏ,Tỉnh Nhỏ,Nhỏ Province,,,,test
old/1,1,old,commune,commune,Cũ,Xã Cũ,Cũ Commune,province/99,,2025-06-30,test
new/1,1,new,commune,commune,Mới,Xã Mới,Mới Commune,province/99,2025-07-01,,test
village/1-01,1-01,,village,village,Bản Nà,,,new/1,,,test
`,
	"areas/within.csv":  "area,within,from,to\nvillage/1-01,old/1,,2025-06-30\n",
	"areas/lineage.csv": "from,to,relation,date,source\nold/1,new/1,merged,2025-07-01,test\n",
	"areas/points.csv":  "area,lat,lon,approx,source\nold/1,22.39,103.51,yes,test\n",
	"units.yaml": `units:
  - key: unit/command
    code: C
    type: command
    name: {vi: Ban Chỉ huy, en: Command}
    source: test
  - key: unit/station
    code: S
    type: station
    name: {vi: Đồn, en: Station}
    parent: unit/command
    aliases: [Đồn Nhỏ]
    areas:
      - {area: old/1, to: "2025-06-30", source: test}
      - {area: new/1, from: "2025-07-01", source: test}
    source: test
`,
	"roles.yaml": `roles:
  - code: desk
    label: {vi: Bàn, en: Desk}
    help: {vi: Xem, en: Reads}
    rules:
      - {kinds: [household], verbs: [read, create], reach: unit, sees: [plain]}
    powers: [looks]
    grants: [guest]
  - code: guest
    label: {vi: Khách, en: Guest}
    help: {vi: Xem, en: Reads}
    rules:
      - {kinds: ["*"], verbs: [read], reach: own, sees: [plain]}
`,
	"vocabularies.yaml": `vocabularies:
  - code: area_level
    label: {vi: Cấp, en: Level}
    terms:
      - {code: province, label: {vi: Tỉnh, en: Province}}
      - {code: commune, label: {vi: Xã, en: Commune}}
      - {code: village, label: {vi: Bản, en: Village}}
  - code: area_type
    label: {vi: Loại, en: Type}
    terms:
      - {code: province, label: {vi: Tỉnh, en: Province}}
      - {code: commune, label: {vi: Xã, en: Commune}}
      - {code: village, label: {vi: Bản, en: Village}}
  - code: unit_type
    label: {vi: Loại, en: Type}
    terms:
      - {code: command, label: {vi: Ban Chỉ huy, en: Command}}
      - {code: station, label: {vi: Đồn, en: Station}}
  - code: status
    label: {vi: Diện, en: Status}
    terms:
      - {code: poor, label: {vi: Nghèo, en: Poor}, valid_to: "2026-12-31"}
      - {code: poor, label: {vi: Nghèo, en: Poor}, valid_from: "2027-01-01"}
`,
	"words.yaml": "words:\n  product.name: {vi: Bám Bản, en: Bám Bản}\n",
	"names.yaml": `family: [Lê]
middle_male: [Văn]
middle_female: [Thị]
given_male: [An]
given_female: [Hoa]
village_first: [Nà]
village_second: [Sim]
`,
	"settings.yaml": littleSettings(),
}

func littleSettings() string {
	var b strings.Builder
	b.WriteString("settings:\n")
	for _, code := range []string{
		pack.LeaseDays, pack.SessionHours, pack.SessionIdleMinutes, pack.LockoutTries, pack.LockoutMinutes,
		pack.PullPage, pack.PushBatch, pack.ChildAge, pack.ConsentAge, pack.VisitDueDays,
		pack.BreachNoticeHours, pack.AccessLogKeepMonths, pack.PhoneLockMinutes,
	} {
		fmt.Fprintf(&b, "  - {code: %s, unit: days, label: {vi: Số, en: Number}, values: [{value: 10}]}\n", code)
	}
	return b.String()
}

// edited gives the little pack with one piece of one file replaced; an empty
// piece to replace adds to the file's end.
func edited(t testing.TB, file, old, new string) fstest.MapFS {
	t.Helper()
	files := maps.Clone(little)
	switch {
	case old == "":
		files[file] += new
	case !strings.Contains(files[file], old):
		t.Fatalf("%s has no %q to replace", file, old)
	default:
		files[file] = strings.Replace(files[file], old, new, 1)
	}
	return folder(files)
}

func folder(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// has tells whether a problem with this code stands at a place ("file:line", or
// "file" where the whole file is meant).
func has(problems []pack.Problem, at, code string) bool {
	return slices.ContainsFunc(problems, func(p pack.Problem) bool {
		where := p.File
		if p.Line > 0 {
			where = fmt.Sprintf("%s:%d", p.File, p.Line)
		}
		return where == at && p.Code == code
	})
}

func TestLittlePackIsRead(t *testing.T) {
	p, problems := pack.Load(folder(little))
	if p == nil {
		t.Fatalf("got problems %v, want a pack", problems)
	}
	byKey := map[string]pack.Area{}
	for _, a := range p.Areas {
		byKey[a.Key] = a
	}
	old, today, village := byKey["old/1"], byKey["new/1"], byKey["village/1-01"]
	if got, want := old.Lineage, (pack.Lineage{Relation: pack.MergedInto, Area: "new/1", Date: "2025-07-01", Source: "test"}); len(got) != 1 || got[0] != want {
		t.Errorf("lineage of the old commune: got %v, want %v", got, want)
	}
	if got, want := today.Lineage, (pack.Lineage{Relation: pack.MergedFrom, Area: "old/1", Date: "2025-07-01", Source: "test"}); len(got) != 1 || got[0] != want {
		t.Errorf("lineage of the new commune: got %v, want %v", got, want)
	}
	if got, want := village.Within, (pack.Within{Area: "old/1", To: "2025-06-30"}); len(got) != 1 || got[0] != want {
		t.Errorf("former parents of the village: got %v, want %v", got, want)
	}
	if !old.HasPoint || !old.Approx || old.Lat != 22.39 || old.Lon != 103.51 {
		t.Errorf("point: got %v %v %v %v, want 22.39 103.51, approximate", old.HasPoint, old.Approx, old.Lat, old.Lon)
	}
	if got, want := village.FullName["en"], "Bản Nà"; got != want {
		t.Errorf("full name left out: got %q, want the name %q", got, want)
	}
	if got, want := p.Units[1].Areas[0], (pack.UnitArea{Area: "old/1", To: "2025-06-30", Source: "test"}); got != want {
		t.Errorf("area of the station: got %v, want %v", got, want)
	}
	if got, want := p.Roles[0].Rules[0].Kinds[0], "household"; got != want {
		t.Errorf("first rule: got kind %q, want %q", got, want)
	}
}

func TestAnyEditChangesTheDigest(t *testing.T) {
	first, _ := pack.Load(folder(little))
	again, _ := pack.Load(folder(little))
	if first.Digest != again.Digest {
		t.Errorf("same files: got digests %s and %s, want one", first.Digest, again.Digest)
	}
	other, problems := pack.Load(edited(t, "words.yaml", "en: Bám Bản", "en: Bam Ban"))
	if other == nil {
		t.Fatal(problems)
	}
	if other.Digest == first.Digest {
		t.Errorf("edited word: got the same digest %s, want another", other.Digest)
	}
}
