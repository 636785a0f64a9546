package api

import (
	"bamban/internal/care"
	"bamban/internal/change"
	"bamban/internal/cover"
	"bamban/internal/fault"
)

// CoverJSON says who of a part of the province is seen, late, or never visited.
type CoverJSON struct {
	Day      string            `json:"day"`
	All      TallyJSON         `json:"all"`
	Officers []OfficerJSON     `json:"officers"`
	Villages []VillageJSON     `json:"villages"`
	Waiting  []WaitingJSON     `json:"waiting"`
	Motto    []care.Motto      `json:"motto"`
	Refs     map[string]NameOf `json:"refs"`
}

// TallyJSON counts households.
type TallyJSON struct {
	Homes  int `json:"homes"`
	Seen   int `json:"seen"`
	Late   int `json:"late"`
	Never  int `json:"never"`
	Nobody int `json:"nobody"`
}

// OfficerJSON is what one officer has in charge; Most 0 is no norm.
type OfficerJSON struct {
	User  string    `json:"user"`
	Tally TallyJSON `json:"tally"`
	Least int       `json:"least"`
	Most  int       `json:"most"`
}

// VillageJSON is one village.
type VillageJSON struct {
	Area  string    `json:"area"`
	Tally TallyJSON `json:"tally"`
}

// WaitingJSON is a household that is late or was never visited.
type WaitingJSON struct {
	ID      string `json:"id"`
	Area    string `json:"area"`
	Officer string `json:"officer"`
	Seen    string `json:"seen"`
	Due     string `json:"due"`
}

// coverage answers who may read households, visits and assignments throughout what is
// asked for; where only a part of each is theirs, it is of that part.
func coverage(c *call) (any, error) {
	var area change.ID
	if text := c.r.URL.Query().Get("area"); text != "" {
		var err error
		if area, err = change.ParseID(text); err != nil {
			return nil, fault.New("field.bad_ref", "area")
		}
	}
	if err := c.turn(); err != nil {
		return nil, err
	}
	found, err := (&cover.Service{Node: c.s.Node}).Of(c, c.who.Viewer, area)
	if err != nil {
		return nil, err
	}
	out := CoverJSON{Day: found.Day, All: TallyJSON(found.All), Officers: []OfficerJSON{}, Villages: []VillageJSON{}, Waiting: []WaitingJSON{}, Motto: c.s.Node.Pack.Care.Motto}
	v := c.view()
	for _, h := range found.Waiting {
		out.Waiting = append(out.Waiting, WaitingJSON{h.ID.String(), h.Area.String(), idText(h.Officer), h.Seen, h.Due})
		v.refs[h.ID], v.refs[h.Officer] = true, true
	}
	for _, o := range found.Officers {
		out.Officers = append(out.Officers, OfficerJSON{o.User.String(), TallyJSON(o.Tally), o.Least, o.Most})
		v.refs[o.User] = true
	}
	for _, x := range found.Villages {
		out.Villages = append(out.Villages, VillageJSON{x.Area.String(), TallyJSON(x.Tally)})
	}
	delete(v.refs, change.ID{})
	if out.Refs, err = v.names(c); err != nil {
		return nil, err
	}
	return out, v.looked(c, "list")
}
