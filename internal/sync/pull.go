package sync

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/signin"
	"bamban/internal/writer"
)

// Pull gives the next page of what moved in the device's scope.
func (s *Server) Pull(ctx context.Context, token string, r PullRequest) (*PullAnswer, error) {
	d, err := s.s.Token(ctx, token)
	if err != nil {
		return nil, err
	}
	p, err := s.pullOf(d, r.Cursor)
	if err != nil {
		return nil, err
	}
	return p.answer(ctx, r.Cursor == "")
}

// pullOf begins an answer to a device that has a cursor, or none.
func (s *Server) pullOf(d *signin.Device, text string) (*pull, error) {
	p := &pull{s: s, d: d, atoms: s.atomsOf(d.Viewer), children: s.n.ChildrenFor(d.Viewer)}
	p.hash = scopeHash(p.atoms)
	p.known.read(d)
	if text == "" {
		return p, nil
	}
	var err error
	if p.c, err = parseCursor(text); err != nil {
		return nil, err
	}
	if p.c.epoch != s.n.Epoch || p.c.done > s.n.Projection.Seq() {
		return nil, fault.New("cursor.other_server", "cursor")
	}
	return p, nil
}

// pull is one answer in the making.
type pull struct {
	s     *Server
	d     *signin.Device
	c     cursor
	atoms []string
	hash  [8]byte
	known known
	held  []string // the atoms of which the device has everything up to c.done
	out   PullAnswer
	room  int // records that still fit into the page
	looks map[string]*opened

	children *projection.Children
}

// opened counts what a page shows of children's and sensitive fields.
type opened struct {
	ids   []string
	level access.Sees
	last  change.ID
}

// nothingNew reports whether nothing has moved since the device's cursor, and notes
// what the cursor says of the last pass.
func (p *pull) nothingNew(ctx context.Context) (bool, error) {
	if p.known.through(&p.c) {
		p.known = known{held: p.known.aim}
		if err := p.s.s.SetHeld(ctx, p.d, p.known.held, nil); err != nil {
			return false, err
		}
	}
	if p.c.pass != nil || p.c.scope != p.hash {
		return false, nil
	}
	moved, err := p.s.headOf(ctx, p.atoms)
	return moved <= p.c.done, err
}

func (p *pull) answer(ctx context.Context, fresh bool) (*PullAnswer, error) {
	head := p.s.n.Projection.Seq()
	same, err := p.nothingNew(ctx)
	if err != nil {
		return nil, err
	}
	if same && !fresh {
		p.out.Cursor = p.c.String() // it stays
		return &p.out, nil
	}
	begins := p.c.pass == nil || p.c.pass.scope != p.hash
	switch p.c.scope {
	case [8]byte{}:
		// A first pass: nothing is held up to anything. One that was broken off by
		// another scope begins from nothing again.
		fresh = fresh || begins
	case scopeHash(p.known.held):
		p.held = p.known.held
	default:
		fresh = true // it holds what nobody here remembers: begin anew
	}
	if fresh {
		p.c, p.held, p.out.Fresh = cursor{epoch: p.s.n.Epoch}, nil, true
	}
	if fresh || begins {
		if err := p.begin(ctx, head); err != nil {
			return nil, err
		}
	}
	p.held = without(p.held, p.known.doubt)
	return p.run(ctx)
}

// begin starts a pass: it tells the device what to forget, and notes what it is
// about to receive. What is in doubt is forgotten too, and comes again whole if it
// is still in the scope.
func (p *pull) begin(ctx context.Context, head uint64) error {
	p.c.pass = &passing{upTo: head, scope: p.hash}
	var err error
	if p.out.Erased, err = p.s.n.Projection.ErasedSince(ctx, p.d.Tag, p.c.done, head); err != nil {
		return err
	}
	anew, err := p.erasedAround(ctx, head)
	if err != nil {
		return err
	}
	p.out.Scrub = p.out.Scrub || len(p.out.Erased) > 0
	doubtful := merged(p.known.doubtful(), anew)
	p.out.Forget = merged(without(p.known.held, p.atoms), doubtful)
	if p.known.aim == nil && len(doubtful) == 0 && slices.Equal(p.known.held, p.atoms) {
		return nil
	}
	k := known{held: p.known.held, aim: p.atoms, epoch: p.s.n.Epoch, upTo: head}
	k.doubt = without(doubtful, k.doubtful())
	if p.known.aim != nil && slices.Equal(k.aim, p.known.aim) && slices.Equal(k.doubt, p.known.doubt) {
		return nil
	}
	p.known = k
	return p.s.s.SetHeld(ctx, p.d, k.held, k.taking())
}

// erasedAround lists the households that the device holds, where anything was erased
// since: whom an erased membership named, nobody knows any more, so what is around them
// comes anew.
func (p *pull) erasedAround(ctx context.Context, head uint64) ([]string, error) {
	if p.c.done == 0 {
		return nil, nil
	}
	erased, err := p.s.n.Projection.Erasures(ctx, p.c.done, head)
	if err != nil || len(erased) == 0 {
		return nil, err
	}
	p.out.Scrub = true
	var out []string
	for _, atom := range p.held {
		if strings.HasPrefix(atom, atomHousehold) {
			out = append(out, atom)
		}
	}
	return out, nil
}

