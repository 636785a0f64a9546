package form

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"bamban/internal/fault"
)

// Admit says why answers must not be taken as answers to this form, or nil. The
// fault's field is the path of the question.
func (f *Form) Admit(answers json.RawMessage, day string) *fault.Fault {
	out, err := f.Evaluate(answers, day)
	if err != nil {
		return fault.New("form.not_json", "").Because(err)
	}
	for i := range out.Results {
		if r := &out.Results[i]; r.Wrong != nil {
			return r.fault()
		}
	}
	if len(out.Unknown) > 0 {
		return fault.New("form.unknown_question", out.Unknown[0], "name", out.Unknown[0])
	}
	return f.differs(answers, out)
}

// wrongs are the faults by what is wrong with an answer.
var wrongs = map[string]string{
	required: "form.required", wrongType: "form.wrong_type", notOffered: "form.not_offered",
	tooSmall: "form.too_small", tooLarge: "form.too_large", tooLong: "form.too_long",
	tooMany: "form.too_many", tooFew: "form.too_few",
	badDate: "form.bad_date", badPosition: "form.bad_position", checkFailed: "form.check_failed",
}

// fault words what is wrong with an answer, with the question's label.
func (r *Result) fault() *fault.Fault {
	q := r.Question
	args := []any{"question", label(q, "vi"), "question_en", label(q, "en")}
	if r.Wrong.Code == checkFailed && len(q.Message) > 0 {
		return fault.New("form.check_message", r.Path, append(args, "message", q.Message["vi"], "message_en", q.Message["en"])...)
	}
	return fault.New(wrongs[r.Wrong.Code], r.Path, append(args, "bound", strconv.FormatFloat(r.Wrong.Bound, 'f', -1, 64))...)
}

func label(q *Question, lang string) string {
	if s := q.Label[lang]; s != "" {
		return s
	}
	return q.Name
}

// differs finds an answer that is not what the form keeps: one to a question
// that isn't asked, or a value that was calculated otherwise.
func (f *Form) differs(answers json.RawMessage, out *Outcome) *fault.Fault {
	stored, err := json.Marshal(out.Stored)
	if err != nil {
		return fault.New("internal", "").Because(err)
	}
	given, kept := plain(answers), plain(stored)
	if path := firstDifference("", given, kept); path != "" {
		return fault.New("form.other_value", path, "name", path)
	}
	return nil
}

func plain(raw json.RawMessage) any {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var out any
	if d.Decode(&out) != nil {
		return nil
	}
	return out
}

func firstDifference(path string, a, b any) string {
	switch x := a.(type) {
	case map[string]any:
		y, _ := b.(map[string]any)
		names := maps.Clone(x)
		maps.Copy(names, y)
		for _, name := range slices.Sorted(maps.Keys(names)) {
			if at := firstDifference(dotted(path, name), x[name], y[name]); at != "" {
				return at
			}
		}
		return ""
	case []any:
		y, _ := b.([]any)
		if len(x) != len(y) {
			return path
		}
		for i := range x {
			if at := firstDifference(dotted(path, strconv.Itoa(i)), x[i], y[i]); at != "" {
				return at
			}
		}
		return ""
	case json.Number:
		y, ok := b.(json.Number)
		m, err := x.Float64()
		n, also := y.Float64()
		if ok && err == nil && also == nil && m == n {
			return ""
		}
		return path
	}
	if a != b {
		return path
	}
	return ""
}

func dotted(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
