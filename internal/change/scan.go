package change

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
)

// members splits a JSON object into its members, in order, and gives each to f:
// the name, and the value as it stands. object must be valid JSON; json.Valid has
// seen to it, so what is here only finds where things end. It answers false where
// the value is no object, or f does. Names are matched exactly, as every other
// reader of the protocol does; encoding/json would take "N" for "n".
func members(object []byte, f func(name string, value json.RawMessage) bool) bool {
	i := space(object, 0)
	if object[i] != '{' {
		return false
	}
	for i = space(object, i+1); object[i] != '}'; {
		end := valueEnd(object, i)
		name, ok := text(object[i:end])
		if !ok {
			return false
		}
		i = space(object, space(object, end)+1) // past the colon
		end = valueEnd(object, i)
		if !f(name, object[i:end:end]) {
			return false
		}
		if i = space(object, end); object[i] == ',' {
			i = space(object, i+1)
		}
	}
	return true
}

func space(b []byte, i int) int {
	for b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r' {
		i++
	}
	return i
}

// valueEnd is where the value that begins at i ends.
func valueEnd(b []byte, i int) int {
	switch b[i] {
	case '"':
		return stringEnd(b, i)
	case '{', '[':
		for depth := 0; ; i++ {
			switch b[i] {
			case '"':
				i = stringEnd(b, i) - 1
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
	}
	for ; i < len(b); i++ {
		switch b[i] {
		case ',', '}', ']', ' ', '\t', '\n', '\r':
			return i
		}
	}
	return i
}

func stringEnd(b []byte, i int) int {
	for i++; b[i] != '"'; i++ {
		if b[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// text reads a JSON string; null is "".
func text(v []byte) (string, bool) {
	if v[0] != '"' {
		return "", string(v) == "null"
	}
	plain := v[1 : len(v)-1]
	for _, c := range plain {
		if c == '\\' {
			var s string
			err := json.Unmarshal(v, &s)
			return s, err == nil
		}
	}
	return string(plain), true
}

// texts reads an object of strings.
func texts(v []byte) (map[string]string, bool) {
	if string(v) == "null" {
		return nil, true
	}
	out := map[string]string{}
	ok := members(v, func(name string, value json.RawMessage) (ok bool) {
		out[name], ok = text(value)
		return ok
	})
	return out, ok
}

// read reads the JSON form of a change; see wire. It answers false for what is
// not JSON or has a member of another type. Members that it does not know are
// passed over. Values point into content.
func (w *wire) read(content []byte) bool {
	return json.Valid(content) && members(content, w.member)
}

func (w *wire) member(name string, v json.RawMessage) (ok bool) {
	switch name {
	case "n":
		return number(v, func(s string) (err error) { w.N, err = strconv.ParseUint(s, 10, 64); return err })
	case "v":
		return number(v, func(s string) (err error) { w.V, err = strconv.Atoi(s); return err })
	case "t":
		w.T, ok = text(v)
	case "k":
		w.K, ok = text(v)
	case "r":
		w.R, ok = text(v)
	case "o":
		var op string
		op, ok = text(v)
		w.O = Op(op)
	case "f":
		if ok = string(v) == "null"; !ok {
			w.F = make(map[string]json.RawMessage, 12)
			ok = members(v, func(field string, value json.RawMessage) bool {
				w.F[field] = value
				return true
			})
		}
	case "s":
		w.S, ok = texts(v)
	case "w":
		w.W, ok = texts(v)
	case "u":
		ok = json.Unmarshal(v, &w.U) == nil
	case "to":
		ok = json.Unmarshal(v, &w.To) == nil
	case "x":
		var salt string
		if salt, ok = text(v); ok {
			var err error
			w.X, err = base64.StdEncoding.DecodeString(salt)
			ok = err == nil
		}
	default:
		ok = true
	}
	return ok
}

// number reads a number by parse; null is none.
func number(v json.RawMessage, parse func(string) error) bool {
	return string(v) == "null" || parse(string(v)) == nil
}
