package node

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"bamban/internal/eligible"
	"bamban/internal/program"
)

// Programs are the programs that records may be of: those of the pack in force, and of
// every edition published before, in their latest version.
type Programs struct {
	byCode map[string]*program.Program
	rules  map[string]*eligible.Rules
	now    map[string]bool // in the pack in force
}

// Program of a code, or nil.
func (p *Programs) Program(code string) *program.Program { return p.byCode[code] }

// Rules by which somebody is eligible for a program; nil where there is no program.
func (p *Programs) Rules(code string) *eligible.Rules { return p.rules[code] }

// InForce reports whether the pack in force has a program, so that it takes proposals.
func (p *Programs) InForce(code string) bool { return p.now[code] }

// All lists the programs by code.
func (p *Programs) All() []*program.Program {
	var out []*program.Program
	for _, x := range p.byCode {
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b *program.Program) int { return cmp.Compare(a.Code, b.Code) })
	return out
}

// loadPrograms gathers the programs.
func (n *Node) loadPrograms(ctx context.Context) error {
	n.Programs = &Programs{map[string]*program.Program{}, map[string]*eligible.Rules{}, map[string]bool{}}
	for _, x := range n.Pack.Programs {
		if err := n.Programs.add(x); err != nil {
			return err
		}
		n.Programs.now[x.Code] = true
	}
	editions, err := n.editions(ctx)
	if err != nil {
		return err
	}
	for _, e := range editions {
		var body struct{ Programs []*program.Program }
		if err := json.Unmarshal([]byte(e.Body), &body); err != nil {
			return fmt.Errorf("read the pack's edition %s: %w", e.Version, err)
		}
		for _, x := range body.Programs {
			if n.Programs.byCode[x.Code] != nil {
				continue
			}
			if err := n.Programs.add(x); err != nil {
				n.Slog.Warn("a program of an earlier edition can't be opened by this program", "program", x.Code, "error", err)
			}
		}
	}
	return nil
}

func (p *Programs) add(x *program.Program) error {
	rules, problems := eligible.Compile(x)
	if len(problems) > 0 {
		return fmt.Errorf("program %s: eligibility: %s", x.Code, problems[0].Code)
	}
	p.byCode[x.Code], p.rules[x.Code] = x, rules
	return nil
}
