package vietnamese

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The order of the Vietnamese alphabet, letters of other alphabets in their place;
// tones come after letters, in the order of the dictionaries: none, huyền, hỏi,
// ngã, sắc, nặng.
const alphabet = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

var (
	letterRank = ranks(alphabet, 2)
	toneRank   = map[rune]byte{'\u0300': 2, '\u0309': 3, '\u0303': 4, '\u0301': 5, '\u0323': 6}
)

func ranks(letters string, first byte) map[rune]byte {
	out := map[rune]byte{}
	for _, r := range letters {
		out[r] = first
		first++
	}
	return out
}

// Sort keys have three parts: a byte per letter, a zero, a byte per letter's tone
// with trailing ones left out. They are a third as long as those of a general
// collation (golang.org/x/text/collate), which matters where every index of a
// million names holds one; sort_test.go compares the two orders.

// SortKey of a text: keys compare as bytes in the order of the alphabet.
func SortKey(text string) []byte {
	key := make([]byte, 0, 2*len(text))
	tones := make([]byte, 0, len(text))
	space := false
	for _, r := range norm.NFC.String(strings.ToLower(text)) {
		letter, tone := split(r)
		rank, ok := letterRank[letter]
		switch {
		case ok:
		case unicode.IsLetter(letter):
			rank = 0xff
		default:
			space = len(key) > 0
			continue
		}
		if space {
			key, tones, space = append(key, 1), append(tones, 1), false
		}
		key, tones = append(key, rank), append(tones, tone)
	}
	tones = trimOnes(tones)
	if len(tones) == 0 {
		return key
	}
	return append(append(key, 0), tones...)
}

// split takes the tone off a letter: "ắ" is "ă" and sắc.
func split(r rune) (letter rune, tone byte) {
	if r < 0x80 || r == 'đ' {
		return r, 1
	}
	tone = 1
	var rest []rune
	for _, d := range norm.NFD.String(string(r)) {
		if t, ok := toneRank[d]; ok {
			tone = t
		} else {
			rest = append(rest, d)
		}
	}
	for _, c := range norm.NFC.String(string(rest)) {
		return c, tone
	}
	return r, tone
}

func trimOnes(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == 1 {
		b = b[:len(b)-1]
	}
	return b
}

// NameSortKey of a person's name in family–middle–given order: by given name, then
// family, then middle, as people expect.
func NameSortKey(name string) []byte {
	words := strings.Fields(name)
	if n := len(words); n > 1 {
		words = append([]string{words[n-1], words[0]}, words[1:n-1]...)
	}
	return SortKey(strings.Join(words, " "))
}
