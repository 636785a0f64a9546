// Package vietnamese folds text for search and makes sort keys for names.
//
// Folding is the same as in the web app (web/src/core/fold.ts): both run the
// vectors of testdata/fold.json.
package vietnamese

import (
	"strings"
	"unicode"

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
