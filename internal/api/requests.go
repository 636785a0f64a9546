package api

import (
	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/privacy"
	"bamban/internal/rights"
)

// RequestsJSON is what people asked about their data, with the clocks.
type RequestsJSON struct {
	Day  string            `json:"day"`
	Late int               `json:"late"`
	Rows []RequestJSON     `json:"rows"`
	Refs map[string]NameOf `json:"refs"`
}

// RequestJSON is a request and where it stands today.
type RequestJSON struct {
	Row
	Clock ClockJSON `json:"clock"`
}

// ClockJSON is where a request stands. By is the day that counts next, "" once it is
// closed; Left are the days until then, less than zero where it is late.
type ClockJSON struct {
	AnswerBy string `json:"answerBy"`
	DoBy     string `json:"doBy"`
	By       string `json:"by"`
	Left     int    `json:"left"`
	Late     bool   `json:"late"`
	WasLate  bool   `json:"wasLate"`
	MayDelay bool   `json:"mayDelay"`
}

// asker is who asks the privacy service.
func (c *call) asker() privacy.Who { return privacy.Who{Viewer: c.who.Viewer} }

// idOf a field of a body; "" is none.
func idOf(field, text string) (change.ID, error) {
	if text == "" {
		return change.ID{}, nil
	}
	id, err := change.ParseID(text)
	if err != nil {
		return id, fault.New("field.bad_ref", field)
	}
	return id, nil
}

func listRequests(c *call) (any, error) {
	if !c.who.Viewer.May(access.Read, c.s.Node.Kinds.Get("request")) {
		return nil, fault.New("forbidden", "")
	}
	if err := c.turn(); err != nil {
		return nil, err
	}
	found, err := c.s.Privacy.Requests(c, c.asker(), c.r.URL.Query().Get("closed") == "1")
	if err != nil {
		return nil, err
	}
	return c.requestsJSON(found)
}

func (c *call) requestsJSON(found []privacy.Standing) (*RequestsJSON, error) {
	out := &RequestsJSON{Day: c.s.Node.Today(), Rows: []RequestJSON{}}
	v := c.view()
	for _, x := range found {
		if x.State.Late {
			out.Late++
		}
		out.Rows = append(out.Rows, RequestJSON{v.row(x.Record), ClockJSON(x.State)})
	}
	var err error
	if out.Refs, err = v.names(c); err != nil {
		return nil, err
	}
	return out, v.looked(c, "list")
}

func getRequest(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	one, err := c.s.Privacy.Request(c, c.asker(), id)
	if err != nil {
		return nil, err
	}
	return c.requestsJSON([]privacy.Standing{one})
}

// AskBody is what somebody asks.
type AskBody struct {
	Person     string `json:"person"`
	What       string `json:"what"`
	Text       string `json:"text,omitempty"`
	Asker      string `json:"asker"`
	Relation   string `json:"relation"`
	Channel    string `json:"channel"`
	ReceivedOn string `json:"received_on,omitempty"`
	ThirdParty bool   `json:"third_party,omitempty"`
	Consent    string `json:"consent,omitempty"`
}

func makeRequest(c *call) (any, error) {
	if !c.who.Viewer.May(access.Create, c.s.Node.Kinds.Get("request")) {
		return nil, fault.New("forbidden", "")
	}
	var b AskBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	q := rights.Request{What: b.What, Text: b.Text, Asker: b.Asker, Relation: b.Relation, Channel: b.Channel, Received: b.ReceivedOn, Third: b.ThirdParty}
	var err error
	if q.Person, err = idOf("person", b.Person); err != nil {
		return nil, err
	}
	if q.Consent, err = idOf("consent", b.Consent); err != nil {
		return nil, err
	}
	id, err := c.s.Privacy.Ask(c, c.asker(), q)
	if err != nil {
		return nil, err
	}
	return c.made(id)
}

