package api

import (
	"encoding/json"

	"bamban/internal/design"
	"bamban/internal/eligible"
	"bamban/internal/program"
)

// DesignsJSON is what is being worked on, what was published, and what rules may ask.
type DesignsJSON struct {
	Day       string                `json:"day"`
	Drafts    []DesignLineJSON      `json:"drafts"`
	Published []PublishedJSON       `json:"published"`
	Templates []TemplateJSON        `json:"templates"`
	Facts     map[string][]FactJSON `json:"facts"` // by subject
	Refs      map[string]NameOf     `json:"refs"`
}

// TemplateJSON is what a new program may be made from.
type TemplateJSON struct {
	Code  string       `json:"code"`
	Label program.Text `json:"label"`
	Help  program.Text `json:"help"`
}

// DesignLineJSON is one draft in the list.
type DesignLineJSON struct {
	ID      string `json:"id"`
	Label   string `json:"label"`
	Code    string `json:"code"`
	Base    int    `json:"base"` // version that it was made from; 0 is a new program
	Unit    string `json:"unit"`
	Created int64  `json:"created"`
}

// PublishedJSON is one published version.
type PublishedJSON struct {
	Code      string `json:"code"`
	Version   int    `json:"version"`
	Label     string `json:"label"`
	From      string `json:"from"`
	Published int64  `json:"published"`
	By        string `json:"by"`
	Reason    string `json:"reason"`
}

// FactJSON is something that a rule may ask.
type FactJSON struct {
	Name  string       `json:"name"`
	Type  string       `json:"type"`
	Term  string       `json:"term"` // vocabulary of its values, or ""
	Label program.Text `json:"label"`
}

func (c *call) designs() *design.Service { return &design.Service{Node: c.s.Node} }

func listDesigns(c *call) (any, error) {
	out := DesignsJSON{Day: c.s.Node.Today(), Drafts: []DesignLineJSON{}, Published: []PublishedJSON{}, Templates: []TemplateJSON{}, Facts: map[string][]FactJSON{}}
	drafts, err := c.designs().Drafts(c)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		out.Drafts = append(out.Drafts, lineOf(&d))
	}
	published, err := c.s.Node.PublishedPrograms(c)
	if err != nil {
		return nil, err
	}
	v := c.view()
	for _, e := range published {
		out.Published = append(out.Published, PublishedJSON{e.Code, int(e.Edition.Edition), e.Label, e.From, e.Published, idText(e.By), e.Reason})
		v.refs[e.By] = true
	}
	for _, x := range c.s.Node.Pack.Templates {
		out.Templates = append(out.Templates, TemplateJSON{x.Code, x.Label, x.Help})
	}
	for _, subject := range program.Subjects {
		for _, f := range eligible.FactsOf(subject) {
			out.Facts[string(subject)] = append(out.Facts[string(subject)], FactJSON{f.Name, string(f.Type), f.Term, program.Text{"vi": f.VI, "en": f.EN}})
		}
	}
	out.Refs, err = v.names(c)
	return out, err
}

func lineOf(d *design.Draft) DesignLineJSON {
	return DesignLineJSON{d.ID.String(), d.Fields.Label, d.Fields.Code, int(d.Fields.Base), idText(d.Fields.Unit), d.Fields.Created}
}

// DesignJSON is a draft with what is wrong in it.
type DesignJSON struct {
	DesignLineJSON
	Seq      uint64          `json:"seq"`
	InUse    int             `json:"inUse"`
	Body     json.RawMessage `json:"body"`
	Findings []FindingJSON   `json:"findings"`
}

// FindingJSON is something wrong, or, as a hint, something to think about.
type FindingJSON struct {
	Field string       `json:"field"`
	Text  program.Text `json:"text"`
	Hint  bool         `json:"hint"`
}