func merged(a, b []string) []string {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

// run gives the next page of the pass, and notes what it shows.
func (p *pull) run(ctx context.Context) (*PullAnswer, error) {
	if err := p.page(ctx); err != nil {
		return nil, err
	}
	return &p.out, p.looked(ctx, "pull")
}

// page walks the atoms until the page is full or the pass is done.
func (p *pull) page(ctx context.Context) error {
	p.room = p.s.pageSize()
	devices := &dictionary{}
	pass := p.c.pass
	for pass.atom < uint64(len(p.atoms)) && p.room > 0 {
		atom := p.atoms[pass.atom]
		base := p.c.done
		if _, had := slices.BinarySearch(p.held, atom); !had {
			base = 0
		}
		finished, err := p.part(ctx, atom, base, devices)
		if err != nil {
			return err
		}
		if finished {
			pass.atom, pass.pos = pass.atom+1, projection.FeedPos{}
		}
	}
	p.out.Devices = devices.list
	if pass.atom >= uint64(len(p.atoms)) {
		p.c = cursor{done: pass.upTo, scope: p.hash}
	} else {
		p.out.More = true
	}
	p.c.epoch = p.s.n.Epoch
	p.out.Cursor = p.c.String()
	return nil
}

// part adds one atom's records from where the pass stands; it reports whether the
// atom is finished.
func (p *pull) part(ctx context.Context, atom string, base uint64, devices *dictionary) (bool, error) {
	pass := p.c.pass
	part := Part{Atom: atom}
	blocks := &blockSet{devices: devices, byKind: map[string]*Block{}, see: func(r *projection.Record, f *kind.Field) bool { return p.sees(ctx, atom, r, f) }}
	finished := true
	key, ok := p.s.feedOf(atom)
	switch {
	case ok:
		if p.s.n.Projection.Head([]projection.FeedKey{key}) <= base {
			return true, nil
		}
		from := pass.pos
		if from.Seq < base {
			from = projection.FeedPos{Seq: base, RID: 1<<62 - 1}
		}
		records, err := p.s.n.Projection.Feed(ctx, key, from, pass.upTo, p.room)
		if err != nil {
			return false, err
		}
		if finished = len(records) < p.room; !finished {
			last := records[len(records)-1]
			pass.pos = projection.FeedPos{Seq: last.Seq, RID: last.RID}
		}
		p.addAll(atom, blocks, records)
		if finished && base > 0 {
			gone, err := p.s.n.Projection.Moved(ctx, key, base, pass.upTo)
			if err != nil {
				return false, err
			}
			for _, id := range gone {
				part.Gone = append(part.Gone, id.String())
			}
		}
	case strings.HasPrefix(atom, atomHousehold):
		records, err := p.s.n.Projection.AroundHousehold(ctx, atomID(atom))
		if err != nil {
			return false, err
		}
		if part.Gone, err = p.s.goneFrom(ctx, records, base, pass.upTo); err != nil {
			return false, err
		}
		p.addAll(atom, blocks, since(records, base))
	}
	if part.Blocks = blocks.done(); len(part.Blocks)+len(part.Gone) > 0 {
		p.out.Parts = append(p.out.Parts, part)
	}
	return finished, nil
}

func (p *pull) addAll(atom string, blocks *blockSet, records []*projection.Record) {
	for _, r := range records {
		p.room--
		if !r.Kind.Internal && p.d.Viewer.Can(access.Read, r.Kind, placeIn(atom, r)) {
			blocks.add(r)
		}
	}
}

// sees decides whether a field leaves for this device within an atom, and
// remembers what of children's and sensitive fields did.
func (p *pull) sees(ctx context.Context, atom string, r *projection.Record, f *kind.Field) bool {
	return p.seesAt(ctx, placeIn(atom, r), r, f)
}

func (p *pull) seesAt(ctx context.Context, at access.At, r *projection.Record, f *kind.Field) bool {
	var about access.About
	if f.Sensitivity != kind.Plain {
		about = p.children.Of(ctx, r)
	}
	child := about&access.OfChild != 0
	if !p.d.Viewer.Sees(r.Kind, at).Allows(f, about) {
		return false
	}
	var level access.Sees
	if child {
		level |= access.SeesChild
	}
	if f.Sensitivity == kind.Sensitive {
		level |= access.SeesSensitive
	}
	if level != 0 {
		o := p.looks[r.Kind.Name]
		if o == nil {
			if p.looks == nil {
				p.looks = map[string]*opened{}
			}
			o = &opened{}
			p.looks[r.Kind.Name] = o
		}
		if o.level |= level; o.last != r.ID {
			o.last = r.ID
			o.ids = append(o.ids, r.ID.String())
		}
	}
	return true
}

// looked writes into the access log what the page shows, before it leaves.
func (p *pull) looked(ctx context.Context, why string) error {
	var drafts []writer.Draft
	for kindName, o := range p.looks {
		drafts = append(drafts, writer.Draft{Kind: "look", Record: p.s.n.Writer.NewID(), Fields: kind.Fields(account.Look{User: p.d.Fields.User, Unit: p.d.Viewer.Unit,
			At: p.s.n.Now(), Kind: kindName, Records: o.ids[:min(len(o.ids), maxLookIDs)], Count: int64(len(o.ids)), Opened: o.level.Names(), Why: why})})
	}
	if _, err := p.s.n.Writer.Write(ctx, p.d.Fields.User, nil, drafts...); err != nil {
		return fmt.Errorf("note look: %w", err)
	}
	return nil
}
