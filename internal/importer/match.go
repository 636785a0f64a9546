package importer

import (
	"regexp"
	"slices"
	"strings"

	"bamban/internal/vietnamese"
)

// matcher knows how the columns of a recipe are named.
type matcher struct {
	recipe *Recipe
	exact  map[string]string // folded header → code
	named  []named           // for headers that say more, the longest first
}

type named struct{ folded, code string }

func newMatcher(r *Recipe, synonyms map[string][]string) *matcher {
	m := &matcher{recipe: r, exact: map[string]string{}}
	put := func(name, code string) {
		folded := vietnamese.Fold(name)
		if folded == "" || m.exact[folded] != "" {
			return
		}
		m.exact[folded] = code
		if strings.Contains(folded, " ") { // one word alone says too little inside a longer header
			m.named = append(m.named, named{folded, code})
		}
	}
	for _, t := range r.Targets {
		for _, name := range synonyms[t.Code] {
			put(name, t.Code)
		}
	}
	for _, t := range r.Targets {
		for _, name := range []string{t.Label.VI, t.Label.EN, t.Code} {
			put(name, t.Code)
		}
	}
	slices.SortStableFunc(m.named, func(a, b named) int { return len(b.folded) - len(a.folded) })
	return m
}

const joint = " › "

var inBrackets = regexp.MustCompile(`\([^)]*\)`)

// match gives what a header is, and how sure that is: 0 is not at all.
func (m *matcher) match(header string) (code string, sure int) {
	if header == "" {
		return "", 0
	}
	parts := strings.Split(header, joint)
	for i, way := range []string{header, inBrackets.ReplaceAllString(header, " "), parts[len(parts)-1], inBrackets.ReplaceAllString(parts[len(parts)-1], " "), parts[0]} {
		if code := m.exact[vietnamese.Fold(way)]; code != "" {
			return code, 9 - i
		}
	}
	folded := " " + vietnamese.Fold(header) + " "
	if len(folded) > 120 {
		return "", 0
	}
	for _, n := range m.named {
		if strings.Contains(folded, " "+n.folded+" ") {
			return n.code, 1
		}
	}
	return "", 0
}
