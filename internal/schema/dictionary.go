package schema

import (
	"bytes"
	"fmt"
	"strings"

	"bamban/internal/kind"
)

// words of the dictionary in each language.
var dictionaryWords = map[string]map[string]string{
	"vi": {
		"title": "Từ điển dữ liệu", "intro": "Mọi loại bản ghi và mọi mục của chúng, lấy từ khai báo trong mã nguồn (`make gen`). Đừng sửa tay.",
		"head": "| Mục | Nhãn | Dạng | Giới hạn | Mức nhạy cảm | Giải thích |", "required": "bắt buộc", "internal": "Chỉ máy chủ dùng, không gửi đi đâu.",
		"addOnly": "Chỉ ghi thêm: muốn sửa thì ghi bản sửa.", "child": "Bản ghi về trẻ em: tuổi tính từ mục `%s`.", "states": "Tình trạng", "then": "tiếp theo: %s",
		"end": "điểm cuối", "min": "từ %s", "max": "đến %s", "len": "≤ %d ký tự", "items": "≤ %d mục", "key": "khóa ≤ %d ký tự", "refs": "trỏ tới %s", "vocabulary": "danh mục `%s`",
		"scope": "xác định phạm vi", "search": "tìm được", "sort": "sắp xếp được", "index": "lọc được", "kinds": "Các loại bản ghi", "sub": "Trong mỗi `%s`",
	},
	"en": {
		"title": "Data dictionary", "intro": "Every kind of record and every field, taken from the declarations in the source (`make gen`). Do not edit.",
		"head": "| Field | Label | Type | Bounds | Sensitivity | Meaning |", "required": "required", "internal": "The server's own; it never leaves it.",
		"addOnly": "Add-only: to mend one, record a correction.", "child": "May be about a child: the age is told from `%s`.", "states": "States", "then": "then: %s",
		"end": "an end", "min": "from %s", "max": "to %s", "len": "≤ %d characters", "items": "≤ %d items", "key": "key ≤ %d characters", "refs": "points at %s", "vocabulary": "list `%s`",
		"scope": "gives its scope", "search": "found by search", "sort": "sortable", "index": "filterable", "kinds": "Kinds of record", "sub": "In each `%s`",
	},
}

// typeWords are the field types in each language.
var typeWords = map[kind.Type]kind.Text{
	kind.String: {VI: "chữ", EN: "text"}, kind.Name: {VI: "họ tên", EN: "name"}, kind.Int: {VI: "số nguyên", EN: "whole number"},
	kind.Money: {VI: "số tiền (đồng)", EN: "money (đồng)"}, kind.Decimal: {VI: "số", EN: "number"}, kind.Bool: {VI: "có/không", EN: "yes/no"},
	kind.Date: {VI: "ngày", EN: "date"}, kind.Partial: {VI: "năm, tháng hoặc ngày", EN: "year, month or day"}, kind.Instant: {VI: "thời điểm (ms UTC)", EN: "instant (ms UTC)"},
	kind.Term: {VI: "mục danh mục", EN: "term"}, kind.Terms: {VI: "nhiều mục danh mục", EN: "terms"}, kind.Ref: {VI: "bản ghi khác", EN: "reference"},
	kind.Refs: {VI: "nhiều bản ghi khác", EN: "references"}, kind.Texts: {VI: "nhiều dòng chữ", EN: "texts"}, kind.Position: {VI: "vị trí", EN: "position"},
	kind.List: {VI: "danh sách", EN: "list"}, kind.Keyed: {VI: "theo năm hoặc mã", EN: "by year or code"}, kind.Machine: {VI: "các bước", EN: "steps"}, kind.Digest: {VI: "SHA-256", EN: "SHA-256"},
}

var sensitivityWords = map[kind.Sensitivity]kind.Text{
	kind.Plain: {VI: "thường", EN: "plain"}, kind.Personal: {VI: "cá nhân", EN: "personal"}, kind.Sensitive: {VI: "nhạy cảm", EN: "sensitive"}, kind.Secret: {VI: "bí mật", EN: "secret"},
}

// Dictionary is the data dictionary in Markdown, in "vi" or "en" (any other
// language reads English).
func Dictionary(kinds []*kind.Kind, lang string) []byte {
	w, ok := dictionaryWords[lang]
	if !ok {
		lang, w = "en", dictionaryWords["en"]
	}
	d := dictionary{lang: lang, words: w, labels: map[string]string{}}
	for _, k := range kinds {
		d.labels[k.Name] = k.Label.In(lang)
	}
	fmt.Fprintf(&d.out, "# %s\n\n%s\n\n", w["title"], w["intro"])
	fmt.Fprintf(&d.out, "%s: ", w["kinds"])
	for i, k := range kinds {
		if i > 0 {
			d.out.WriteString(" · ")
		}
		fmt.Fprintf(&d.out, "[%s](#%s)", k.Label.In(lang), k.Name)
	}
	d.out.WriteByte('\n')
	for _, k := range kinds {
		d.kind(k)
	}
	return d.out.Bytes()
}

