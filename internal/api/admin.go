package api

import (
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/projection"
	"bamban/internal/signin"
)

// NewUserBody makes a user with a role.
type NewUserBody struct {
	Login string `json:"login"`
	Name  string `json:"name"`
	Post  string `json:"post,omitempty"`
	Unit  string `json:"unit"`
	Role  string `json:"role,omitempty"`
	Area  string `json:"area,omitempty"`
}

// NewUserJSON holds a one-time password, shown once.
type NewUserJSON struct {
	ID       string `json:"id"`
	Password string `json:"password"`
}

// StatusBody is a user's status.
type StatusBody struct {
	Status string `json:"status"`
}

// ReasonBody says why.
type ReasonBody struct {
	Reason string `json:"reason"`
}

// LooksJSON is a page of the access log.
type LooksJSON struct {
	Looks []Row             `json:"looks"`
	Refs  map[string]NameOf `json:"refs"`
	Total int64             `json:"total"`
	Next  string            `json:"next,omitempty"`
}

func optionalID(s, field string) (change.ID, error) {
	if s == "" {
		return change.ID{}, nil
	}
	id, err := change.ParseID(s)
	if err != nil {
		return id, fault.New("field.bad_ref", field)
	}
	return id, nil
}

func createUser(c *call) (any, error) {
	var b NewUserBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	unit, err := optionalID(b.Unit, "unit")
	if err != nil {
		return nil, err
	}
	area, err := optionalID(b.Area, "area")
	if err != nil {
		return nil, err
	}
	id, password, err := c.s.SignIn.CreateUser(c, c.who.Viewer, signin.NewUser{Login: b.Login, Name: b.Name, Post: b.Post, Unit: unit, Role: b.Role, Area: area})
	if err != nil {
		return nil, err
	}
	return created{NewUserJSON{id.String(), password}}, nil
}

func resetPassword(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	password, err := c.s.SignIn.ResetPassword(c, c.who.Viewer, id)
	if err != nil {
		return nil, err
	}
	return NewUserJSON{id.String(), password}, nil
}

func setUserStatus(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	var b StatusBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	return nil, c.s.SignIn.SetStatus(c, c.who.Viewer, id, b.Status)
}

// looks is the access log, of the users that the caller is chief of.
func looks(c *call) (any, error) {
	users := c.s.Node.Kinds.Get("user")
	scope := c.who.Viewer.Scope(access.Read, users)
	q := projection.Query{Kind: "look", Scope: access.Scope{Everywhere: scope.Everywhere, Units: scope.Units}, Sort: "at", Desc: true, After: c.r.URL.Query().Get("after"), Where: map[string][]string{}}
	for _, name := range []string{"user", "kind", "why"} {
		if v := c.r.URL.Query().Get(name); v != "" {
			q.Where[name] = strings.Split(v, ",")
		}
	}
	page, err := c.s.Node.Projection.List(c, q)
	if err != nil {
		return nil, err
	}
	v := c.view()
	out := LooksJSON{Looks: []Row{}, Total: page.Total, Next: page.Next}
	for _, r := range page.Records {
		out.Looks = append(out.Looks, lookRow(v, r))
	}
	out.Refs, err = v.names(c)
	if err != nil {
		return nil, err
	}
	// Names of the records looked at are not opened here, only those of users.
	return out, nil
}