// ActBody takes a request a step on: answer, extend or close.
type ActBody struct {
	Act     string `json:"act"`
	Outcome string `json:"outcome,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

func actOnRequest(c *call) (any, error) {
	if !c.who.Viewer.May(access.Update, c.s.Node.Kinds.Get("request")) {
		return nil, fault.New("forbidden", "")
	}
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	var b ActBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	p, who := c.s.Privacy, c.asker()
	switch b.Act {
	case "answer":
		err = p.Answer(c, who, id)
	case "extend":
		err = p.Extend(c, who, id, b.Reason)
	default:
		err = p.Close(c, who, id, b.Outcome, b.Reason)
	}
	if err != nil {
		return nil, err
	}
	return getRequest(c)
}

// ConsentsJSON is what a person has agreed to.
type ConsentsJSON struct {
	Rows []Row `json:"rows"`
	// Stand are the consents that are in force today.
	Stand      []string          `json:"stand"`
	Guardian   bool              `json:"guardian"` // of this child a guardian is asked
	Assent     bool              `json:"assent"`   // and the child too
	Restricted bool              `json:"restricted"`
	May        map[string]bool   `json:"may"`
	Refs       map[string]NameOf `json:"refs"`
}

func personConsents(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	found, err := c.s.Privacy.Consents(c, c.asker(), id)
	if err != nil {
		return nil, err
	}
	v := c.view()
	out := ConsentsJSON{Rows: []Row{}, Stand: []string{}, Guardian: found.Asks.Guardian, Assent: found.Asks.Assent, Restricted: found.Restricted,
		May: c.mayWith(found)}
	for _, r := range found.Records {
		out.Rows = append(out.Rows, v.row(r))
		if found.Stand[r.ID] {
			out.Stand = append(out.Stand, r.ID.String())
		}
	}
	if out.Refs, err = v.names(c); err != nil {
		return nil, err
	}
	return out, v.looked(c, "list")
}

// ConsentBody is a consent given at a desk.
type ConsentBody struct {
	Purpose  string `json:"purpose"`
	Partner  string `json:"partner,omitempty"`
	Form     string `json:"form"`
	GivenOn  string `json:"given_on,omitempty"`
	Guardian string `json:"guardian,omitempty"`
	Assent   bool   `json:"assent,omitempty"`
	Language string `json:"language,omitempty"`
	Note     string `json:"note"`
}

func giveConsent(c *call) (any, error) {
	if !c.who.Viewer.May(access.Create, c.s.Node.Kinds.Get("consent")) {
		return nil, fault.New("forbidden", "")
	}
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	var b ConsentBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	in := household.Consent{Person: id, Purpose: b.Purpose, Form: b.Form, GivenOn: b.GivenOn, Assent: b.Assent, Language: b.Language, Note: b.Note}
	if in.Partner, err = idOf("partner", b.Partner); err != nil {
		return nil, err
	}
	if in.Guardian, err = idOf("guardian", b.Guardian); err != nil {
		return nil, err
	}
	made, err := c.s.Privacy.Give(c, c.asker(), in)
	if err != nil {
		return nil, err
	}
	return c.made(made)
}

// ForBody names the request that an act answers, if there is one.
type ForBody struct {
	Request string `json:"request,omitempty"`
}

func withdrawConsent(c *call) (any, error) {
	if !c.who.Viewer.May(access.Update, c.s.Node.Kinds.Get("consent")) {
		return nil, fault.New("forbidden", "")
	}
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	var b ForBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	request, err := idOf("request", b.Request)
	if err != nil {
		return nil, err
	}
	return nil, c.s.Privacy.Withdraw(c, c.asker(), id, request)
}

// RestrictBody closes what is kept of a person, or opens it again.
type RestrictBody struct {
	On      bool   `json:"on"`
	Request string `json:"request,omitempty"`
}

func restrictPerson(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	var b RestrictBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	request, err := idOf("request", b.Request)
	if err != nil {
		return nil, err
	}
	return nil, c.s.Privacy.Restrict(c, c.asker(), id, b.On, request)
}
