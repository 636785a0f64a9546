package change_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"bamban/internal/change"
)

var update = flag.Bool("update", false, "write the shared vectors anew")

// declared is rules as kinds declare them: a machine begins at its first state.
type declared struct{ addOnly bool }

var switchable = &change.Machine{Next: map[string][]string{"": {"off"}, "off": {"on"}, "on": {"off", "broken"}}}

func (r declared) AddOnly() bool { return r.addOnly }

func (r declared) Machine(field string) *change.Machine {
	switch field {
	case "m":
		return switchable
	case "p":
		return &change.Machine{Free: true}
	}
	return nil
}

const vectorFile = "../../testdata/change/histories.json"

// vector is one history that Go and TypeScript fold alike: changes in the order
// in which one replica heard of them, and the record after all of them.
type vector struct {
	AddOnly bool         `json:"addOnly"`
	Changes []heard      `json:"changes"`
	State   vectorState  `json:"state"`
	Effects []effectJSON `json:"effects"`
}

type heard struct {
	Device  change.Device `json:"device"`
	User    change.ID     `json:"user"`
	Content string        `json:"content"`
}

type effectJSON struct {
	Fields    []string `json:"fields"`
	Conflicts []string `json:"conflicts"`
	Refused   []string `json:"refused"`
}

type vectorState struct {
	Origin  string                `json:"origin"`
	Refused []string              `json:"refused"`
	Cells   map[string]vectorCell `json:"cells"`
}

type vectorCell struct {
	H []vectorHead      `json:"h"`
	A map[string]string `json:"a"`
	S []vectorStep      `json:"s"`
}

type vectorHead struct {
	T string          `json:"t"`
	V json.RawMessage `json:"v"`
}

type vectorStep struct {
	T  string `json:"t"`
	To string `json:"to"`
}

func stateJSON(s *change.State) vectorState {
	out := vectorState{Refused: []string{}, Cells: map[string]vectorCell{}}
	if !s.Origin.IsZero() {
		out.Origin = s.Origin.String()
	}
	for _, v := range s.Refused {
		out.Refused = append(out.Refused, v.String())
	}
	for name, c := range s.Cells {
		x := vectorCell{H: []vectorHead{}, A: map[string]string{}, S: []vectorStep{}}
		for _, h := range c.Heads {
			x.H = append(x.H, vectorHead{h.Version.String(), h.Value})
		}
		for d, t := range c.Above {
			x.A[d.String()] = t.String()
		}
		for _, st := range c.Steps {
			x.S = append(x.S, vectorStep{st.Version.String(), st.To})
		}
		out.Cells[name] = x
	}
	return out
}

// made draws a history over three replicas that meet now and then; one of them
// gives back, after a restore, what it held.
func made(r *rand.Rand, addOnly, free bool) vector {
	ru := declared{addOnly}
	v := vector{AddOnly: addOnly, Changes: []heard{}, Effects: []effectJSON{}}
	replicas := make([]*replica, 3)
	for i := range replicas {
		replicas[i] = &replica{device: change.Device(i+1) << 40}
	}
	var all []*change.Change
	for range 2 + r.IntN(12) {
		p := replicas[r.IntN(len(replicas))]
		if r.IntN(3) == 0 {
			for _, c := range all {
				if r.IntN(2) == 0 {
					p.clock.Observe(c.Time)
					p.state.Apply(c, ru)
				}
			}
			continue
		}
		c := drawn(r, p, free)
		p.state.Apply(c, ru)
		all = append(all, c)
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	s := &change.State{}
	for _, c := range all {
		v.Changes = append(v.Changes, heard{c.Device, c.User, string(c.Encode())})
		e := s.Apply(c, ru)
		v.Effects = append(v.Effects, effectJSON{orEmpty(e.Fields), orEmpty(e.Conflicts), orEmpty(e.Refused)})
	}
	v.State = stateJSON(s)
	return v
}

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func drawn(r *rand.Rand, p *replica, free bool) *change.Change {
	p.n++
	c := &change.Change{Device: p.device, User: change.ID{byte(p.device >> 40)}, N: p.n, Time: p.clock.Now(int64(1 + r.IntN(50))), Op: change.Set,
		Kind: "thing", KindV: 1, Record: change.ID{9}, Fields: map[string]json.RawMessage{}, Seen: map[string][]change.Version{}, Versed: map[string]change.Version{}, Salt: make([]byte, change.SaltBytes)}
	values := []string{"0", "1", `"Lò Thị Ứng"`, `{"status":"poor","year":2026}`, "null", "[1,2]"}
	for _, f := range []string{"a", "b:2026", change.Deleted} {
		if r.IntN(2) == 0 {
			continue
		}
		c.Fields[f] = json.RawMessage(values[r.IntN(len(values))])
		if f == change.Deleted {
			c.Fields[f] = json.RawMessage(fmt.Sprint(r.IntN(2) == 0))
		}
		if cell := p.state.Cells[f]; cell != nil {
			c.Seen[f] = cell.Seen()
		}
	}
	if len(c.Fields) == 0 || r.IntN(3) == 0 {
		c.Fields["m"] = json.RawMessage(`"` + []string{"off", "on", "on", "broken"}[r.IntN(4)] + `"`)
	}
	if free && r.IntN(2) == 0 {
		c.Fields["p"] = json.RawMessage(`"` + []string{">proposed", "proposed>checked", "proposed>turned_down", "checked>approved", "checked>approved#" + change.ID{7}.String(),
			"approved>checked", ">", "turned_down>proposed", "no step"}[r.IntN(9)] + `"`)
	}
	if r.IntN(8) == 0 && len(p.state.Cells) > 0 {
		c.Op, c.Fields, c.Seen = change.Return, map[string]json.RawMessage{}, map[string][]change.Version{}
		for name, cell := range p.state.Cells {
			if len(cell.Heads) > 0 {
				c.Fields[name], c.Versed[name] = cell.Heads[0].Value, cell.Heads[0].Version
			} else if n := len(cell.Steps); n > 0 {
				c.Fields[name], c.Versed[name] = json.RawMessage(fmt.Sprintf("[[%q,%q]]", cell.Steps[n-1].Version, cell.Steps[n-1].To)), cell.Steps[n-1].Version
			}
		}
	}
	return c
}

// The vectors that TypeScript reads are what Go does now.
func TestSharedHistories(t *testing.T) {
	r := rand.New(rand.NewPCG(20261124, 1))
	var all []vector
	for i := range 120 {
		all = append(all, made(r, i%3 == 2, false))
	}
	for i := range 60 {
		all = append(all, made(r, i%6 == 5, true))
	}
	var want bytes.Buffer
	e := json.NewEncoder(&want)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(all); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.MkdirAll("../../testdata/change", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(vectorFile, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want.Bytes()) {
		t.Error("the fold is not what testdata/change/histories.json says; if that is meant, run with -update, and phones in the field must understand both")
	}
}
