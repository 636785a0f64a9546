package form

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bamban/internal/change"
)

// maxSafe is the largest whole number that JSON carries as a number here: beyond
// it a browser's numbers lose digits, so larger ones are strings of digits.
const maxSafe = 1<<53 - 1

// read gives a question's answer as CEL sees it, and as it is stored. A nil
// answer is none; the code says what is wrong with it.
func (q *question) read(raw json.RawMessage) (value any, code string) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, ""
	}
	switch q.Type {
	case Integer, Money:
		return readWhole(raw)
	case Decimal:
		n, err := strconv.ParseFloat(string(raw), 64)
		if err != nil || math.IsInf(n, 0) {
			return nil, wrongType
		}
		return n, ""
	case YesNo:
		if s := string(raw); s != "true" && s != "false" {
			return nil, wrongType
		}
		return string(raw) == "true", ""
	case Several:
		return q.readSeveral(raw)
	case Position:
		return readPosition(raw)
	}
	var s *string
	if json.Unmarshal(raw, &s) != nil || s == nil || strings.ContainsRune(*s, 0) {
		return nil, wrongType
	}
	return q.readText(*s)
}

// The codes of what is wrong with an answer; wrongs has the fault of each.
const (
	wrongType   = "wrong_type"
	required    = "required"
	badDate     = "bad_date"
	badPosition = "bad_position"
	notOffered  = "not_offered"
	tooSmall    = "too_small"
	tooLarge    = "too_large"
	tooLong     = "too_long"
	tooFew      = "too_few"
	tooMany     = "too_many"
	checkFailed = "check_failed"
)

func (q *question) readText(s string) (any, string) {
	switch q.Type {
	case TextLine:
		if s = strings.Trim(s, " \t\r\n"); s == "" {
			return nil, ""
		}
	case Date:
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return nil, badDate
		}
	case One:
		if _, ok := q.choice[s]; !ok {
			return nil, notOffered
		}
	case Person, Household:
		if _, err := change.ParseID(s); err != nil {
			return nil, wrongType
		}
	case Photo, Voice, Signature:
		if !digestPattern.MatchString(s) {
			return nil, wrongType
		}
	}
	return s, ""
}

func readWhole(raw json.RawMessage) (any, string) {
	var digits string
	if raw[0] == '"' {
		if json.Unmarshal(raw, &digits) != nil {
			return nil, wrongType
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || strings.HasPrefix(digits, "+") {
			return nil, wrongType
		}
		return n, ""
	}
	n, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || n != math.Trunc(n) || math.Abs(n) > maxSafe {
		return nil, wrongType
	}
	return int64(n), ""
}

// readSeveral gives the codes in the order of the choices, each once.
func (q *question) readSeveral(raw json.RawMessage) (any, string) {
	var items []*string
	if json.Unmarshal(raw, &items) != nil || len(items) > maxChoices {
		return nil, wrongType
	}
	picked := make([]bool, len(q.Choices))
	for _, s := range items {
		if s == nil {
			return nil, wrongType
		}
		i, ok := q.choice[*s]
		if !ok {
			return nil, notOffered
		}
		picked[i] = true
	}
	return q.codes(picked), ""
}

func (q *question) codes(picked []bool) any {
	var out []string
	for i, yes := range picked {
		if yes {
			out = append(out, q.Choices[i].Code)
		}
	}
	if out == nil {
		return nil
	}
	return out
}

// position is the value of a position question.
type position struct {
	Lat  *float64 `json:"lat"`
	Lon  *float64 `json:"lon"`
	Acc  float64  `json:"acc,omitempty"`
	At   int64    `json:"at,omitempty"`
	Mock bool     `json:"mock,omitempty"`
}

func readPosition(raw json.RawMessage) (any, string) {
	var p position
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if d.Decode(&p) != nil || p.Lat == nil || p.Lon == nil {
		return nil, wrongType
	}
	if math.Abs(*p.Lat) > 90 || math.Abs(*p.Lon) > 180 || p.Acc < 0 {
		return nil, badPosition
	}
	return p, ""
}

// inCEL is a value as expressions see it.
func (q *question) inCEL(value any) any {
	switch v := value.(type) {
	case nil:
		if q.Type == Several {
			return []string{}
		}
	case position:
		return map[string]any{"lat": *v.Lat, "lon": *v.Lon, "acc": v.Acc}
	}
	return value
}

// inJSON is a value as it is stored.
func inJSON(value any) any {
	if n, ok := value.(int64); ok && (n > maxSafe || n < -maxSafe) {
		return strconv.FormatInt(n, 10)
	}
	return value
}

// within finds what is out of a question's bounds.
func (q *question) within(value any) *Wrong {
	switch v := value.(type) {
	case int64:
		return q.inRange(float64(v))
	case float64:
		return q.inRange(v)
	case string:
		if q.Type == TextLine && utf8.RuneCountInString(v) > int(*q.max) {
			return &Wrong{Code: tooLong, Bound: *q.max}
		}
	}
	return nil
}

func (q *question) inRange(n float64) *Wrong {
	if q.min != nil && n < *q.min {
		return &Wrong{Code: tooSmall, Bound: *q.min}
	}
	if q.max != nil && n > *q.max {
		return &Wrong{Code: tooLarge, Bound: *q.max}
	}
	return nil
}
