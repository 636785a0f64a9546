package node

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"bamban/internal/change"
	"bamban/internal/eligible"
	"bamban/internal/kind"
	"bamban/internal/pack"
	"bamban/internal/program"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Programs are the programs that records may be of: those in force, and of every
// edition published before, in their latest version. In force is what the pack has and,
// in its place where their version is later, what offices published and whose day has
// come. It is safe for use by several goroutines.
type Programs struct {
	set    atomic.Pointer[programSet]
	settle sync.Mutex // one TakeEffect at a time
}

// programSet is never changed once made.
type programSet struct {
	day     string
	byCode  map[string]*program.Program
	rules   map[string]*eligible.Rules
	now     map[string]bool // in force
	version string          // of the pack as it is in force
	digest  string
}

// Program of a code, or nil.
func (p *Programs) Program(code string) *program.Program { return p.set.Load().byCode[code] }

// Rules by which somebody is eligible for a program; nil where there is no program.
func (p *Programs) Rules(code string) *eligible.Rules { return p.set.Load().rules[code] }

// InForce reports whether the pack in force has a program, so that it takes proposals.
func (p *Programs) InForce(code string) bool { return p.set.Load().now[code] }

// All lists the programs by code.
func (p *Programs) All() []*program.Program { return p.set.Load().list(false) }

func (s *programSet) list(inForce bool) []*program.Program {
	var out []*program.Program
	for code, x := range s.byCode {
		if !inForce || s.now[code] {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b *program.Program) int { return cmp.Compare(a.Code, b.Code) })
	return out
}

// PackInForce is the version of the pack, with what offices published since, and the
// digest that names its edition.
func (n *Node) PackInForce() (version, digest string) {
	s := n.Programs.set.Load()
	return s.version, s.digest
}

// TakeEffect brings into force what offices published and whose day has come, as a new
// edition of the pack that every replica receives. It changes nothing where nothing is
// due, and is called when something is published and when a day begins.
func (n *Node) TakeEffect(ctx context.Context) error {
	n.Programs.settle.Lock()
	defer n.Programs.settle.Unlock()
	s, err := n.programsOn(ctx, n.Today())
	if err != nil {
		return fmt.Errorf("bring programs into force: %w", err)
	}
	before := n.Programs.set.Swap(s)
	if err := n.publishInForce(ctx, s); err != nil {
		n.Programs.set.Store(before)
		return fmt.Errorf("bring programs into force: %w", err)
	}
	return nil
}

// publishInForce writes the edition of the pack as it is in force, if there is none.
func (n *Node) publishInForce(ctx context.Context, s *programSet) error {
	edition := StableID(n.Pack.Partition, "pack", s.digest)
	known, err := n.Projection.Lookup(ctx, []change.ID{edition})
	if err != nil || len(known) > 0 {
		return err
	}
	body, err := json.Marshal(n.EditionInForce())
	if err != nil {
		return err
	}
	return n.writeEdition(ctx, edition, s.version, s.digest, string(body))
}

// EditionInForce is the pack's edition with the programs as they are in force.
func (n *Node) EditionInForce() Edition {
	s, e := n.Programs.set.Load(), EditionBody(n.Pack)
	e.Version, e.Programs = s.version, s.list(true)
	return e
}

// DayBegan calls TakeEffect once a day.
func (n *Node) DayBegan(ctx context.Context) error {
	if n.Programs.set.Load().day == n.Today() {
		return nil
	}
	return n.TakeEffect(ctx)
}

func (n *Node) writeEdition(ctx context.Context, id change.ID, version, digest, body string) error {
	published := n.Now()
	editions, err := n.editions(ctx)
	if err != nil {
		return err
	}
	if len(editions) > 0 { // two within a millisecond stay in their order
		published = max(published, editions[0].Published+1)
	}
	_, err = n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "pack", Record: id, Fields: kind.Fields(pack.Edition{
		Name: n.Pack.Name, Version: version, Digest: digest, Published: published, Title: n.Pack.Title["vi"], Body: body})})
	if err != nil {
		return fmt.Errorf("publish pack: %w", err)
	}
	return nil
}

// programsOn gathers the programs as of a day.
func (n *Node) programsOn(ctx context.Context, day string) (*programSet, error) {
	s := &programSet{day: day, byCode: map[string]*program.Program{}, rules: map[string]*eligible.Rules{}, now: map[string]bool{}, version: n.Pack.Version, digest: n.Pack.Digest}
	for _, x := range n.Pack.Programs {
		if err := s.add(x); err != nil {
			return nil, err
		}
		s.now[x.Code] = true
	}
	if err := n.overlay(ctx, s); err != nil {
		return nil, err
	}
	editions, err := n.editions(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range editions {
		var body struct{ Programs []*program.Program }
		if err := json.Unmarshal([]byte(e.Body), &body); err != nil {
			return nil, fmt.Errorf("read the pack's edition %s: %w", e.Version, err)
		}
		for _, x := range body.Programs {
			if s.byCode[x.Code] != nil {
				continue
			}
			if err := s.add(x); err != nil {
				n.Slog.Warn("a program of an earlier edition can't be opened by this program", "program", x.Code, "error", err)
			}
		}
	}
	return s, nil
}

// overlay puts what offices published, and whose day has come, over the pack's own.
func (n *Node) overlay(ctx context.Context, s *programSet) error {
	published, err := n.PublishedPrograms(ctx)
	if err != nil {
		return err
	}
	sum, used := sha256.New(), 0
	sum.Write([]byte(n.Pack.Digest))
	for _, e := range published {
		if e.From > s.day {
			continue
		}
		if have := s.byCode[e.Code]; have != nil && have.Version >= int(e.Edition.Edition) {
			continue
		}
		x, problems := pack.OpenProgram(n.Pack, s.list(false), []byte(e.Body))
		if len(problems) > 0 {
			n.Slog.Warn("a published program does not fit the pack in force", "program", e.Code, "version", e.Edition.Edition, "problem", problems[0].String())
			continue
		}
		if err := s.add(x); err != nil {
			return err
		}
		s.now[x.Code] = true
		sum.Write(e.ID[:])
		used++
	}
	if used > 0 {
		s.version += "+" + strconv.Itoa(used)
		s.digest = hex.EncodeToString(sum.Sum(nil))
	}
	return nil
}

// PublishedProgram is an edition with its record's id.
type PublishedProgram struct {
	ID change.ID
	program.Edition
}

// PublishedPrograms lists what offices published, earlier versions first.
func (n *Node) PublishedPrograms(ctx context.Context) ([]PublishedProgram, error) {
	var out []PublishedProgram
	err := n.Projection.Each(ctx, "program_edition", func(r *projection.Record) error {
		e, err := kind.Into[program.Edition](r.Kind, r.State)
		if err != nil {
			return err
		}
		out = append(out, PublishedProgram{r.ID, e})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read published programs: %w", err)
	}
	slices.SortFunc(out, func(a, b PublishedProgram) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Edition.Edition, b.Edition.Edition), cmp.Compare(a.Published, b.Published))
	})
	return out, nil
}

func (s *programSet) add(x *program.Program) error {
	rules, problems := eligible.Compile(x)
	if len(problems) > 0 {
		return fmt.Errorf("program %s: eligibility: %s", x.Code, problems[0].Code)
	}
	s.byCode[x.Code], s.rules[x.Code] = x, rules
	return nil
}
