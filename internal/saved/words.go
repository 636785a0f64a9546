package saved

import (
	"net/url"
	"slices"
	"strings"

	"bamban/internal/account"
	"bamban/internal/kind"
	"bamban/internal/vietnamese"
)

// Words are what somebody is found by in a filter that was typed.
type Words struct {
	name    []string // folded, in the order written
	numbers []string // of papers and telephones, their digits
}

// WordsOf a person's name and numbers.
func WordsOf(name string, numbers ...string) Words {
	w := Words{name: split(name)}
	for _, n := range numbers {
		if d := digits(n); len(d) >= leastDigits {
			w.numbers = append(w.numbers, d)
		}
	}
	return w
}

// leastDigits of a number that finds one person and not many.
const leastDigits = 6

// In reports whether a text that was typed finds the person: it has the given name, two
// words of the name, or a number. A family name alone is that of many, and stays.
func (w Words) In(text string) bool {
	typed := split(text)
	hits := 0
	for _, word := range slices.Compact(slices.Sorted(slices.Values(w.name))) {
		if slices.Contains(typed, word) {
			hits++
		}
	}
	if n := len(w.name); n > 0 && (hits > 1 || slices.Contains(typed, w.name[n-1])) {
		return true
	}
	d := digits(text)
	return slices.ContainsFunc(w.numbers, func(n string) bool { return strings.Contains(d, n) })
}

// named reports whether a list's own name has the whole name or a number: a single word
// of a list's name may be any word of the language.
func (w Words) named(text string) bool {
	whole := " " + strings.Join(w.name, " ") + " "
	d := digits(text)
	return len(w.name) > 1 && strings.Contains(" "+strings.Join(split(text), " ")+" ", whole) ||
		slices.ContainsFunc(w.numbers, func(n string) bool { return strings.Contains(d, n) })
}

// Without is a list without what finds a person: the filters that were typed, and its
// name. The cells that must go are named; none where the list has nothing of the person.
func (w Words) Without(k *kind.Kind, l account.SavedList) (left account.SavedList, cells []string) {
	left = l
	if q, err := url.ParseQuery(l.Query); err == nil {
		for name, values := range q {
			if typed(k, name) && slices.ContainsFunc(values, w.In) {
				q.Del(name)
				cells = []string{"query"}
			}
		}
		if cells != nil {
			left.Query = q.Encode()
		}
	}
	if w.named(l.Name) {
		cells = append(cells, "name")
		left.Name = "…"
	}
	return left, cells
}

// typed reports whether a filter is by words that somebody typed.
func typed(k *kind.Kind, name string) bool {
	field, filter := strings.CutPrefix(name, "f.")
	if !filter {
		return name == "q"
	}
	if k == nil {
		return true
	}
	f := k.Field(field)
	return f == nil || f.Type == kind.String || f.Type == kind.Name || f.Type == kind.Texts
}

func split(text string) []string {
	return strings.FieldsFunc(vietnamese.Fold(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
