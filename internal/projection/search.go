package projection

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
	"bamban/internal/vietnamese"
)

// maxCandidates bounds what a search reads before it ranks.
const maxCandidates = 60

// maxWords bounds a search's words; what follows them is left out.
const maxWords = 8

// Words are the folded words by which a text finds.
func Words(text string) []string {
	words := strings.Fields(vietnamese.Fold(text))
	return words[:min(len(words), maxWords)]
}

// Search finds records by folded text: every word, the last one by its
// beginning, in any order. Kinds "" means all searchable ones; scopes says, by
// kind, what the reader may see; a kind without a scope is not searched.
// Whole-word and first-word matches come first.
//
// Cost: the rarest word's list, as far as the answer needs; at most 60 candidates
// are ranked, those with the whole word before those with its beginning.
func (p *Projection) Search(ctx context.Context, text string, kinds []string, scopes map[string]access.Scope, limit int) ([]*Record, error) {
	words := Words(text)
	if len(words) == 0 {
		return nil, nil
	}
	var parts []string
	for _, t := range p.tables {
		scope, ok := scopes[t.kind.Name]
		if !ok || !t.kind.Searchable() || len(kinds) > 0 && !slices.Contains(kinds, t.kind.Name) {
			continue
		}
		f, err := p.filterOf(ctx, t, &Query{Kind: t.kind.Name, Scope: scope})
		if err != nil {
			return nil, err
		}
		if !f.none {
			parts = append(parts, f.placeMatch(t))
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	within := " AND (" + strings.Join(parts, " OR ") + ")"
	if p.allEverywhere(kinds, scopes) {
		within = "" // every document is in scope
	}
	var out []*Record
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		rids, err := p.matches(c, wholeWords(words)+within, maxCandidates/2)
		if err != nil {
			return err
		}
		begun, err := match(c, words)
		if err != nil {
			return err
		}
		more, err := p.matches(c, begun+within, maxCandidates-len(rids))
		if err != nil {
			return err
		}
		for _, rid := range more {
			if !slices.Contains(rids, rid) {
				rids = append(rids, rid)
			}
		}
		out, err = p.byRID(c, rids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	out = slices.DeleteFunc(out, func(r *Record) bool { return !scopes[r.Kind.Name].Covers(PlaceOf(r)) })
	p.rank(out, words)
	return out[:min(len(out), limit)], nil
}

// allEverywhere reports whether every searchable kind is asked for and in scope
// wherever its records are.
func (p *Projection) allEverywhere(kinds []string, scopes map[string]access.Scope) bool {
	for _, t := range p.tables {
		if t.kind.Searchable() && (!scopes[t.kind.Name].Everywhere || len(kinds) > 0 && !slices.Contains(kinds, t.kind.Name)) {
			return false
		}
	}
	return true
}

// maxScopeTokens above which places are checked after the search and not in it.
const maxScopeTokens = 128

// placeMatch is the FTS query of a kind's records where a filter looks for them.
func (f *filter) placeMatch(t *table) string {
	kindPart := kindToken(t.code)
	if f.any || len(f.scoped)+len(f.rids) > 0 || len(f.areas)+len(f.ups) > maxScopeTokens {
		return kindPart
	}
	var places []string
	for _, a := range f.areas {
		places = append(places, areaToken(a))
	}
	for _, u := range f.ups {
		places = append(places, upToken(u))
	}
	return "(" + kindPart + " AND (" + strings.Join(places, " OR ") + "))"
}

func (p *Projection) matches(c *sqlite.Conn, match string, limit int) ([]int64, error) {
	s, err := c.Prepare(`SELECT rowid FROM search WHERE search MATCH ? LIMIT ?`)
	if err != nil {
		return nil, err
	}
	var out []int64
	for s.Bind(match, limit); s.Next(); {
		out = append(out, s.Int64(0))
	}
	return out, s.Err()
}

func (p *Projection) byRID(c *sqlite.Conn, rids []int64) ([]*Record, error) {
	s, err := c.Prepare(`SELECT id, kind, fk, seq, flags, state FROM rec WHERE rid = ?`)
	if err != nil {
		return nil, err
	}
	var out []*Record
	for _, rid := range rids {
		s.Reset()
		for s.Bind(rid); s.Next(); {
			r, err := p.scanRecord(rid, s)
			if err != nil {
				s.Reset()
				return nil, err
			}
			out = append(out, r)
		}
		if err := s.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// scanRecord reads id, kind, fk, seq, flags, state.
func (p *Projection) scanRecord(rid int64, s *sqlite.Stmt) (*Record, error) {
	state, err := change.DecodeState(s.Blob(5))
	if err != nil {
		return nil, err
	}
	return &Record{RID: rid, ID: change.ID(s.Blob(0)), Kind: p.tables[s.Int64(1)-1].kind, fk: s.Int64(2), Seq: s.Uint64(3), flags: s.Int64(4), State: state}, nil
}

// rank puts first what the words name most fully: all whole words, then the
// title's first word, then shorter titles.
func (p *Projection) rank(records []*Record, words []string) {
	score := make(map[change.ID]int, len(records))
	for _, r := range records {
		title := vietnamese.Fold(Title(r))
		have := strings.Fields(title)
		n := -len(title)
		for _, w := range words {
			if slices.Contains(have, w) {
				n += 100
			}
		}
		if strings.HasPrefix(title, strings.Join(words, " ")) {
			n += 150
		}
		if len(have) > 0 && have[len(have)-1] == words[len(words)-1] {
			n += 50 // the given name
		}
		score[r.ID] = n
	}
	slices.SortStableFunc(records, func(a, b *Record) int { return score[b.ID] - score[a.ID] })
}

// Title of a record: the field that names it, or "".
func Title(r *Record) string {
	if r.Kind.Title == "" {
		return ""
	}
	v := r.State.Value(r.Kind.Title, r.Kind)
	if v == nil {
		return ""
	}
	if s := textOf(v); s != "" {
		return s
	}
	return strings.Trim(string(v), `"`)
}

// PlaceOf reads a record's scope fields and what it is about. A household, a person and a user are of
// themselves.
func PlaceOf(r *Record) access.At {
	at := PlaceOfState(r.Kind, r.State)
	switch r.Kind.Name {
	case "household":
		at.Household = r.ID
	case "person":
		at.Person = r.ID
	case "user":
		at.User = r.ID
	}
	return at
}

// PlaceOfState is [PlaceOf] of a state.
func PlaceOfState(k *kind.Kind, s *change.State) access.At {
	return placeOf(k, func(field string) json.RawMessage {
		if c := s.Cells[field]; c != nil && len(c.Heads) > 0 {
			return c.Heads[0].Value
		}
		return nil
	})
}

// PlaceOfFields is [PlaceOf] of the fields of a change.
func PlaceOfFields(k *kind.Kind, fields map[string]json.RawMessage) access.At {
	return placeOf(k, func(field string) json.RawMessage { return fields[field] })
}

func placeOf(k *kind.Kind, value func(field string) json.RawMessage) access.At {
	id := func(f *kind.Field) change.ID {
		if f == nil {
			return change.ID{}
		}
		id, _ := refIn(value(f.Name))
		return id
	}
	by := func(s kind.Scope) change.ID { return id(k.ScopeField(s)) }
	return access.At{Area: by(kind.ByArea), Unit: by(kind.ByUnit), Household: by(kind.ByHousehold), Person: by(kind.ByPerson), User: by(kind.ByUser), About: id(k.About())}
}
