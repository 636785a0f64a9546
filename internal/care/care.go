package care

import "time"

// Rules of a pack.
type Rules struct {
	Load   []Load   `json:"load,omitempty"`
	Rhythm []Rhythm `json:"rhythm,omitempty"`
	Motto  []Motto  `json:"motto,omitempty"`
}

// Load is how many households somebody with an assignment of a role has in charge.
type Load struct {
	Role   string `json:"role"`
	Least  int    `json:"least,omitempty"`
	Most   int    `json:"most"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Source string `json:"source,omitempty"`
}

// Rhythm is after how many days a household is visited again that has a poverty status
// or was found in a condition; one that names neither is of every household.
type Rhythm struct {
	Poverty   string `json:"poverty,omitempty"`
	Condition string `json:"condition,omitempty"`
	Days      int    `json:"days"`
	From      string `json:"from,omitempty"`
	To        string `json:"to,omitempty"`
	Source    string `json:"source,omitempty"`
}

// Motto is one line of what the force means by staying with the people, and the
// indicators that count it.
type Motto struct {
	Code    string            `json:"code"`
	Label   map[string]string `json:"label"`
	Help    map[string]string `json:"help,omitempty"`
	Figures []string          `json:"figures,omitempty"`
}

// LoadOf a role on a day, or nil.
func (r *Rules) LoadOf(role, day string) *Load {
	for i := range r.Load {
		if l := &r.Load[i]; l.Role == role && within(day, l.From, l.To) {
			return l
		}
	}
	return nil
}

// Home is what is known of a household's need.
type Home struct {
	Poverty    string
	Seen       string   // day of the last visit; "" is never
	Conditions []string // found then
	Promised   string   // day on which the last visitor said to come again
}

// DueOn is the day on which a household is to be visited: the day that was promised, or
// the last visit and the shortest rhythm that its need asks for, whichever is sooner.
// "" is a household that was never visited, and one whose need asks for none.
func (r *Rules) DueOn(h Home, day string) string {
	if h.Seen == "" {
		return ""
	}
	due := h.Promised
	days := 0
	for _, x := range r.Rhythm {
		if !within(day, x.From, x.To) || x.Poverty != "" && x.Poverty != h.Poverty || x.Condition != "" && !has(h.Conditions, x.Condition) {
			continue
		}
		if days == 0 || x.Days < days {
			days = x.Days
		}
	}
	seen, err := time.Parse(time.DateOnly, h.Seen)
	if days == 0 || err != nil {
		return due
	}
	if by := seen.AddDate(0, 0, days).Format(time.DateOnly); due == "" || by < due {
		due = by
	}
	return due
}

func has(list []string, x string) bool {
	for _, v := range list {
		if v == x {
			return true
		}
	}
	return false
}

// within reports whether a day is in a span whose open ends are "".
func within(day, from, to string) bool { return from <= day && (to == "" || day <= to) }
