package api

import (
	"net/http"
	"strconv"

	"bamban/internal/fault"
	"bamban/internal/form"
	"bamban/internal/pack"
)

// FormList is every version of every form, each form's latest first.
type FormList struct {
	Forms []FormLine `json:"forms"`
}

// FormLine is one version of a form.
type FormLine struct {
	ID        string    `json:"id"`
	Version   int       `json:"version"`
	Kind      string    `json:"kind"`
	Title     form.Text `json:"title"`
	Questions int       `json:"questions"` // that are asked or calculated
	Latest    bool      `json:"latest"`
}

func forms(c *call) (any, error) {
	out := FormList{Forms: []FormLine{}}
	last := ""
	for _, f := range c.s.Node.Forms.All() {
		out.Forms = append(out.Forms, FormLine{f.ID, f.Version, f.Kind, f.Title, asked(f.Questions), f.ID != last})
		last = f.ID
	}
	return out, nil
}

func asked(list []form.Question) int {
	n := 0
	for i := range list {
		if t := list[i].Type; t != form.Group && t != form.Note {
			n++
		}
		n += asked(list[i].Questions)
	}
	return n
}

func oneForm(c *call) (any, error) {
	version, err := strconv.Atoi(c.r.PathValue("version"))
	if err != nil {
		return nil, fault.New("not_found", "")
	}
	f := c.s.Node.Forms.Get(c.r.PathValue("id"), version)
	if f == nil {
		return nil, fault.New("not_found", "")
	}
	return f.Declaration, nil
}

// media gives a recording or a picture of the pack's folder media.
func media(c *call) (any, error) {
	raw, kind, ok := pack.Media(c.s.PackFS, c.r.PathValue("name"))
	if !ok {
		return nil, fault.New("not_found", "")
	}
	c.w.Header().Set("Content-Type", kind)
	c.w.Header().Set("X-Content-Type-Options", "nosniff")
	c.w.Header().Set("Cache-Control", "private, max-age=86400")
	_, _ = c.w.Write(raw)
	return handled{http.StatusOK}, nil
}
