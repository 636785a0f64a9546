package api

import (
	"bamban/internal/assist"
	"bamban/internal/pack"
	"bamban/internal/program"
)

// GivenJSON is what the caller gave, as a sponsor, and what became of it.
type GivenJSON struct {
	From     string        `json:"from"`
	To       string        `json:"to"`
	Least    int           `json:"least"` // a number of people below this is not told
	Sponsors []SponsorJSON `json:"sponsors"`
}

// SponsorJSON is one sponsor whose account the caller's user is.
type SponsorJSON struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	Gifts    []GiftJSON    `json:"gifts"`
	Promises []PromiseJSON `json:"promises"`
	Became   []BecameJSON  `json:"became"`
}

// GiftJSON is one gift.
type GiftJSON struct {
	On       string `json:"on"`
	Item     string `json:"item"`
	Program  string `json:"program"`
	Quantity int64  `json:"quantity"`
}

// PromiseJSON is one pledge; Step and Reached are of the enrolment that it was for.
type PromiseJSON struct {
	On       string            `json:"on"`
	Due      string            `json:"due"`
	Item     string            `json:"item"`
	Program  string            `json:"program"`
	Quantity int64             `json:"quantity"`
	Status   string            `json:"status"`
	Step     string            `json:"step"`
	Reached  map[string]string `json:"reached"` // step → day
}

// BecameJSON is what a program did, of one item, all its givers together.
type BecameJSON struct {
	MoneyLineJSON
	Reached []ReachJSON `json:"reached"`
}

// ReachJSON is how many were helped in a commune; 0 are too few to be told.
type ReachJSON struct {
	Area  string `json:"area"`
	Count int64  `json:"count"`
}

// given answers any caller: who is no sponsor gave nothing.
func given(c *call) (any, error) {
	s, who := c.assist()
	from, to := c.span()
	all, err := s.Given(c, who, from, to)
	if err != nil {
		return nil, err
	}
	out := GivenJSON{From: from, To: to, Least: c.s.Node.Pack.Settings.Int(pack.SmallCell, c.s.Node.Today()), Sponsors: []SponsorJSON{}}
	for _, a := range all {
		out.Sponsors = append(out.Sponsors, sponsorJSON(&a))
	}
	return out, nil
}

func sponsorJSON(a *assist.Account) SponsorJSON {
	out := SponsorJSON{ID: a.Sponsor.String(), Name: a.Name, Gifts: []GiftJSON{}, Promises: []PromiseJSON{}, Became: []BecameJSON{}}
	for _, g := range a.Gifts {
		out.Gifts = append(out.Gifts, GiftJSON{g.On, g.Item, g.Program, g.Quantity})
	}
	for _, p := range a.Promises {
		out.Promises = append(out.Promises, PromiseJSON{p.On, p.By, p.Item, p.Program, p.Quantity, p.Status, p.Step, days(p.Reached)})
	}
	for _, b := range a.Became {
		one := BecameJSON{lineJSON(b.Line), []ReachJSON{}}
		for _, r := range b.Reached {
			one.Reached = append(one.Reached, ReachJSON{r.Area.String(), r.Count})
		}
		out.Became = append(out.Became, one)
	}
	return out
}

// days of the steps reached, without the numbers of decisions.
func days(reached map[string]program.Reached) map[string]string {
	out := map[string]string{}
	for step, r := range reached {
		out[step] = r.On
	}
	return out
}
