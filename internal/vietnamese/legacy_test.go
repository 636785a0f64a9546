package vietnamese_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/charmap"

	"bamban/internal/vietnamese"
)

// every is each Vietnamese letter with a mark, and every other.
const every = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"

// typed writes a text as somebody typed it in an old font. It is made from the two
// public tables by byte, apart from the program's own.
func typed(s string, e vietnamese.Encoding) string {
	var b strings.Builder
	for _, r := range s {
		if w, ok := written[e][unicode.ToLower(r)]; ok {
			if e == vietnamese.VNI && unicode.IsUpper(r) {
				w = strings.ToUpper(w)
			}
			b.WriteString(w)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// written: TCVN 5712:1993 VN3 by its bytes in the order of the alphabet above, and
// VNI Windows by base letter and mark.
var written = map[vietnamese.Encoding]map[rune]string{vietnamese.TCVN3: bytesOf(), vietnamese.VNI: marksOf()}

func bytesOf() map[rune]string {
	letters := []rune("àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ")
	codes := []byte("\xb5\xb6\xb7\xb8\xb9\xa8\xbb\xbc\xbd\xbe\xc6\xa9\xc7\xc8\xc9\xca\xcb\xae\xcc\xce\xcf\xd0\xd1\xaa\xd2\xd3\xd4\xd5\xd6" +
		"\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xab\xe5\xe6\xe7\xe8\xe9\xac\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xad\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe")
	out := map[rune]string{}
	for i, r := range letters {
		out[r] = string(charmap.ISO8859_1.DecodeByte(codes[i]))
	}
	return out
}

func marksOf() map[rune]string {
	out := map[rune]string{'đ': "ñ", 'ơ': "ô", 'ư': "ö", 'ỵ': "î", 'ì': "ì", 'ỉ': "æ", 'ĩ': "ó", 'í': "í", 'ị': "ò"}
	// Of each vowel: huyền, hỏi, ngã, sắc, nặng.
	put := func(letters, base string, marks ...string) {
		for i, r := range []rune(letters) {
			if base != "y" || i < 4 {
				out[r] = base + marks[i]
			}
		}
	}
	plain := []string{"ø", "û", "õ", "ù", "ï"}
	hat := []string{"â", "à", "å", "ã", "á", "ä"}
	put("àảãáạ", "a", plain...)
	put("èẻẽéẹ", "e", plain...)
	put("òỏõóọ", "o", plain...)
	put("ùủũúụ", "u", plain...)
	put("ỳỷỹýỵ", "y", plain...)
	put("ờởỡớợ", "ô", plain...)
	put("ừửữứự", "ö", plain...)
	put("âầẩẫấậ", "a", hat...)
	put("êềểễếệ", "e", hat...)
	put("ôồổỗốộ", "o", hat...)
	put("ăằẳẵắặ", "a", "ê", "è", "ú", "ü", "é", "ë")
	return out
}

func TestEveryLetterOfOldFontsIsReadInUnicode(t *testing.T) {
	for _, r := range every {
		for _, e := range []vietnamese.Encoding{vietnamese.TCVN3, vietnamese.VNI} {
			if got := vietnamese.Decode(typed(string(r), e), e); got != string(r) {
				t.Errorf("%s: %q: got %q, want %q", e, typed(string(r), e), got, string(r))
			}
		}
		capital := strings.ToUpper(string(r))
		if got := vietnamese.Decode(typed(capital, vietnamese.VNI), vietnamese.VNI); got != capital {
			t.Errorf("VNI: got %q, want %q", got, capital)
		}
		if got := vietnamese.DecodeFont(typed(string(r), vietnamese.TCVN3), ".VnTimeH"); r > 127 && got != capital {
			t.Errorf(".VnTimeH: got %q, want %q", got, capital)
		}
	}
	for latin, want := range map[string]string{"¡¢£¤¥¦§": "ĂÂÊÔƠƯĐ"} {
		if got := vietnamese.Decode(latin, vietnamese.TCVN3); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Any text of names comes back as it was, and its encoding is told without its font.
func TestTextsOfOldFontsComeBackAndAreRecognised(t *testing.T) {
	const seed = 11
	r := rand.New(rand.NewPCG(seed, 0))
	words := strings.Fields("nguyễn thị hương lò văn mơ bản nậm sảng đường phố trưởng giàng hộ nghèo cận quyết định số điện thoại khẩu năm sinh ghi chú vàng a chứ tẩn mẩy phường đoàn kết hữu nghĩa")
	for range 2000 {
		var text []string
		for range 40 {
			text = append(text, words[r.IntN(len(words))])
		}
		want := strings.Join(text, " ")
		for _, e := range []vietnamese.Encoding{vietnamese.TCVN3, vietnamese.VNI} {
			old := typed(want, e)
			if got := vietnamese.Guess(old); got != e {
				t.Fatalf("seed %d: %q is taken for %q, want %q", seed, old, got, e)
			}
			if got := vietnamese.Decode(old, e); got != want {
				t.Fatalf("seed %d: %s: got %q, want %q", seed, e, got, want)
			}
		}
		if got := vietnamese.Guess(want); got != vietnamese.Unicode {
			t.Fatalf("seed %d: %q is taken for %q, want Unicode", seed, want, got)
		}
		if got := vietnamese.Decode(want, vietnamese.TCVN3); got != want {
			t.Fatalf("seed %d: Unicode in an old font: got %q, want it as it was, %q", seed, got, want)
		}
	}
}

func TestFontsAreToldByTheirNames(t *testing.T) {
	for font, want := range map[string]vietnamese.Encoding{".VnTime": vietnamese.TCVN3, ".VnArialH": vietnamese.TCVN3, "VNI-Times": vietnamese.VNI, "Times New Roman": vietnamese.Unicode, "": vietnamese.Unicode} {
		if got := vietnamese.OfFont(font); got != want {
			t.Errorf("%s: got %q, want %q", font, got, want)
		}
	}
}
