package program

import (
	"slices"

	"bamban/internal/change"
	"bamban/internal/fault"
)

// Taking is a step as it is asked for.
type Taking struct {
	Move  change.Move
	State string   // where the enrolment stands now; "" is new
	Roles []string // of who takes it; nil is the server itself
	Step  *Step    // the record that says more, nil if there is none
}

// Admit decides whether a step may be taken. The fault names what is missing.
func (p *Program) Admit(t Taking) *fault.Fault {
	to := p.Step(t.Move.To)
	if to == nil {
		return fault.New("program.no_step", "status", "step", t.Move.To, "program", p.Code)
	}
	if t.Move.From != t.State {
		return fault.New("program.moved_on", "status", "from", p.say(t.Move.From, "vi"), "from_en", p.say(t.Move.From, "en"), "now", p.say(t.State, "vi"), "now_en", p.say(t.State, "en"))
	}
	back := p.IsBack(t.State, to.Code)
	if !back && !slices.Contains(to.From, t.Move.From) && (t.Move.From != "" || len(to.From) > 0) {
		return fault.New("program.not_next", "status", "from", p.say(t.Move.From, "vi"), "from_en", p.say(t.Move.From, "en"), "to", p.say(to.Code, "vi"), "to_en", p.say(to.Code, "en"))
	}
	who := to
	if back {
		who = p.Step(t.State) // who may take a step may take it back
	}
	if t.Roles != nil && !slices.ContainsFunc(t.Roles, func(r string) bool { return slices.Contains(who.Roles, r) }) {
		return fault.New("program.not_yours", "status", "step", p.say(who.Code, "vi"), "step_en", p.say(who.Code, "en"))
	}
	if back {
		if t.Step == nil || t.Step.Reason == "" {
			return fault.New("program.needs_reason", "reason")
		}
		return nil
	}
	return to.lacks(t.Step)
}

// lacks names the first thing that a step asks for and that is not there.
func (s *StepSpec) lacks(d *Step) *fault.Fault {
	if d == nil {
		d = &Step{}
	}
	for _, need := range s.Needs {
		switch {
		case need == NeedsDecision && d.Decision == "":
			return fault.New("program.needs_decision", "decision")
		case need == NeedsReason && d.Reason == "":
			return fault.New("program.needs_reason", "reason")
		case need == NeedsPhoto && d.Photos == 0:
			return fault.New("program.needs_photo", "photos")
		case need == NeedsSignature && d.Signed == "":
			return fault.New("program.needs_signature", "signed")
		case need == NeedsReceiver && d.Receiver.IsZero():
			return fault.New("program.needs_receiver", "receiver")
		}
	}
	if s.Form != "" && d.Form != s.Form {
		return fault.New("program.needs_form", "form")
	}
	return nil
}

// IsBack reports whether a step leads from a state to one that it is reached from, and
// not on to it as well.
func (p *Program) IsBack(state, to string) bool {
	now, next := p.Step(state), p.Step(to)
	return now != nil && next != nil && slices.Contains(now.From, to) && !slices.Contains(next.From, state)
}

// say names a step; a new enrolment has none.
func (p *Program) say(code, lang string) string {
	if s := p.Step(code); s != nil && s.Label[lang] != "" {
		return s.Label[lang]
	}
	if code == "" {
		return map[string]string{"vi": "chưa có", "en": "none"}[lang]
	}
	return code
}
