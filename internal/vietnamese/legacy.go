package vietnamese

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Encoding is how a text of before Unicode was typed: the font showed Vietnamese,
// everything else shows other letters.
type Encoding string

// The encodings. TCVN3 (TCVN 5712:1993, fonts .Vn…) puts letters where Latin-1 has
// signs: "Hä vµ tªn". VNI (fonts VNI-…) puts a mark behind the vowel: "Hoï vaø teân".
const (
	Unicode Encoding = ""
	TCVN3   Encoding = "tcvn3"
	VNI     Encoding = "vni"
)

// tcvn3 lists what each byte of TCVN3 shows, as Latin-1 (or Windows-1252) reads it,
// behind the letters that it stands for. Letters with a tone are lower case only; the
// fonts whose names end in H show the same bytes as capitals.
const tcvn3 = "àµ ả¶ ã· á¸ ạ¹ " +
	"ă¨ ằ» ẳ¼ ẵ½ ắ¾ ặÆ " +
	"â© ầÇ ẩÈ ẫÉ ấÊ ậË " +
	"đ® èÌ ẻÎ ẽÏ éÐ ẹÑ " +
	"êª ềÒ ểÓ ễÔ ếÕ ệÖ " +
	"ì× ỉØ ĩÜ íÝ ịÞ " +
	"òß ỏá õâ óã ọä " +
	"ô« ồå ổæ ỗç ốè ộé " +
	"ơ¬ ờê ởë ỡì ớí ợî " +
	"ùï ủñ ũò úó ụô " +
	"ư\u00ad ừõ ửö ữ÷ ứø ựù " +
	"ỳú ỷû ỹü ýý ỵþ " +
	"Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§"

// vni lists the letters, each with what VNI writes for it; capitals follow.
const vni = "à:aø ả:aû ã:aõ á:aù ạ:aï " +
	"ă:aê ằ:aè ẳ:aú ẵ:aü ắ:aé ặ:aë " +
	"â:aâ ầ:aà ẩ:aå ẫ:aã ấ:aá ậ:aä " +
	"đ:ñ è:eø ẻ:eû ẽ:eõ é:eù ẹ:eï " +
	"ê:eâ ề:eà ể:eå ễ:eã ế:eá ệ:eä " +
	"ì:ì ỉ:æ ĩ:ó í:í ị:ò " +
	"ò:oø ỏ:oû õ:oõ ó:où ọ:oï " +
	"ô:oâ ồ:oà ổ:oå ỗ:oã ố:oá ộ:oä " +
	"ơ:ô ờ:ôø ở:ôû ỡ:ôõ ớ:ôù ợ:ôï " +
	"ù:uø ủ:uû ũ:uõ ú:uù ụ:uï " +
	"ư:ö ừ:öø ử:öû ữ:öõ ứ:öù ự:öï " +
	"ỳ:yø ỷ:yû ỹ:yõ ý:yù ỵ:î"

var (
	tcvn3Letters = tcvn3Table()
	vniLetters   = vniTable()
)

func tcvn3Table() map[rune]rune {
	out := map[rune]rune{}
	for _, pair := range strings.Split(tcvn3, " ") {
		r := []rune(norm.NFC.String(pair))
		out[r[1]] = r[0]
	}
	return out
}

func vniTable() map[string]rune {
	out := map[string]rune{}
	for _, pair := range strings.Fields(vni) {
		letter, written, _ := strings.Cut(norm.NFC.String(pair), ":")
		l, _ := utf8.DecodeRuneInString(letter)
		w := []rune(written)
		out[written] = l
		out[strings.ToUpper(written)] = unicode.ToUpper(l)
		if len(w) == 2 { // a capital with the mark of a small letter, as people type names
			out[string(unicode.ToUpper(w[0]))+string(w[1])] = unicode.ToUpper(l)
		}
	}
	return out
}

