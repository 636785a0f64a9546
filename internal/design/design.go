package design

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/program"
	"bamban/internal/projection"
	"bamban/internal/vietnamese"
	"bamban/internal/writer"
)

// Service works on one node. It holds nothing of its own. Callers see to it that the
// asker has the power "programs".
type Service struct{ Node *node.Node }

// Draft is a draft with what is known of it.
type Draft struct {
	ID     change.ID
	Seq    uint64 // of its last change: what a saver must have seen
	InUse  int    // version in use of the program that it changes; 0 is a new program
	Fields program.Draft
}

// MaxBody is the longest body, in bytes.
const MaxBody = 256 << 10

// Drafts lists what is being worked on, the newest first.
func (s *Service) Drafts(ctx context.Context) ([]Draft, error) {
	var out []Draft
	err := s.Node.Projection.Each(ctx, "program_draft", func(r *projection.Record) error {
		if r.Deleted() {
			return nil
		}
		d, err := s.draft(r)
		if err == nil {
			out = append(out, *d)
		}
		return err
	})
	slices.SortFunc(out, func(a, b Draft) int { return cmp.Compare(b.Fields.Created, a.Fields.Created) })
	return out, err
}

func (s *Service) draft(r *projection.Record) (*Draft, error) {
	f, err := kind.Into[program.Draft](r.Kind, r.State)
	if err != nil {
		return nil, err
	}
	d := &Draft{ID: r.ID, Seq: r.Seq, Fields: f}
	if f.Base > 0 {
		d.InUse = s.latest(f.Code)
	}
	return d, nil
}

// Open reads one draft.
func (s *Service) Open(ctx context.Context, id change.ID) (*Draft, error) {
	r, err := s.record(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.draft(r)
}

func (s *Service) record(ctx context.Context, id change.ID) (*projection.Record, error) {
	r, err := s.Node.Projection.Get(ctx, id)
	if err != nil || r.Kind.Name != "program_draft" || r.Deleted() {
		return nil, fault.New("not_found", "id")
	}
	return r, nil
}

// latest version of a program in use; 0 where there is none.
func (s *Service) latest(code string) int {
	if p := s.Node.Programs.Program(code); p != nil {
		return p.Version
	}
	return 0
}

// Beginning is what a draft is made from: From is a program's code or nothing; with
// Anew, that program is only a template for another one.
type Beginning struct {
	From, Label string
	Template    string // of the pack, for a new program that is made from no other
	Anew        bool
}

// Begin makes a draft.
func (s *Service) Begin(ctx context.Context, v *access.Viewer, b Beginning) (change.ID, error) {
	label := strings.TrimSpace(b.Label)
	body, base := []byte(nil), 0
	switch from := s.Node.Programs.Program(b.From); {
	case b.From != "" && from == nil:
		return change.ID{}, fault.New("program.unknown", "from", "program", b.From)
	case from != nil && !b.Anew:
		raw, err := pack.ProgramBody(from)
		if err != nil {
			return change.ID{}, err
		}
		body, base, label = raw, from.Version, from.Label["vi"]
	case label == "":
		return change.ID{}, fault.New("design.unnamed", "label")
	default:
		x, err := s.template(b.Template)
		if err != nil {
			return change.ID{}, err
		}
		if from != nil {
			copied := *from
			x = &copied
		}
		x.Label, x.Help, x.Code, x.Version = program.Text{"vi": label, "en": label}, nil, s.freeCode(label), 1
		x.From, x.To, x.Overlaps = "", "", nil
		raw, err := pack.ProgramBody(x)
		if err != nil {
			return change.ID{}, err
		}
		body = raw
	}
	return s.keep(ctx, v, base, label, body)
}

func (s *Service) keep(ctx context.Context, v *access.Viewer, base int, label string, body []byte) (change.ID, error) {
	id := s.Node.Writer.NewID()
	_, err := s.Node.Writer.Write(ctx, v.User, nil, writer.Draft{Kind: "program_draft", Record: id, Fields: kind.Fields(program.Draft{
		Label: clip(label), Code: codeIn(body), Base: int64(base), Body: string(body), Unit: v.Unit, Created: s.Node.Now()})})
	return id, err
}

// template is the pack's of a code, its first one, or, where the pack has none, a
// program without steps.
func (s *Service) template(code string) (*program.Program, error) {
	all := s.Node.Pack.Templates
	switch {
	case code != "":
		if x := s.Node.Pack.Template(code); x != nil {
			copied := *x
			return &copied, nil
		}
		return nil, fault.New("design.no_template", "template", "template", clip(code))
	case len(all) > 0:
		copied := *all[0]
		return &copied, nil
	}
	return &program.Program{Subject: program.OfHousehold}, nil
}

// freeCode makes a code of a label that no program has.
func (s *Service) freeCode(label string) string {
	code := strings.Trim(strings.Join(strings.FieldsFunc(vietnamese.Fold(label), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "_"), "_")
	if len(code) > 48 {
		code = strings.TrimRight(code[:48], "_")
	}
	if code == "" {
		code = "program"
	}
	for n, out := 2, code; ; n++ {
		if s.Node.Programs.Program(out) == nil {
			return out
		}
		out = code + "_" + strconv.Itoa(n)
	}
}

// Save keeps a body. Seen is the Seq that the saver had read: what somebody else saved
// meanwhile is not overwritten.
func (s *Service) Save(ctx context.Context, v *access.Viewer, id change.ID, body []byte, seen uint64) (*Draft, error) {
	r, err := s.record(ctx, id)
	if err != nil {
		return nil, err
	}
	if r.Seq != seen {
		return nil, fault.New("design.moved_on", "seq")
	}
	if len(body) > MaxBody {
		return nil, fault.New("field.too_long", "body", "max", MaxBody)
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) != nil || object == nil {
		return nil, fault.New("design.not_object", "body")
	}
	was, err := kind.Into[program.Draft](r.Kind, r.State)
	if err != nil {
		return nil, err
	}
	fields := map[string]json.RawMessage{"body": text(string(body))}
	var said struct{ Label program.Text }
	if json.Unmarshal(body, &said) == nil && strings.TrimSpace(said.Label["vi"]) != "" {
		fields["label"] = text(clip(said.Label["vi"]))
	}
	if code := codeIn(body); code != "" && was.Base == 0 {
		fields["code"] = text(code)
	}
	if _, err := s.Node.Writer.Write(ctx, v.User, nil, writer.Draft{Kind: "program_draft", Record: id, Fields: fields, Seen: node.Seen(r.State, fields)}); err != nil {
		return nil, err
	}
	return s.Open(ctx, id)
}

// Drop puts a draft away; its history stays.
func (s *Service) Drop(ctx context.Context, v *access.Viewer, id change.ID) error {
	r, err := s.record(ctx, id)
	if err != nil {
		return err
	}
	fields := map[string]json.RawMessage{change.Deleted: json.RawMessage("true")}
	_, err = s.Node.Writer.Write(ctx, v.User, nil, writer.Draft{Kind: "program_draft", Record: id, Fields: fields, Seen: node.Seen(r.State, fields)})
	return err
}

func codeIn(body []byte) string {
	var x struct{ Code string }
	if json.Unmarshal(body, &x) != nil || len(x.Code) > 64 {
		return ""
	}
	return x.Code
}

func clip(label string) string {
	const most = 200
	if r := []rune(label); len(r) > most {
		return string(r[:most])
	}
	return label
}

func text(s string) json.RawMessage {
	b, err := json.Marshal(s)
	if err != nil {
		panic("design: " + err.Error()) // a string has a JSON form
	}
	return b
}
