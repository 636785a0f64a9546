package api

import (
	"strings"

	"bamban/internal/account"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/schema"
)

// openAPI describes this API, from the list of routes and the kinds.
func openAPI(c *call) (any, error) {
	raw, err := c.s.OpenAPI()
	if err != nil {
		return nil, err
	}
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = c.w.Write(raw)
	return handled{200}, nil
}

// OpenAPI is the description of this API.
func (s *Server) OpenAPI() ([]byte, error) {
	var out []schema.Route
	for _, r := range s.routes {
		tag := strings.SplitN(strings.TrimPrefix(r.Path, "/api/"), "/", 2)[0]
		status := 0
		if r.Method == "POST" && (r.Path == "/api/records/{kind}" || r.Path == "/api/users" || r.Path == "/api/devices") {
			status = 201
		}
		out = append(out, schema.Route{Method: r.Method, Path: r.Path, Summary: r.Summary, Tag: tag, Body: r.Body, Answer: r.Answer, Status: status, Public: r.Who == Anyone})
	}
	var open []*kind.Kind
	for _, k := range s.Node.Kinds.All() {
		if !k.Internal {
			open = append(open, k)
		}
	}
	return schema.OpenAPI(open, out)
}

// lookRow renders a line of the access log, which no role's rules open as a kind.
func lookRow(v *view, r *projection.Record) Row {
	row := Row{Kind: "look", ID: r.ID.String(), V: kind.Values(r.Kind, r.State), Seq: r.Seq}
	if l, err := kind.Into[account.Look](r.Kind, r.State); err == nil {
		v.refs[l.User] = true
		v.refs[l.Unit] = true
	}
	return row
}