// Decode gives in Unicode what was typed in an encoding of before it. What already
// holds letters that only Unicode has is left as it is: it was pasted in.
func Decode(s string, e Encoding) string {
	if e == Unicode || isASCII(s) || strings.IndexFunc(s, onlyUnicode) >= 0 {
		return norm.NFC.String(s)
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	if e == TCVN3 {
		for _, r := range s {
			if to, ok := tcvn3Letters[r]; ok {
				r = to
			}
			b.WriteRune(r)
		}
		return norm.NFC.String(b.String())
	}
	runes := []rune(norm.NFC.String(s))
	for i := 0; i < len(runes); i++ {
		if i+1 < len(runes) {
			if to, ok := vniLetters[string(runes[i:i+2])]; ok {
				b.WriteRune(to)
				i++
				continue
			}
		}
		r := runes[i]
		if to, ok := vniLetters[string(r)]; ok {
			r = to
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// DecodeFont is [Decode] of a text shown in a font: its name says the encoding, and
// whether small letters are shown as capitals.
func DecodeFont(s, font string) string {
	e := OfFont(font)
	out := Decode(s, e)
	if e == TCVN3 && strings.HasSuffix(font, "H") && strings.IndexFunc(s, onlyUnicode) < 0 {
		out = strings.ToUpper(out)
	}
	return out
}

// OfFont tells the encoding from the name of a font.
func OfFont(name string) Encoding {
	name = strings.ToLower(strings.TrimSpace(name))
	switch {
	case strings.HasPrefix(name, ".vn"):
		return TCVN3
	case strings.HasPrefix(name, "vni"):
		return VNI
	}
	return Unicode
}

// Letters by which a text of an old font gives itself away: Vietnamese in Unicode has
// none of them.
const (
	// TCVN3 alone: signs behind any letter, and letters behind a consonant.
	tcvn3Signs = "µ¸¶·¹¨»¾¼½©ª«¬\u00ad®"
	tcvn3High  = "ÆÇËÎÏÑÖØÜÞß×÷äåçëïøûüþ"
	// VNI: marks behind a vowel, and letters of its own.
	vniMarks = "øûïåäëüØÛÏÅÄËÜ"
	vniOwn   = "ñöæÑÖÆ"
	vowels   = "aeiouyôöAEIOUYÔÖ"
)

// Guess names the encoding that a text was typed in, by its letters. It takes three
// that give it away, and more of them than of letters that only Unicode has: a word or
// two is not enough.
func Guess(text string) Encoding {
	old3, oldV, now := 0, 0, 0
	before := ' '
	for _, r := range text {
		behindVowel := strings.ContainsRune(vowels, before)
		switch {
		case r < utf8.RuneSelf:
		case onlyUnicode(r):
			now++
		case strings.ContainsRune(tcvn3Signs, r) && (isLetter(before) || r == '®'):
			old3++
		case strings.ContainsRune(vniMarks, r) && behindVowel, strings.ContainsRune(vniOwn, r):
			oldV++
		case strings.ContainsRune(tcvn3High, r) && isLetter(before):
			old3++
		}
		before = r
	}
	const enough = 3
	switch {
	case old3 >= enough && old3 > now && old3 >= oldV:
		return TCVN3
	case oldV >= enough && oldV > now:
		return VNI
	}
	return Unicode
}

func isLetter(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// onlyUnicode reports whether a rune is of the letters that only Vietnamese has in
// Unicode, or one of its combining tones.
func onlyUnicode(r rune) bool {
	if 0x1EA0 <= r && r <= 0x1EF9 {
		return true
	}
	return strings.ContainsRune("ĂăĐđĨĩŨũƠơƯư\u0300\u0301\u0303\u0309\u0323", r)
}

// HasOwnLetters reports whether a text holds letters that only Vietnamese has in
// Unicode: it was not typed in an old font.
func HasOwnLetters(s string) bool { return strings.IndexFunc(s, onlyUnicode) >= 0 }
