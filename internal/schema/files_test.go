package schema_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bamban/internal/kind"
	"bamban/internal/schema"
)

func TestTypeScriptHasEveryOpenKindAndNothingSecret(t *testing.T) {
	ts := schema.TypeScript(kinds(t))
	for _, k := range kinds(t) {
		if got := bytes.Contains(ts, []byte("name: '"+k.Name+"', version:")); got == k.Internal {
			t.Errorf("kind %s: in the file %v, internal %v", k.Name, got, k.Internal)
		}
		for _, f := range k.Fields {
			if f.Sensitivity == kind.Secret && bytes.Contains(ts, []byte(f.Name)) {
				t.Errorf("secret field %s.%s is in the file", k.Name, f.Name)
			}
		}
	}
}

func TestTypeScriptSaysTheTypesOfASample(t *testing.T) {
	ts := string(schema.TypeScript([]*kind.Kind{sampleKind()}))
	for _, want := range []string{
		"export interface Sample {", "  title: string\n", "  area: Id\n", "  friends?: Id[]\n", "  count?: number\n", "  done?: boolean\n", "  place?: Position\n",
		"  tags?: string[]\n", "  state?: 'open' | 'closed'\n", "  year?: Record<string, {\n", "    what: string\n", "  }[]\n",
		"f('count', 'int', 'Số', 'Count', { min: 0, max: 100 }),", "f('title', 'text', 'Tiêu đề', 'Title', { required: true, maxLen: 200 }),",
		"states: [{ code: 'open', label: { vi: 'Mở', en: 'Open' }, next: ['closed'] }, ",
		"export type KindName = 'sample'\n",
	} {
		if !strings.Contains(ts, want) {
			t.Errorf("the file has no %q", want)
		}
	}
}

func TestTypeScriptKeepsLabelsInsideTheirQuotes(t *testing.T) {
	type odd struct {
		A string `f:"a" vi:"Dấu ' và \" và \\ */|Dòng\nhai" en:"It's"`
	}
	k := kind.Declare[odd](kind.Spec{Name: "odd", Label: kind.Text{VI: "*/", EN: "x"}})
	ts := string(schema.TypeScript([]*kind.Kind{k}))
	if want := `f('a', 'text', 'Dấu \' và " và \\ */', 'It\'s', `; !strings.Contains(ts, want) {
		t.Errorf("no %s in\n%s", want, ts[strings.Index(ts, "export const kinds"):])
	}
	if strings.Contains(ts, "/** */:") {
		t.Error("a label ends its comment")
	}
}

func TestDictionaryNamesEveryFieldInBothLanguages(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		text := string(schema.Dictionary(kinds(t), lang))
		for _, k := range kinds(t) {
			if !strings.Contains(text, "## "+k.Label.In(lang)+" (`"+k.Name+"`)") {
				t.Errorf("%s: no heading for %s", lang, k.Name)
			}
			for _, f := range k.Fields {
				if !strings.Contains(text, "| `"+f.Name+"` | "+f.Label.In(lang)+" |") {
					t.Errorf("%s: no line for %s.%s", lang, k.Name, f.Name)
				}
			}
		}
		for _, link := range regexp.MustCompile(`\]\(#([a-z_]+)\)`).FindAllStringSubmatch(text, -1) {
			if !strings.Contains(text, `<a id="`+link[1]+`">`) {
				t.Errorf("%s: the link #%s leads nowhere", lang, link[1])
			}
		}
		if strings.Contains(text, "%!") {
			t.Errorf("%s: a phrase lacks an argument", lang)
		}
		for line := range strings.Lines(text) {
			if n := strings.Count(line, "|") - strings.Count(line, `\|`); strings.HasPrefix(line, "|") && n != 7 {
				t.Errorf("%s: a row of %d bars: %s", lang, n, line)
			}
		}
	}
}

func TestCSVColumnsAreWhatPeopleFillIn(t *testing.T) {
	all := map[string]*kind.Kind{}
	for _, k := range kinds(t) {
		all[k.Name] = k
	}
	var names []string
	columns := schema.CSVColumns(all["household"], []string{"2025", "2026"})
	for _, c := range columns {
		names = append(names, c.Name)
	}
	want := []string{"id", "area", "name", "code", "address", "point.lat", "point.lon", "phone",
		"poverty.2025.status", "poverty.2025.decision", "poverty.2025.source", "poverty.2026.status", "poverty.2026.decision", "poverty.2026.source",
		"since", "ended", "end_reason", "generated"}
	if !slices.Equal(names, want) {
		t.Errorf("columns of household:\n got %v\nwant %v", names, want)
	}
	for _, c := range columns {
		switch c.Name {
		case "area":
			if c.Shape != schema.Key || !slices.Equal(c.Keys["area"], []string{"era", "code"}) {
				t.Errorf("area: got %s by %v, want a key by era and code", c.Shape, c.Keys)
			}
		case "poverty.2026.status":
			if c.Cell != "poverty:2026" || c.Part != "status" || c.Field.Name != "poverty" || c.Label.EN != "Poverty status by year 2026: Status" {
				t.Errorf("poverty.2026.status: got %+v", c)
			}
		}
	}
	for _, c := range schema.CSVColumns(all["device"], nil) {
		if c.Field != nil && c.Field.Sensitivity == kind.Secret {
			t.Errorf("device has a column for the secret %s", c.Name)
		}
	}
	if got := schema.CSVColumns(all["session"], nil); got != nil {
		t.Errorf("an internal kind has columns: %v", got)
	}
	shapes := map[string]schema.Shape{}
	for _, c := range schema.CSVColumns(sampleKind(), []string{"x"}) {
		shapes[c.Name] = c.Shape
	}
	for name, want := range map[string]schema.Shape{"title": schema.Plain, "colours": schema.Joined, "tags": schema.Joined, "friends": schema.Keys, "area": schema.Key, "steps": schema.JSON, "place.lat": schema.Plain} {
		if shapes[name] != want {
			t.Errorf("shape of %s: got %q, want %q", name, shapes[name], want)
		}
	}
}
