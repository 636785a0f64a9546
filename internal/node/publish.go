package node

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/form"
	"bamban/internal/indicator"
	"bamban/internal/kind"
	"bamban/internal/pack"
	"bamban/internal/place"
	"bamban/internal/program"
	"bamban/internal/writer"
)

// AreaID is the id of an area of the pack, by its key (era and code).
func (n *Node) AreaID(key string) change.ID {
	if key == "" {
		return change.ID{}
	}
	return StableID(n.Pack.Partition, "area", key)
}

// UnitID is the id of a unit of the pack, by its key.
func (n *Node) UnitID(key string) change.ID {
	if key == "" {
		return change.ID{}
	}
	return StableID(n.Pack.Partition, "unit", key)
}

// publish puts the pack into the log, if it is not the one in force: its areas
// and units as records, the rest as an edition. What an office changed at the
// desk since the last edition is changed again only where the pack changed.
func (n *Node) publish(ctx context.Context) error {
	edition := StableID(n.Pack.Partition, "pack", n.Pack.Digest)
	known, err := n.Projection.Lookup(ctx, []change.ID{edition})
	if err != nil || len(known) > 0 {
		return err
	}
	// References among areas go both ways, so areas come twice: first the map,
	// then how its parts follow from each other.
	var first, then []writer.Draft
	for i := range n.Pack.Areas {
		a := n.areaRecord(&n.Pack.Areas[i])
		id := n.AreaID(n.Pack.Areas[i].Key)
		lineage, within := a.Lineage, a.Within
		a.Lineage, a.Within = nil, nil
		first = append(first, writer.Draft{Kind: "area", Record: id, Fields: kind.Fields(a)})
		if len(lineage)+len(within) > 0 {
			then = append(then, writer.Draft{Kind: "area", Record: id, Fields: kind.Fields(place.Area{Lineage: lineage, Within: within})})
		}
	}
	for i := range n.Pack.Units {
		then = append(then, writer.Draft{Kind: "unit", Record: n.UnitID(n.Pack.Units[i].Key), Fields: kind.Fields(n.unitRecord(&n.Pack.Units[i]))})
	}
	if err := n.upsert(ctx, first); err != nil {
		return err
	}
	if err := n.upsert(ctx, then); err != nil {
		return err
	}
	body, err := json.Marshal(EditionBody(n.Pack))
	if err != nil {
		return fmt.Errorf("publish pack: %w", err)
	}
	return n.writeEdition(ctx, edition, n.Pack.Version, n.Pack.Digest, string(body))
}

// Edition is what an edition carries of a pack: all but areas and units, which
// are records, and the name lists of the demonstration.
type Edition struct {
	Name, Version string
	Title         pack.Text
	Partition     string
	TimeZone      string
	NameOrder     string
	Languages     []string
	Roles         []access.Role
	Vocabularies  []pack.Vocabulary
	Words         map[string]pack.Text
	Settings      pack.Settings
	Attribution   []pack.Attribution
	Forms         []form.Declaration      `json:",omitempty"`
	Recordings    []pack.Recording        `json:",omitempty"`
	Programs      []*program.Program      `json:",omitempty"`
	Calendars     []indicator.Calendar    `json:",omitempty"`
	Indicators    []indicator.Declaration `json:",omitempty"`
}

// EditionBody makes the edition of a pack.
func EditionBody(p *pack.Pack) Edition {
	e := Edition{Name: p.Name, Version: p.Version, Title: p.Title, Partition: p.Partition, TimeZone: p.TimeZone, NameOrder: p.NameOrder,
		Languages: p.Languages, Roles: p.Roles, Vocabularies: p.Vocabularies, Words: p.Words, Settings: p.Settings, Attribution: p.Attribution, Recordings: p.Recordings, Programs: p.Programs, Calendars: p.Calendars, Indicators: p.Indicators}
	for _, f := range p.Forms {
		e.Forms = append(e.Forms, f.Declaration)
	}
	return e
}

const upsertBatch = 500

// upsert writes the fields that differ from what the records show.
func (n *Node) upsert(ctx context.Context, drafts []writer.Draft) error {
	for len(drafts) > 0 {
		some := drafts[:min(len(drafts), upsertBatch)]
		drafts = drafts[len(some):]
		ids := make([]change.ID, len(some))
		for i := range some {
			ids[i] = some[i].Record
		}
		have, err := n.Projection.GetMany(ctx, ids)
		if err != nil {
			return fmt.Errorf("publish pack: %w", err)
		}
		var changed []writer.Draft
		for _, d := range some {
			if r := have[d.Record]; r != nil {
				for name, v := range d.Fields {
					if bytes.Equal(v, r.State.Value(name, r.Kind)) {
						delete(d.Fields, name)
					}
				}
				d.Seen = Seen(r.State, d.Fields)
			}
			if len(d.Fields) > 0 {
				changed = append(changed, d)
			}
		}
		if _, err := n.Writer.Write(ctx, change.ID{}, nil, changed...); err != nil {
			return fmt.Errorf("publish pack: %w", err)
		}
	}
	return nil
}

func (n *Node) areaRecord(a *pack.Area) place.Area {
	out := place.Area{Code: a.Code, Era: a.Era, Level: a.Level, Type: a.Type, Name: a.Name["vi"], FullName: a.FullName["vi"], NameEN: a.Name["en"],
		Parent: n.AreaID(a.Parent), ValidFrom: a.ValidFrom, ValidTo: a.ValidTo, Approx: a.Approx, Border: a.Border, Source: a.Source, Note: a.Note, Generated: a.Generated}
	if out.Era == "" {
		out.Era = "any"
	}
	if out.NameEN == out.Name {
		out.NameEN = ""
	}
	if a.HasPoint {
		out.Point = &kind.Pos{Lat: a.Lat, Lon: a.Lon}
	}
	for _, l := range a.Lineage {
		out.Lineage = append(out.Lineage, place.Lineage{Relation: l.Relation, Area: n.AreaID(l.Area), Date: l.Date, Source: l.Source})
	}
	for _, w := range a.Within {
		out.Within = append(out.Within, place.WithinFor{Area: n.AreaID(w.Area), From: w.From, To: w.To})
	}
	return out
}

func (n *Node) unitRecord(u *pack.Unit) place.Unit {
	out := place.Unit{Code: u.Code, Type: u.Type, Name: u.Name["vi"], NameEN: u.Name["en"], Parent: n.UnitID(u.Parent), Aliases: u.Aliases,
		ValidFrom: u.ValidFrom, ValidTo: u.ValidTo, Source: u.Source, Note: u.Note, Unconfirmed: u.Unconfirmed}
	for _, a := range u.Areas {
		out.Areas = append(out.Areas, place.UnitArea{Area: n.AreaID(a.Area), From: a.From, To: a.To, Source: a.Source})
	}
	return out
}
