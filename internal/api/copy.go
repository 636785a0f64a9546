package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/privacy"
	"bamban/internal/projection"
)

// CopyJSON is all that is held of a person, for the person to take along.
type CopyJSON struct {
	Title string `json:"title"`
	Made  string `json:"made"`
	// Hidden are values that who made the copy may not see: somebody with more rights
	// makes it whole.
	Hidden  int        `json:"hidden"`
	Records []CopyPart `json:"records"`
	Looks   []CopyLook `json:"looks"`
}

// CopyPart is one record of the copy.
type CopyPart struct {
	Kind   string      `json:"kind"`
	ID     string      `json:"id"`
	Label  string      `json:"label"`
	Gone   bool        `json:"deleted,omitempty"` // it was deleted, and is still in the log
	Values []CopyValue `json:"values"`
}

// CopyValue is one value, and how people read it.
type CopyValue struct {
	Field string          `json:"field"`
	Label string          `json:"label"`
	Text  string          `json:"text"`
	Value json.RawMessage `json:"value"`
}

// CopyLook is one time that something of the person was opened.
type CopyLook struct {
	At   string `json:"at"`
	Who  string `json:"who"`
	Why  string `json:"why"`
	Unit string `json:"unit"`
}

// personCopy gives all that is held of a person as a page to print, as JSON or as CSV.
// That it was made is in the access log before the first byte leaves.
func personCopy(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	format, lang := c.r.URL.Query().Get("format"), "vi"
	if c.r.URL.Query().Get("lang") == "en" {
		lang = "en"
	}
	if err := c.turn(); err != nil {
		return nil, err
	}
	found, err := c.s.Privacy.Copy(c, c.asker(), id)
	if err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"html", "json", "csv"}, format) {
		return nil, fault.New("rights.format", "format")
	}
	v := c.view()
	out := v.copyOf(found, lang)
	if _, err := c.s.Node.Writer.Write(c, v.viewer.User, nil, c.s.lookDraft(v.viewer, account.Look{Kind: "person", Records: []string{id.String()}, Count: int64(len(out.Records)),
		Opened: v.viewer.SeesAnywhere(found.Person.Kind).Names(), Why: "copy"})); err != nil {
		return nil, err
	}
	h := c.w.Header()
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s.%s"`, id, c.s.Node.Today(), format))
	switch format {
	case "json":
		return out, nil
	case "csv":
		h.Set("Content-Type", "text/csv; charset=utf-8")
		return handled{http.StatusOK}, c.copyCSV(out)
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	_, _ = io.WriteString(c.w, out.page(lang)) // a reader that has gone is not our fault
	return handled{http.StatusOK}, nil
}

func (v *view) copyOf(found *privacy.Copy, lang string) *CopyJSON {
	day := func(ms int64) string { return time.UnixMilli(ms).In(v.c.s.Node.Zone).Format("2006-01-02 15:04") }
	out := &CopyJSON{Title: v.row(found.Person).Title, Made: day(v.c.s.Node.Now()), Records: []CopyPart{}, Looks: []CopyLook{}}
	for i := range found.Held {
		h := &found.Held[i]
		row := v.row(h.Record)
		part := CopyPart{Kind: row.Kind, ID: row.ID, Label: h.Record.Kind.Label.In(lang), Gone: row.Deleted, Values: []CopyValue{}}
		for _, cell := range h.Shown() {
			f := h.Record.Kind.Field(cell)
			if slices.Contains(row.Hidden, f.Name) {
				out.Hidden++
				continue
			}
			value := h.Record.State.Value(cell, h.Record.Kind)
			label := f.Label.In(lang)
			if _, key, keyed := strings.Cut(cell, ":"); keyed {
				label += " " + key
			}
			part.Values = append(part.Values, CopyValue{cell, label, v.read(f, value, lang), value})
		}
		out.Records = append(out.Records, part)
	}
	for _, l := range found.Looks {
		look, err := kind.Into[account.Look](l.Kind, l.State)
		if err == nil {
			out.Looks = append(out.Looks, CopyLook{day(look.At), v.nameOf(look.User), look.Why, v.nameOf(look.Unit)})
		}
	}
	return out
}

// read is a value as people read it: a term by its label, a reference by its name where
// the reader may see it.
func (v *view) read(f *kind.Field, value json.RawMessage, lang string) string {
	var one string
	var many []string
	switch {
	case json.Unmarshal(value, &one) == nil:
		many = []string{one}
	case json.Unmarshal(value, &many) == nil:
	default:
		if f.Type == kind.Bool {
			return copyTexts[lang][string(value)]
		}
		return string(value)
	}
	for i, text := range many {
		switch f.Type {
		case kind.Term, kind.Terms:
			if t := v.c.s.Node.Pack.Vocabulary(f.Vocabulary); t != nil {
				for _, term := range t.Terms {
					if term.Code == text {
						many[i] = term.Label[lang]
					}
				}
			}
		case kind.Ref, kind.Refs:
			if id, err := change.ParseID(text); err == nil {
				many[i] = v.nameOf(id)
			}
		case kind.Machine:
			for _, st := range f.States {
				if st.Code == text {
					many[i] = st.Label.In(lang)
				}
			}
		}
	}
	return strings.Join(many, ", ")
}

