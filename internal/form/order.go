package form

import (
	"slices"
	"strings"
)

// step is one thing to work out: whether a question is asked and its value, or,
// of a repeat, the list of its rows once they are all worked out.
type step struct {
	q    *question
	list bool
}

// arrange puts the steps into an order in which each finds what it needs, or
// names the circle.
func (b *builder) arrange() {
	a := &arranging{b: b, state: map[step]int{}}
	for _, q := range b.form.questions {
		a.visit(step{q: q})
		if q.Type == Repeat {
			a.visit(step{q: q, list: true})
		}
	}
}

type arranging struct {
	b     *builder
	state map[step]int // 1 under way, 2 done
	trail []step
}

func (a *arranging) visit(s step) {
	switch a.state[s] {
	case 2:
		return
	case 1:
		a.circle(s)
		return
	}
	a.state[s] = 1
	a.trail = append(a.trail, s)
	for _, need := range a.needs(s) {
		a.visit(need)
	}
	a.trail = a.trail[:len(a.trail)-1]
	a.state[s] = 2
	a.b.form.order = append(a.b.form.order, s)
}

func (a *arranging) needs(s step) []step {
	var out []step
	if s.list {
		out = append(out, step{q: s.q})
		for _, q := range a.b.form.questions {
			if len(q.repeats) > 0 && q.repeats[len(q.repeats)-1] == s.q {
				out = append(out, step{q: q, list: q.Type == Repeat})
			}
		}
		return out
	}
	if s.q.parent != nil {
		out = append(out, step{q: s.q.parent})
	}
	for _, e := range []*expression{s.q.when, s.q.value} {
		if e == nil {
			continue
		}
		for _, ref := range e.refs {
			out = append(out, step{q: ref, list: ref.Type == Repeat})
		}
	}
	return out
}

// circle names the questions of a ring, each once and the first again, at the
// last expression that closes it.
func (a *arranging) circle(s step) {
	from := slices.Index(a.trail, s)
	ring := append(slices.Clone(a.trail[from:]), s)
	var names []string
	for _, t := range ring {
		if n := len(names); n == 0 || names[n-1] != t.q.Name {
			names = append(names, t.q.Name)
		}
	}
	if len(names) == 1 {
		names = append(names, names[0])
	}
	for i := len(ring) - 2; i >= 0; i-- {
		if field := asks(ring[i].q, ring[i+1].q); field != "" {
			a.b.add(sub(ring[i].q, field), "form.circle", "circle", strings.Join(names, " → "))
			return
		}
	}
}

// asks names the expression of q that asks for another question; "" for none.
func asks(q, other *question) string {
	if q.value != nil && slices.Contains(q.value.refs, other) {
		return "value"
	}
	if q.when != nil && slices.Contains(q.when.refs, other) {
		return "when"
	}
	return ""
}
