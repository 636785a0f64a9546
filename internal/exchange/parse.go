package exchange

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/pack"
	"bamban/internal/schema"
	"bamban/internal/vietnamese"
)

// parse reads a cell as a column's value. row is the number of the row, area the
// place that the row is in.
func (m *importer) parse(c *column, text string, row int, area change.ID) (json.RawMessage, *fault.Fault) {
	f := c.Field
	if c.Part != "" {
		if f.Type == kind.Position {
			return parseDecimal(text)
		}
		at := slices.IndexFunc(f.Fields, func(sub kind.Field) bool { return sub.Name == c.Part })
		f = &f.Fields[at]
	}
	switch c.Shape {
	case schema.Key:
		id, bad := m.refs.find(m.ctx, f, text, row, area)
		return quote(id.String()), bad
	case schema.Joined, schema.Keys:
		return m.parseItems(c, f, text, row, area)
	case schema.JSON:
		raw := json.RawMessage(text)
		if !json.Valid(raw) {
			return nil, wrongType(f.Type)
		}
		return raw, nil
	}
	return m.parseOne(f, text)
}

func (m *importer) parseItems(c *column, f *kind.Field, text string, row int, area change.ID) (json.RawMessage, *fault.Fault) {
	items := []string{}
	for item := range strings.SplitSeq(text, ";") {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		switch {
		case c.Shape == schema.Keys:
			id, bad := m.refs.find(m.ctx, f, item, row, area)
			if bad != nil {
				return nil, bad
			}
			item = id.String()
		case f.Type == kind.Terms:
			code, bad := m.term(f, item)
			if bad != nil {
				return nil, bad
			}
			item = code
		}
		items = append(items, item)
	}
	raw, err := json.Marshal(items)
	if err != nil {
		return nil, fault.As(err)
	}
	return raw, nil
}

func (m *importer) parseOne(f *kind.Field, text string) (json.RawMessage, *fault.Fault) {
	switch f.Type {
	case kind.Int, kind.Money:
		return parseWhole(f.Type, text)
	case kind.Decimal:
		return parseDecimal(text)
	case kind.Bool:
		return parseBool(text)
	case kind.Date, kind.Partial:
		return parseDate(text, f.Type == kind.Partial)
	case kind.Instant:
		return m.parseInstant(text)
	case kind.Term:
		code, bad := m.term(f, text)
		return quote(code), bad
	case kind.Machine:
		for _, s := range f.States {
			if s.Code == text || sameText(text, s.Label.VI, s.Label.EN) {
				return quote(s.Code), nil
			}
		}
		return nil, fault.New("field.unknown_term", "", "term", short(text), "vocabulary", f.Label.VI)
	case kind.Digest:
		return quote(strings.ToLower(text)), nil
	}
	return quote(bare(text)), nil
}

func sameText(text string, labels ...string) bool {
	text = vietnamese.Fold(text)
	for _, l := range labels {
		if vietnamese.Fold(l) == text {
			return true
		}
	}
	return false
}

func quote(s string) json.RawMessage {
	b, err := json.Marshal(s)
	if err != nil {
		return nil // a string always encodes
	}
	return b
}

func wrongType(t kind.Type) *fault.Fault { return fault.New("field.wrong_type", "", "type", string(t)) }

// bare takes off the apostrophe that export puts before what a spreadsheet would
// run as a formula.
func bare(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && safe(rest) == s {
		return rest
	}
	return s
}

var (
	plainWhole   = regexp.MustCompile(`^[+-]?\d{1,15}([.,]0+)?$`)
	groupedWhole = regexp.MustCompile(`^[+-]?\d{1,3}([., \x{00A0}\x{202F}]\d{3})+$`)
	currency     = regexp.MustCompile(`(?i)\s*(đồng|đ|₫|vnđ|vnd)\.?$`)
	plainDecimal = regexp.MustCompile(`^[+-]?\d{1,15}([.,]\d{1,15})?$`)
	manyGroups   = regexp.MustCompile(`^[+-]?\d{1,3}(\.\d{3}){2,}$|^[+-]?\d{1,3}(,\d{3}){2,}$`)
	bothMarks    = regexp.MustCompile(`^[+-]?\d{1,3}(\.\d{3})+,\d{1,15}$|^[+-]?\d{1,3}(,\d{3})+\.\d{1,15}$`)
)

// parseWhole reads 1500000, 1.500.000, 1,500,000, "1 500 000 đ". A group of three
// after a mark is thousands, as it is written here.
func parseWhole(t kind.Type, text string) (json.RawMessage, *fault.Fault) {
	if t == kind.Money {
		text = currency.ReplaceAllString(text, "")
	}
	switch {
	case groupedWhole.MatchString(text):
		text = strings.NewReplacer(".", "", ",", "", " ", "", "\u00a0", "", "\u202f", "").Replace(text)
	case plainWhole.MatchString(text):
		if i := strings.IndexAny(text, ".,"); i >= 0 {
			text = text[:i]
		}
	default:
		return nil, wrongType(t)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, wrongType(t)
	}
	return json.RawMessage(strconv.FormatInt(n, 10)), nil
}

