// Package vietnamese folds text for search and makes sort keys for names.
//
// Folding is the same as in the web app (web/src/core/fold.ts): both run the
// vectors of testdata/fold.json.
package vietnamese

import (
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Fold makes text findable: decomposed, marks dropped, đ as d, lower case, and
// everything that is not a letter or digit a single space. "Điện Biên" folds to
// "dien bien".
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	put := func(r rune) {
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	var it norm.Iter
	for it.InitString(norm.NFD, s); !it.Done(); {
		for _, r := range string(it.Next()) {
			switch {
			case r < 0x80 && ('a' <= r && r <= 'z' || '0' <= r && r <= '9'):
				put(r)
			case 'A' <= r && r <= 'Z':
				put(r + 'a' - 'A')
			case r == 'đ' || r == 'Đ':
				put('d')
			case unicode.Is(unicode.Mn, r):
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				put(unicode.ToLower(r))
			default:
				space = true
			}
		}
	}
	return b.String()
}

// Sorter makes sort keys by the Vietnamese alphabet (Unicode CLDR, vi). It is
// not for use by two goroutines at once.
type Sorter struct {
	c   *collate.Collator
	buf collate.Buffer
}

// NewSorter makes a sorter.
func NewSorter() *Sorter { return &Sorter{c: collate.New(language.Vietnamese)} }

// Key of a text: keys compare as bytes.
func (s *Sorter) Key(text string) []byte {
	s.buf.Reset()
	return append([]byte(nil), s.c.KeyFromString(&s.buf, text)...)
}

// NameKey of a person's name in family–middle–given order: sorted by given name,
// then family, then middle, as people expect.
func (s *Sorter) NameKey(name string) []byte {
	words := strings.Fields(name)
	if n := len(words); n > 1 {
		words = append([]string{words[n-1], words[0]}, words[1:n-1]...)
	}
	return s.Key(strings.Join(words, " "))
}
