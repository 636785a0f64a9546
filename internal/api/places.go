package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"bamban/internal/kind"
	"bamban/internal/place"
	"bamban/internal/projection"
)

// AreaList is all areas of both maps.
type AreaList struct {
	Areas []AreaJSON `json:"areas"`
}

// AreaJSON is an area; empty members are left out.
type AreaJSON struct {
	ID        string        `json:"id"`
	Code      string        `json:"code"`
	Era       string        `json:"era"`
	Level     string        `json:"level"`
	Type      string        `json:"type,omitempty"`
	Name      string        `json:"name"`
	FullName  string        `json:"fullName,omitempty"`
	Parent    string        `json:"parent,omitempty"`
	ValidFrom string        `json:"validFrom,omitempty"`
	ValidTo   string        `json:"validTo,omitempty"`
	Border    bool          `json:"border,omitempty"`
	Approx    bool          `json:"approx,omitempty"`
	Generated bool          `json:"generated,omitempty"`
	Point     *kind.Pos     `json:"point,omitempty"`
	Lineage   []LineageJSON `json:"lineage,omitempty"`
	Within    []SpanJSON    `json:"within,omitempty"`
	Source    string        `json:"source,omitempty"`
	Note      string        `json:"note,omitempty"`
	Seq       uint64        `json:"seq"`
}

// LineageJSON is one event of an area's life.
type LineageJSON struct {
	Relation string `json:"relation"`
	Area     string `json:"area,omitempty"`
	Date     string `json:"date,omitempty"`
	Source   string `json:"source,omitempty"`
}

// SpanJSON is an area for a time.
type SpanJSON struct {
	Area   string `json:"area"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Source string `json:"source,omitempty"`
}

// UnitList is all units.
type UnitList struct {
	Units []UnitJSON `json:"units"`
}

// UnitJSON is a unit.
type UnitJSON struct {
	ID          string     `json:"id"`
	Code        string     `json:"code"`
	Type        string     `json:"type"`
	Name        string     `json:"name"`
	NameEN      string     `json:"nameEn,omitempty"`
	Parent      string     `json:"parent,omitempty"`
	Areas       []SpanJSON `json:"areas"`
	Aliases     []string   `json:"aliases,omitempty"`
	ValidFrom   string     `json:"validFrom,omitempty"`
	ValidTo     string     `json:"validTo,omitempty"`
	Unconfirmed bool       `json:"unconfirmed,omitempty"`
	Source      string     `json:"source,omitempty"`
	Note        string     `json:"note,omitempty"`
	Seq         uint64     `json:"seq"`
}

// cached is an answer kept until the kinds that it is made of change.
type cached struct {
	mu      sync.Mutex
	version uint64
	body    []byte
}

// reference serves an answer made of reference data: it is made once per version
// and a browser that has it is told so.
func (c *call) reference(store *cached, kindName string, make func() (any, error)) (any, error) {
	version := c.s.Node.Projection.Version(kindName)
	tag := fmt.Sprintf(`"%s-%x-%d"`, kindName, c.s.Node.Epoch&0xffffff, version)
	c.w.Header().Set("ETag", tag)
	c.w.Header().Set("Cache-Control", "private, no-cache")
	if c.r.Header.Get("If-None-Match") == tag {
		c.w.WriteHeader(http.StatusNotModified)
		return handled{http.StatusNotModified}, nil
	}
	store.mu.Lock()
	defer store.mu.Unlock()
	if store.body == nil || store.version != version {
		answer, err := make()
		if err != nil {
			return nil, err
		}
		if store.body, err = json.Marshal(answer); err != nil {
			return nil, err
		}
		store.version = version
	}
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = c.w.Write(store.body)
	return handled{http.StatusOK}, nil
}

func areas(c *call) (any, error) {
	return c.reference(&c.s.areas, "area", func() (any, error) {
		out := AreaList{Areas: []AreaJSON{}}
		err := c.s.Node.Projection.Each(c, "area", func(r *projection.Record) error {
			if r.Deleted() {
				return nil
			}
			a, err := kind.Into[place.Area](r.Kind, r.State)
			if err == nil {
				out.Areas = append(out.Areas, areaJSON(r, &a))
			}
			return err
		})
		return out, err
	})
}

func areaJSON(r *projection.Record, a *place.Area) AreaJSON {
	out := AreaJSON{ID: r.ID.String(), Code: a.Code, Era: a.Era, Level: a.Level, Type: a.Type, Name: a.Name, FullName: a.FullName, Parent: idText(a.Parent),
		ValidFrom: a.ValidFrom, ValidTo: a.ValidTo, Border: a.Border, Approx: a.Approx, Generated: a.Generated, Point: a.Point, Source: a.Source, Note: a.Note, Seq: r.Seq}
	for _, l := range a.Lineage {
		out.Lineage = append(out.Lineage, LineageJSON{l.Relation, idText(l.Area), l.Date, l.Source})
	}
	for _, w := range a.Within {
		out.Within = append(out.Within, SpanJSON{Area: w.Area.String(), From: w.From, To: w.To})
	}
	return out
}

func units(c *call) (any, error) {
	return c.reference(&c.s.units, "unit", func() (any, error) {
		out := UnitList{Units: []UnitJSON{}}
		err := c.s.Node.Projection.Each(c, "unit", func(r *projection.Record) error {
			if r.Deleted() {
				return nil
			}
			u, err := kind.Into[place.Unit](r.Kind, r.State)
			if err != nil {
				return err
			}
			j := UnitJSON{ID: r.ID.String(), Code: u.Code, Type: u.Type, Name: u.Name, NameEN: u.NameEN, Parent: idText(u.Parent), Areas: []SpanJSON{}, Aliases: u.Aliases,
				ValidFrom: u.ValidFrom, ValidTo: u.ValidTo, Unconfirmed: u.Unconfirmed, Source: u.Source, Note: u.Note, Seq: r.Seq}
			for _, a := range u.Areas {
				j.Areas = append(j.Areas, SpanJSON{a.Area.String(), a.From, a.To, a.Source})
			}
			out.Units = append(out.Units, j)
			return nil
		})
		return out, err
	})
}

func packInForce(c *call) (any, error) {
	return c.reference(&c.s.pack, "pack", func() (any, error) {
		e := c.s.Node.EditionInForce()
		e.Forms = nil // they are fetched when one is opened
		return PackJSON(e)
	})
}

// PackJSON gives the pack's wire form: member names begin in lower case.
func PackJSON(body any) (any, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	return lowerKeys(v), nil
}

// lowerKeys turns Go's member names into JSON's; keys that are codes begin in
// lower case already.
func lowerKeys(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[strings.ToLower(k[:1])+k[1:]] = lowerKeys(x)
		}
		return out
	case []any:
		for i := range v {
			v[i] = lowerKeys(v[i])
		}
	}
	return v
}

func kinds(c *call) (any, error) {
	var out []*kind.Kind
	for _, k := range c.s.Node.Kinds.All() {
		if !k.Internal {
			out = append(out, k)
		}
	}
	return out, nil
}

func mapFile(c *call) (any, error) {
	return handled{http.StatusOK}, c.s.packShape(c.w, c.r.PathValue("name"))
}
