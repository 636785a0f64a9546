package projection

import (
	"strings"

	"bamban/internal/sqlite"
)

// Words of the folded text are kept in a table of their own, so that a word's
// beginning is searched as the few whole words that it may become: their lists
// are read only as far as an answer needs, where FTS5 reads a beginning's lists
// to their ends and merges them before it gives its first row. Vietnamese has some
// thousands of syllables. What holds a digit, or is longer than any syllable, is
// not kept: nobody's number lies in a table that forgets nothing.
const (
	maxSyllable = 8
	maxEndings  = 48 // above it the beginning is short, and the prefix index has it
)

func isSyllable(word string) bool {
	for i := range len(word) {
		if c := word[i]; c < 'a' || c > 'z' {
			return false
		}
	}
	return len(word) > 1 && len(word) <= maxSyllable
}

// noteWords keeps the syllables of a document that no document had before.
func (r *run) noteWords(doc string) error {
	for word := range strings.FieldsSeq(doc) {
		if r.p.words[word] || !isSyllable(word) {
			continue
		}
		s, err := r.w.Prepare(`INSERT OR IGNORE INTO word(word) VALUES(?)`)
		if err != nil {
			return err
		}
		if err := s.Bind(word).Exec(); err != nil {
			return err
		}
		r.p.words[word] = true
	}
	return nil
}

// match is the FTS query of folded words, which hold only letters and digits: all
// of them, the last one by its beginning.
func match(c *sqlite.Conn, words []string) (string, error) {
	last := len(words) - 1
	endings, err := endingsOf(c, words[last])
	if err != nil {
		return "", err
	}
	if last == 0 {
		return endings, nil
	}
	return wholeWords(words[:last]) + " AND " + endings, nil
}

func wholeWords(words []string) string { return `"` + strings.Join(words, `" AND "`) + `"` }

func endingsOf(c *sqlite.Conn, begin string) (string, error) {
	prefix := `"` + begin + `"*`
	if !isSyllable(begin) {
		return prefix, nil
	}
	s, err := c.Prepare(`SELECT word FROM word WHERE word >= ? AND word < ? LIMIT ?`)
	if err != nil {
		return "", err
	}
	var all []string
	for s.Bind(begin, begin+"{", maxEndings+1); s.Next(); { // { follows z
		all = append(all, s.Text(0))
	}
	if err := s.Err(); err != nil || len(all) == 0 || len(all) > maxEndings {
		return prefix, err
	}
	return `("` + strings.Join(all, `" OR "`) + `")`, nil
}