type dictionary struct {
	lang   string
	words  map[string]string
	labels map[string]string
	out    bytes.Buffer
}

func (d *dictionary) kind(k *kind.Kind) {
	fmt.Fprintf(&d.out, "\n<a id=\"%s\"></a>\n\n## %s (`%s`)\n\n", k.Name, k.Label.In(d.lang), k.Name)
	about := []string{}
	if help := k.Help.In(d.lang); help != "" {
		about = append(about, help)
	}
	if k.AddOnly_ {
		about = append(about, d.words["addOnly"])
	}
	if k.ChildBorn != "" {
		about = append(about, fmt.Sprintf(d.words["child"], k.ChildBorn))
	}
	if k.Internal {
		about = append(about, d.words["internal"])
	}
	if len(about) > 0 {
		fmt.Fprintf(&d.out, "%s\n\n", strings.Join(about, " "))
	}
	d.table(k.Fields)
	for i := range k.Fields {
		f := &k.Fields[i]
		if len(f.Fields) > 0 {
			fmt.Fprintf(&d.out, "\n%s:\n\n", fmt.Sprintf(d.words["sub"], f.Name))
			d.table(f.Fields)
		}
		if len(f.States) > 0 {
			d.states(f)
		}
	}
}

func (d *dictionary) table(fields []kind.Field) {
	d.out.WriteString(d.words["head"] + "\n|---|---|---|---|---|---|\n")
	for i := range fields {
		f := &fields[i]
		fmt.Fprintf(&d.out, "| `%s` | %s | %s | %s | %s | %s |\n", f.Name, cell(f.Label.In(d.lang)), typeWords[f.Type].In(d.lang),
			strings.Join(d.bounds(f), ", "), sensitivityWords[f.Sensitivity].In(d.lang), strings.Join(d.meaning(f), "; "))
	}
}

func (d *dictionary) bounds(f *kind.Field) []string {
	var out []string
	if f.Required {
		out = append(out, d.words["required"])
	}
	if f.Min != nil {
		out = append(out, fmt.Sprintf(d.words["min"], compactJSON(*f.Min)))
	}
	if f.Max != nil {
		out = append(out, fmt.Sprintf(d.words["max"], compactJSON(*f.Max)))
	}
	if f.Unit != "" {
		out = append(out, f.Unit)
	}
	switch f.Type {
	case kind.String, kind.Name:
		out = append(out, fmt.Sprintf(d.words["len"], f.MaxLen))
	case kind.Terms, kind.Refs, kind.Texts, kind.List:
		out = append(out, fmt.Sprintf(d.words["items"], f.MaxLen))
	case kind.Keyed:
		out = append(out, fmt.Sprintf(d.words["key"], f.MaxLen))
	}
	return out
}

func (d *dictionary) meaning(f *kind.Field) []string {
	var out []string
	if help := f.Help.In(d.lang); help != "" {
		out = append(out, cell(strings.TrimSuffix(help, ".")))
	}
	if len(f.Refs) > 0 {
		names := make([]string, len(f.Refs))
		for i, r := range f.Refs {
			names[i] = fmt.Sprintf("[%s](#%s)", d.labels[r], r)
		}
		out = append(out, fmt.Sprintf(d.words["refs"], strings.Join(names, ", ")))
	}
	if f.Vocabulary != "" {
		out = append(out, fmt.Sprintf(d.words["vocabulary"], f.Vocabulary))
	}
	if f.Scope != kind.NoScope {
		out = append(out, d.words["scope"])
	}
	if f.Index {
		out = append(out, d.words["index"])
	}
	if f.Sort {
		out = append(out, d.words["sort"])
	}
	if f.Search {
		out = append(out, d.words["search"])
	}
	return out
}

func (d *dictionary) states(f *kind.Field) {
	fmt.Fprintf(&d.out, "\n%s (`%s`):\n\n", d.words["states"], f.Name)
	labels := map[string]string{}
	for _, st := range f.States {
		labels[st.Code] = st.Label.In(d.lang)
	}
	for _, st := range f.States {
		after := d.words["end"]
		if len(st.Next) > 0 {
			names := make([]string, len(st.Next))
			for i, n := range st.Next {
				names[i] = labels[n]
			}
			after = fmt.Sprintf(d.words["then"], strings.Join(names, ", "))
		}
		fmt.Fprintf(&d.out, "- **%s** (`%s`); %s\n", labels[st.Code], st.Code, after)
	}
}

// cell of a table: a bar would end it.
func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