// parseDecimal reads 1.5, 1,5, 1.500.000 and 1.500,5. One mark alone begins the
// fraction, so that what export writes is read as it was.
func parseDecimal(text string) (json.RawMessage, *fault.Fault) {
	switch {
	case plainDecimal.MatchString(text):
		text = strings.Replace(text, ",", ".", 1)
	case manyGroups.MatchString(text):
		text = strings.NewReplacer(".", "", ",", "").Replace(text)
	case bothMarks.MatchString(text):
		at := strings.LastIndexAny(text, ".,")
		text = strings.NewReplacer(".", "", ",", "").Replace(text[:at]) + "." + text[at+1:]
	default:
		return nil, wrongType(kind.Decimal)
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, wrongType(kind.Decimal)
	}
	return json.RawMessage(strconv.FormatFloat(n, 'f', -1, 64)), nil
}

var yesNo = map[string]string{"co": "true", "yes": "true", "true": "true", "x": "true", "1": "true", "dung": "true", "y": "true",
	"khong": "false", "no": "false", "false": "false", "0": "false", "sai": "false", "n": "false"}

func parseBool(text string) (json.RawMessage, *fault.Fault) {
	if text == "✓" || text == "✔" {
		return json.RawMessage("true"), nil
	}
	if v, ok := yesNo[vietnamese.Fold(text)]; ok {
		return json.RawMessage(v), nil
	}
	return nil, wrongType(kind.Bool)
}

// The years that a date may have: older or later is a slip of the hand.
const (
	firstYear = 1800
	lastYear  = 2200
)

var dayLayouts = []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006", "2006-01-02 15:04:05", "2006-01-02T15:04:05"}

// parseDate reads 03/03/2026 (day first, always) and 2026-03-03; where a part is
// enough also 2026, 03/2026 and 2026-03.
func parseDate(text string, partial bool) (json.RawMessage, *fault.Fault) {
	read := func(layouts []string, form string) (json.RawMessage, bool) {
		for _, l := range layouts {
			if t, err := time.Parse(l, text); err == nil && t.Year() >= firstYear && t.Year() <= lastYear {
				return quote(t.Format(form)), true
			}
		}
		return nil, false
	}
	if v, ok := read(dayLayouts, time.DateOnly); ok {
		return v, nil
	}
	if partial {
		if v, ok := read([]string{"2006-01", "1/2006", "1-2006", "1.2006"}, "2006-01"); ok {
			return v, nil
		}
		if v, ok := read([]string{"2006"}, "2006"); ok {
			return v, nil
		}
	}
	return nil, fault.New("field.bad_date", "")
}

// parseInstant reads Unix milliseconds, RFC 3339, or a day and time in the
// province's zone.
func (m *importer) parseInstant(text string) (json.RawMessage, *fault.Fault) {
	const firstMilli = 100_000_000_000 // in 1973: less is no instant in milliseconds
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		if n < firstMilli {
			return nil, wrongType(kind.Instant)
		}
		return json.RawMessage(strconv.FormatInt(n, 10)), nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return json.RawMessage(strconv.FormatInt(t.UnixMilli(), 10)), nil
	}
	for _, l := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2/1/2006 15:04:05", "2/1/2006 15:04", "2/1/2006", time.DateOnly} {
		if t, err := time.ParseInLocation(l, text, m.n.Zone); err == nil {
			return json.RawMessage(strconv.FormatInt(t.UnixMilli(), 10)), nil
		}
	}
	return nil, wrongType(kind.Instant)
}

// term finds a term by its code or its label, without marks where that is enough
// to tell.
func (m *importer) term(f *kind.Field, text string) (string, *fault.Fault) {
	terms, ok := m.terms[f.Vocabulary]
	if !ok {
		terms = m.termsOf(f.Vocabulary)
		m.terms[f.Vocabulary] = terms
	}
	for _, way := range []string{"=" + text, strings.ToLower(text), "~" + vietnamese.Fold(text)} {
		if code := terms[way]; code != "" {
			return code, nil
		}
	}
	return "", fault.New("field.unknown_term", "", "term", short(text), "vocabulary", f.Vocabulary)
}

// termsOf lists the ways to write the terms of a vocabulary: "=code", the label in
// lower case, "~label" folded. A way that two terms share is none; terms in force
// today go before those that have ended.
func (m *importer) termsOf(vocabulary string) map[string]string {
	out := map[string]string{}
	v := m.n.Pack.Vocabulary(vocabulary)
	if v == nil {
		return out
	}
	for _, terms := range [][]pack.Term{v.At(m.today), v.Terms} {
		some, twice := map[string]string{}, map[string]bool{}
		for _, t := range terms {
			ways := []string{"=" + t.Code, "~" + vietnamese.Fold(t.Code)}
			for _, label := range t.Label {
				ways = append(ways, strings.ToLower(norm.NFC.String(label)), "~"+vietnamese.Fold(label))
			}
			for _, way := range ways {
				twice[way] = twice[way] || some[way] != "" && some[way] != t.Code
				some[way] = t.Code
			}
		}
		for way, code := range some {
			if _, taken := out[way]; !taken {
				if out[way] = code; twice[way] {
					out[way] = ""
				}
			}
		}
	}
	return out
}