// nameOf is the title of a record, as far as the viewer may see it; its id otherwise.
func (v *view) nameOf(id change.ID) string {
	r, err := v.c.s.Node.Projection.Get(v.c, id)
	if err != nil {
		return idText(id)
	}
	f := r.Kind.Field(r.Kind.Title)
	if f != nil && (f.Sensitivity == kind.Plain || r.Kind.Name == "user" || v.sees(r, f)) {
		if title := projection.Title(r); title != "" {
			return title
		}
	}
	return id.String()
}

func (c *call) copyCSV(out *CopyJSON) error {
	if _, err := c.w.Write([]byte("\xef\xbb\xbf")); err != nil {
		return err
	}
	w := csv.NewWriter(c.w)
	rows := [][]string{{"kind", "id", "deleted", "field", "label", "text"}}
	for _, r := range out.Records {
		for _, x := range r.Values {
			rows = append(rows, []string{r.Kind, r.ID, fmt.Sprint(r.Gone), x.Field, x.Label, inert(x.Text)})
		}
	}
	return w.WriteAll(rows)
}

// inert keeps a spreadsheet from running a text as a formula (CWE-1236).
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

var copyTexts = map[string]map[string]string{
	"vi": {"title": "Dữ liệu đang giữ về", "made": "Lập lúc", "hidden": "Có mục người lập không được xem, chưa có trong bản này:", "deleted": "đã xóa khỏi danh sách, còn trong sổ ghi",
		"looks": "Ai đã mở dữ liệu này", "nolooks": "Chưa ai mở mục riêng tư nào của người này.", "true": "Có", "false": "Không",
		"read": "mở xem", "list": "xem danh sách", "export": "xuất tệp", "file": "mở tệp", "pull": "gửi về điện thoại", "copy": "lập bản này"},
	"en": {"title": "What is held of", "made": "Made", "hidden": "Values that the maker may not see and that are not in this copy:", "deleted": "deleted from lists, still in the log",
		"looks": "Who opened this data", "nolooks": "Nobody has opened anything private of this person.", "true": "Yes", "false": "No",
		"read": "opened", "list": "in a list", "export": "exported", "file": "opened a file", "pull": "sent to a phone", "copy": "made this copy"},
}

const copyStyle = `body{font:16px/1.5 sans-serif;max-width:72ch;margin:24px auto;padding:0 16px}dl{display:grid;grid-template-columns:minmax(8em,1fr) 2fr;gap:4px 16px;margin:0}dt{color:#444}dd{margin:0;overflow-wrap:anywhere}section{border-top:1px solid #999;padding:8px 0;break-inside:avoid}h2{font-size:18px}`

// page is the copy as a page to print. Every text in it is escaped.
func (out *CopyJSON) page(lang string) string {
	say := copyTexts[lang]
	var b strings.Builder
	put := func(format string, texts ...string) {
		args := make([]any, len(texts))
		for i, text := range texts {
			args[i] = html.EscapeString(text)
		}
		fmt.Fprintf(&b, format, args...)
	}
	put(`<!doctype html><html lang="%s"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>%s %s</title>`, lang, say["title"], out.Title)
	b.WriteString("<style>" + copyStyle + "</style>\n")
	put("<h1>%s %s</h1>\n<p>%s %s.", say["title"], out.Title, say["made"], out.Made)
	if out.Hidden > 0 {
		put(" %s %s.", say["hidden"], strconv.Itoa(out.Hidden))
	}
	b.WriteString("</p>\n")
	for _, r := range out.Records {
		put("<section><h2>%s</h2>", r.Label)
		if r.Gone {
			put("<p>(%s)</p>", say["deleted"])
		}
		b.WriteString("<dl>")
		for _, v := range r.Values {
			put("<dt>%s</dt><dd>%s</dd>", v.Label, v.Text)
		}
		b.WriteString("</dl></section>\n")
	}
	put("<section><h2>%s</h2>", say["looks"])
	if len(out.Looks) == 0 {
		put("<p>%s</p>", say["nolooks"])
	}
	for _, l := range out.Looks {
		put("<p>%s: %s, %s</p>", l.At, l.Who, say[l.Why])
	}
	b.WriteString("</section></html>\n")
	return b.String()
}
