package exchange

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"bamban/internal/fault"
	"bamban/internal/vietnamese"
)

// Encodings that a table may come in; Auto tells them apart.
const (
	Auto        = "auto"
	UTF8        = "utf-8"
	UTF16       = "utf-16"
	Windows1258 = "windows-1258"
)

// decode gives a file's text in NFC, and the encoding that it was in. What can't
// be read without a doubt is refused, with the row: text that is guessed wrongly
// does more harm than a file that is sent again.
func decode(raw []byte, name string) (text, found string, err error) {
	if file := otherFile(raw); file != "" {
		return "", "", fault.New("import.not_text", "", "found", file)
	}
	found = name
	if name == "" || name == Auto {
		found = detect(raw)
	}
	switch found {
	case UTF8:
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
		if at := firstInvalid(raw); at >= 0 {
			return "", "", fault.New("import.bad_encoding", "", "row", rowAt(raw, at), "encoding", unknown)
		}
		text = string(raw)
	case UTF16:
		text, err = decodeBy(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), raw)
	case Windows1258:
		text, err = decodeBy(charmap.Windows1258, raw)
	default:
		return "", "", fault.New("import.bad_encoding", "", "row", 1, "encoding", found)
	}
	if err != nil {
		return "", "", err
	}
	if at := strings.IndexByte(text, 0); at >= 0 {
		return "", "", fault.New("import.nul", "", "row", rowAt([]byte(text), at))
	}
	if old := vietnamese.Guess(text); old != vietnamese.Unicode {
		return "", "", fault.New("import.bad_encoding", "", "row", 1, "encoding", string(old))
	}
	return norm.NFC.String(text), found, nil
}

// otherFile names what the first bytes of a file say that it is, where that is no text.
func otherFile(raw []byte) string {
	for _, k := range []struct{ start, name string }{
		{"PK\x03\x04", "xlsx, zip"}, {"\xd0\xcf\x11\xe0", "xls, doc"}, {"%PDF-", "PDF"}, {"\x1f\x8b", "gzip"},
		{"\x89PNG", "PNG"}, {"\xff\xd8\xff", "JPEG"}, {"SQLite format 3\x00", "SQLite"},
	} {
		if bytes.HasPrefix(raw, []byte(k.start)) {
			return k.name
		}
	}
	return ""
}

func decodeBy(e encoding.Encoding, raw []byte) (string, error) {
	b, err := e.NewDecoder().Bytes(raw)
	if err != nil {
		return "", fault.New("import.bad_encoding", "", "row", 1, "encoding", unknown).Because(err)
	}
	// A byte that means nothing becomes U+FFFD.
	if at := bytes.IndexRune(b, utf8.RuneError); at >= 0 {
		return "", fault.New("import.bad_encoding", "", "row", rowAt(b, at), "encoding", unknown)
	}
	return string(b), nil
}

// detect tells an encoding from the bytes: UTF8 where they are that or nearly,
// the name of an old 8-bit one, or "unknown".
func detect(raw []byte) string {
	if bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff")) {
		return UTF16
	}
	good, bad := 0, 0 // sequences of several bytes, and bytes that are in none
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := utf8.DecodeRune(raw[i:])
		if size > 1 {
			good++
		} else {
			bad++
		}
		i += size
	}
	if bad <= good {
		return UTF8
	}
	if hasTones(raw) {
		return Windows1258
	}
	latin, err := charmap.ISO8859_1.NewDecoder().Bytes(raw)
	if err != nil {
		return unknown
	}
	if old := vietnamese.Guess(string(latin)); old != vietnamese.Unicode {
		return string(old)
	}
	return unknown
}

const unknown = "unknown"

// hasTones reports whether nearly all of what could be the tone marks of
// Windows-1258 stands behind a vowel, as it must there.
func hasTones(raw []byte) bool {
	after, elsewhere := 0, 0
	for i := 1; i < len(raw); i++ {
		if strings.IndexByte("\xcc\xd2\xde\xec\xf2", raw[i]) < 0 {
			continue
		}
		if strings.IndexByte("aeiouyAEIOUY\xc2\xc3\xca\xd4\xd5\xdd\xe2\xe3\xea\xf4\xf5\xfd", raw[i-1]) >= 0 {
			after++
		} else {
			elsewhere++
		}
	}
	return after > 4*elsewhere
}

func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// rowAt is the row of a table that an offset is in, from 1: line ends inside
// quotes do not begin a row.
func rowAt(b []byte, offset int) int {
	row, quoted := 1, false
	for _, c := range b[:offset] {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '\n' && !quoted:
			row++
		}
	}
	return row
}
