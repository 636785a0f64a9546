package fault

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Class says how a fault is answered; one mapper turns it into an HTTP status.
type Class uint8

// The classes, from "yours to mend" to "ours to mend".
const (
	Invalid   Class = iota // the request is wrong: mend it and send again
	Unsigned               // nobody is signed in, or the token is no longer good
	Forbidden              // signed in, and not allowed
	NotFound               // not there, or not in the caller's scope: the two are not told apart
	Conflict               // somebody else was there first
	TooLarge               // over a stated bound
	TooMany                // slow down; Retry says when
	Busy                   // a passing lack of something; try again
	Internal               // our fault
)

// Fault is an error with a code, a field and a text that is safe to show.
type Fault struct {
	Code  string            // a key of the catalogue, e.g. "field.too_long"
	Field string            // dotted path of the field at fault, or ""
	Args  map[string]string // values the text names, e.g. "max": "200"
	cause error
}

// New makes a fault of a catalogued code about a field ("" for none).
// Further arguments are pairs of name and value used by the text.
func New(code, field string, args ...any) *Fault {
	f := &Fault{Code: code, Field: field}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = make(map[string]string, len(args)/2)
		}
		f.Args[fmt.Sprint(args[i])] = argument(args[i+1])
	}
	return f
}

// argument in words; large bounds are written out, not as 6.7e+07.
func argument(v any) string {
	if n, ok := v.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// Because keeps the cause for the log; it is never shown.
func (f *Fault) Because(err error) *Fault {
	f.cause = err
	return f
}

// Error is for logs and tests; people read [Fault.Text].
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Code)
	if f.Field != "" {
		b.WriteString(" at ")
		b.WriteString(f.Field)
	}
	if f.cause != nil {
		b.WriteString(": ")
		b.WriteString(f.cause.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.cause }

// Is matches faults by code, so errors.Is(err, fault.New("x", "")) works.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Code == f.Code
}

// Class of the fault; a code that is not in the catalogue is internal.
func (f *Fault) Class() Class {
	if e, ok := catalogue[f.Code]; ok {
		return e.class
	}
	return Internal
}

// Retry reports whether sending the same thing again later can succeed.
func (f *Fault) Retry() bool {
	c := f.Class()
	return c == TooMany || c == Busy || c == Internal
}

// Text is the fault in words, in "vi" or "en" (any other language reads "en").
// It says what happened and what to do.
func (f *Fault) Text(lang string) string {
	e, ok := catalogue[f.Code]
	if !ok {
		e = catalogue["internal"]
	}
	text, word := e.en, 1
	if lang == "vi" {
		text, word = e.vi, 0
	}
	if f.Args != nil {
		pairs := make([]string, 0, 2*len(f.Args))
		for k, v := range f.Args {
			if w, ok := argWords[k+":"+v]; ok {
				v = w[word]
			}
			pairs = append(pairs, "{"+k+"}", v)
		}
		text = strings.NewReplacer(pairs...).Replace(text)
	}
	return text
}

// As finds the fault in an error chain; an error without one becomes internal,
// with the error as its cause.
func As(err error) *Fault {
	if err == nil {
		return nil
	}
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return New("internal", "").Because(err)
}

// Codes lists the catalogue's codes, for docs and for the test that checks that
// each has its texts.
func Codes() []string {
	out := make([]string, 0, len(catalogue))
	for c := range catalogue {
		out = append(out, c)
	}
	return out
}