func (c *call) design(d *design.Draft) (any, error) {
	_, findings, err := c.designs().Check(c, d)
	if err != nil {
		return nil, err
	}
	out := DesignJSON{DesignLineJSON: lineOf(d), Seq: d.Seq, InUse: d.InUse, Body: json.RawMessage(d.Fields.Body), Findings: []FindingJSON{}}
	for _, f := range findings {
		out.Findings = append(out.Findings, FindingJSON(f))
	}
	return out, nil
}

// BeginDesignBody makes a draft: of a program's next version, or, anew, of another
// program after its pattern; without a program, from a template of the pack.
type BeginDesignBody struct {
	Program  string `json:"program"`
	Template string `json:"template,omitempty"`
	Anew     bool   `json:"anew"`
	Label    string `json:"label"`
}

func beginDesign(c *call) (any, error) {
	var b BeginDesignBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	id, err := c.designs().Begin(c, c.who.Viewer, design.Beginning{From: b.Program, Label: b.Label, Template: b.Template, Anew: b.Anew})
	if err != nil {
		return nil, err
	}
	d, err := c.designs().Open(c, id)
	if err != nil {
		return nil, err
	}
	return c.design(d)
}

func (c *call) oneDesign() (*design.Draft, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	return c.designs().Open(c, id)
}

func getDesign(c *call) (any, error) {
	d, err := c.oneDesign()
	if err != nil {
		return nil, err
	}
	return c.design(d)
}

// SaveDesignBody is a draft's content. Seq is that of the draft as the saver read it.
type SaveDesignBody struct {
	Seq  uint64          `json:"seq"`
	Body json.RawMessage `json:"body"`
}

func saveDesign(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	var b SaveDesignBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	d, err := c.designs().Save(c, c.who.Viewer, id, b.Body, b.Seq)
	if err != nil {
		return nil, err
	}
	return c.design(d)
}

func dropDesign(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	return nil, c.designs().Drop(c, c.who.Viewer, id)
}

// TrialBody says where a trial goes on.
type TrialBody struct {
	After string `json:"after"`
}

// TrialJSON is what a draft would do; nothing is written. It counts and names nobody.
type TrialJSON struct {
	Looked   int       `json:"looked"`
	Eligible int       `json:"eligible"`
	Fails    []int     `json:"fails"` // by rule
	Total    int64     `json:"total"`
	Next     string    `json:"next"`
	Dues     []DueJSON `json:"dues"`
}

// DueJSON is what one enrolment would be given.
type DueJSON struct {
	Entitlement string `json:"entitlement"`
	Item        string `json:"item"`
	Variant     string `json:"variant"`
	On          string `json:"on"`
	Amount      int64  `json:"amount"`
}

func tryDesign(c *call) (any, error) {
	var b TrialBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	d, err := c.oneDesign()
	if err != nil {
		return nil, err
	}
	if err := c.turn(); err != nil {
		return nil, err
	}
	t, err := c.designs().Try(c, c.who.Viewer, d, b.After)
	if err != nil {
		return nil, err
	}
	out := TrialJSON{Looked: t.Sieved.Looked, Eligible: t.Sieved.Eligible, Fails: t.Sieved.Fails, Total: t.Sieved.Total, Next: t.Sieved.Next, Dues: []DueJSON{}}
	for _, x := range t.Dues {
		out.Dues = append(out.Dues, DueJSON(x))
	}
	return out, nil
}

// PublishBody brings a draft into force.
type PublishBody struct {
	From   string `json:"from"`
	Reason string `json:"reason"`
}

// PublishedAsJSON says as what a draft was published.
type PublishedAsJSON struct {
	Code    string `json:"code"`
	Version int    `json:"version"`
	Pack    string `json:"pack"` // version of the pack in force now
}

func publishDesign(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	var b PublishBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	x, err := c.designs().Publish(c, c.who.Viewer, id, b.From, b.Reason)
	if err != nil {
		return nil, err
	}
	version, _ := c.s.Node.PackInForce()
	return PublishedAsJSON{x.Code, x.Version, version}, nil
}
