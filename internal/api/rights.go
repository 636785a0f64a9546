package api

import (
	"bamban/internal/access"
	"bamban/internal/fault"
	"bamban/internal/privacy"
	"bamban/internal/projection"
	"bamban/internal/rights"
)

// mayWith says what the caller may do with a person's consents and data.
func (c *call) mayWith(p *privacy.Consents) map[string]bool {
	v, at := c.who.Viewer, projection.PlaceOf(p.Person)
	can := func(verb access.Verb, kindName string) bool { return v.Can(verb, c.s.Node.Kinds.Get(kindName), at) }
	carry := v.Has(privacy.Power) && can(access.Update, "person")
	return map[string]bool{"give": can(access.Create, "consent"), "withdraw": can(access.Update, "consent"), "ask": can(access.Create, "request"),
		"copy": can(access.Export, "person"), "restrict": carry, "erase": carry}
}

// LineJSON says of how many records of a kind which fields go, and why the rest stays.
type LineJSON struct {
	Kind    string            `json:"kind"`
	Records int64             `json:"records"`
	Fields  []string          `json:"fields"`
	Kept    string            `json:"kept,omitempty"`
	Why     map[string]string `json:"why,omitempty"`
	Source  string            `json:"source,omitempty"`
}

func (c *call) linesJSON(lines []rights.Line) []LineJSON {
	out := []LineJSON{}
	for _, l := range lines {
		one := LineJSON{Kind: l.Kind, Records: l.Records, Fields: l.Fields, Kept: l.Kept}
		if one.Fields == nil {
			one.Fields = []string{}
		}
		if k := c.s.Node.Pack.Rights.KeptBy(l.Kind); k != nil && k.Code == l.Kept {
			one.Why, one.Source = k.Label, k.Source
		}
		out = append(out, one)
	}
	return out
}

// ErasureJSON is what erasing a person would do.
type ErasureJSON struct {
	Name    string        `json:"name"` // to be typed to confirm
	Records int           `json:"records"`
	Files   int           `json:"files"`
	Lines   []LineJSON    `json:"lines"`
	Renamed []RenamedJSON `json:"renamed"`
}

// RenamedJSON is a household that was named after the person.
type RenamedJSON struct {
	Household string `json:"household"`
	Name      string `json:"name"`
}

func erasurePlan(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	plan, err := c.s.Privacy.Plan(c, c.asker(), id)
	if err != nil {
		return nil, err
	}
	person, err := c.s.Node.Projection.Get(c, id)
	if err != nil {
		return nil, err
	}
	v := c.view()
	out := ErasureJSON{Name: v.row(person).Title, Records: plan.Records, Files: plan.Files, Lines: c.linesJSON(plan.Lines), Renamed: []RenamedJSON{}}
	for _, n := range plan.Names {
		out.Renamed = append(out.Renamed, RenamedJSON{n.Household.String(), n.Name})
	}
	return out, v.looked(c, "read")
}

// EraseBody confirms an erasure by the person's name.
type EraseBody struct {
	Confirm string `json:"confirm"`
	Request string `json:"request,omitempty"`
}

func erasePerson(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	var b EraseBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	request, err := idOf("request", b.Request)
	if err != nil {
		return nil, err
	}
	made, err := c.s.Privacy.Erase(c, c.asker(), id, request, b.Confirm)
	if err != nil {
		return nil, err
	}
	return c.made(made)
}

// CheckedJSON is what a certificate is worth today.
type CheckedJSON struct {
	Holds    bool       `json:"holds"`
	Gone     bool       `json:"gone"`
	Left     int        `json:"left"`
	Chain    bool       `json:"chain"`
	Digest   bool       `json:"digest"`
	Entries  int64      `json:"entries"`
	Restored bool       `json:"restored"`
	Again    string     `json:"again"`
	At       int64      `json:"at"`
	Lines    []LineJSON `json:"lines"`
}

func checkCertificate(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	if err := c.turn(); err != nil {
		return nil, err
	}
	found, err := c.s.Privacy.Check(c, c.asker(), id)
	if err != nil {
		return nil, err
	}
	return CheckedJSON{found.Holds(), found.Gone, found.Left, found.Chain, found.Digest, found.Entries, found.Restored, idText(found.Again), c.s.Node.Now(), c.linesJSON(found.Lines)}, nil
}

// RetentionJSON is what has been kept long enough, by rule of the pack.
type RetentionJSON struct {
	Rules []RetainJSON `json:"rules"`
}

// RetainJSON is one rule, and the records that are due by it, the oldest first; More
// says that there are others.
type RetainJSON struct {
	Code   string            `json:"code"`
	Kind   string            `json:"kind"`
	Years  int               `json:"years"`
	Label  map[string]string `json:"label"`
	Source string            `json:"source"`
	Before string            `json:"before"`
	Rows   []Row             `json:"rows"`
	More   bool              `json:"more"`
}

func retention(c *call) (any, error) {
	due, err := c.s.Privacy.Retention(c, c.asker())
	if err != nil {
		return nil, err
	}
	out := RetentionJSON{Rules: []RetainJSON{}}
	v := c.view()
	for _, d := range due {
		one := RetainJSON{d.Rule.Code, d.Rule.Kind, d.Rule.Years, d.Rule.Label, d.Rule.Source, d.Before, []Row{}, d.More}
		for _, r := range d.Records {
			one.Rows = append(one.Rows, v.row(r))
		}
		out.Rules = append(out.Rules, one)
	}
	return out, v.looked(c, "list")
}

// ExpireBody erases records that have been kept long enough.
type ExpireBody struct {
	Rule string   `json:"rule"`
	IDs  []string `json:"ids"`
}

// ExpiredJSON is how many went, and the certificate.
type ExpiredJSON struct {
	Erased      int    `json:"erased"`
	Certificate string `json:"certificate"`
}

func expire(c *call) (any, error) {
	if !c.who.Viewer.Has(privacy.Power) {
		return nil, fault.New("forbidden", "")
	}
	var b ExpireBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	ids, err := parseIDs(b.IDs)
	if err != nil {
		return nil, err
	}
	id, err := c.s.Privacy.Expire(c, c.asker(), b.Rule, ids)
	if err != nil {
		return nil, err
	}
	return ExpiredJSON{len(ids), idText(id)}, nil
}
