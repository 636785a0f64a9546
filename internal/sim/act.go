package sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
	"bamban/internal/writer"
)

// run lets one event happen. An error is the simulator's own: what goes wrong in
// the world is part of it.
func (w *world) run(e Event) error {
	w.now += e.After
	w.pcg.Seed(e.Seed, 2)
	r := rand.New(rand.NewPCG(e.Seed, 3))
	p := w.phones[e.Phone%len(w.phones)]
	if p.lost {
		switch e.Do {
		case doWrite, doSync, doRelay, doClock, doReopen, doLose:
			return nil
		}
	}
	var err error
	switch e.Do {
	case doWrite:
		err = w.write(p, r)
	case doSync:
		w.sync(p, e, r)
	case doRelay:
		err = w.handOver(p, r)
	case doDeliver:
		w.relay = w.arrive("the relay brings", w.relay, r)
	case doLate:
		w.late = w.arrive("arrives late:", w.late, r)
	case doDesk:
		err = w.desk(e, r)
	case doDuty:
		err = w.duty(r)
	case doMove:
		err = w.move(r)
	case doClock:
		jumps := []int64{0, 0, 0, 120_000, -3_600_000, 1_200_000, 86_400_000, -86_400_000 * 40, 86_400_000 * 1100, -86_400_000 * 1100}
		p.skew = jumps[e.A%len(jumps)]
		w.tell("the clock of %s goes %s wrong", p.login, time.Duration(p.skew)*time.Millisecond)
	case doProvince:
		jumps := []int64{0, 0, 3_600_000, -3_600_000, 86_400_000 * 3, -86_400_000 * 3}
		w.skew = jumps[e.A%len(jumps)]
		w.tell("the server's clock goes %s wrong", time.Duration(w.skew)*time.Millisecond)
	case doTime:
		days := 1 + e.A%30
		w.now += int64(days) * 86_400_000
		w.tell("%d days pass", days)
	case doKill:
		w.disk.mu.Lock()
		w.disk.kill, w.disk.before, w.disk.power = 1+e.A%3, e.B%2 == 0, e.B/2%3 == 0
		w.tell("the server will be killed at its write %d from now; before it is made: %v; by a power cut: %v", w.disk.kill, w.disk.before, w.disk.power)
		w.disk.mu.Unlock()
	case doFull:
		w.disk.mu.Lock()
		w.disk.full = 1 + e.A%3
		w.tell("the server's disk has no room for %d writes", w.disk.full)
		w.disk.mu.Unlock()
	case doRestart, doRebuild:
		err = w.restart(e.Do == doRebuild)
	case doBackup:
		err = w.backUp()
	case doRestore:
		err = w.restore()
	case doRelease:
		err = w.release(r)
	case doErase:
		err = w.erase(r)
	case doJoin:
		err = w.join(r)
	case doArea:
		err = w.rearrange(r)
	case doReopen:
		w.tell("the app of %s is closed and opened", p.login)
		err = w.openPhone(p)
	case doLose:
		if live := slices.DeleteFunc(slices.Clone(w.phones), func(p *phone) bool { return p.lost }); len(live) > 2 {
			p.lost = true
			w.tell("the phone of %s is lost for good", p.login)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", e.Do, err)
	}
	for _, p := range w.phones {
		for i, own := range p.store.Mine {
			p.remember(uint64(i)+1, own.Content)
		}
	}
	return w.revive()
}

// remember keeps the hash of a change as the phone first had it.
func (p *phone) remember(n uint64, content []byte) {
	if _, known := p.wrote[n]; !known {
		p.wrote[n] = change.Hash(content)
	}
}

func (w *world) sync(p *phone, e Event, r *rand.Rand) {
	net := &network{w: w, phone: p, r: r, bad: []int{0, 15, 30, 60}[e.A%4]}
	report, err := w.meet(p, road{net})
	w.tell("%s meets the province%s: %s", p.login, outcome(report, err), strings.Join(net.words, "; "))
}

func outcome(r *client.Report, err error) string {
	s := fmt.Sprintf(", sends %d, takes %d pages", r.Pushed, r.Pages)
	for _, a := range r.Answers {
		s += fmt.Sprintf(", change %d is %s %s", a.N, a.Status, a.Code)
	}
	if r.Restored {
		s += ", notices the restore"
	}
	if err != nil && !errors.Is(err, errCut) {
		s += ", ends with " + err.Error()
	}
	return s
}

// handOver gives the relay what a phone has not been told is safe, signed, in
// batches of its own choosing.
func (w *world) handOver(p *phone, r *rand.Rand) error {
	contents, from := p.store.Waiting(50)
	var words []string
	for len(contents) > 0 {
		some := contents[:1+r.IntN(len(contents))]
		contents = contents[len(some):]
		b := &change.Batch{Partition: partition, Device: p.Tag, User: p.User, From: from, Contents: some}
		if err := b.Sign(p.Random, p.Key); err != nil {
			return err
		}
		q := &sync.PushRequest{Partition: b.Partition, Device: b.Device, User: b.User, From: from, Signature: b.Signature}
		for _, c := range some {
			q.Changes = append(q.Changes, c)
		}
		what := fmt.Sprintf("changes %d to %d of %s", from, from+uint64(len(some))-1, p.login)
		w.relay = append(w.relay, letter{what, func() error {
			_, err := ask(w, q, func(s *sync.Server, q *sync.PushRequest) (*sync.PushAnswer, error) { return s.Push(w.ctx, p.Token, q) })
			return err
		}})
		words = append(words, what)
		from += uint64(len(some))
	}
	w.tell("%s hands the relay %s", p.login, strings.Join(words, ", "))
	return nil
}

// arrive sends letters in any order, some twice; some stay for another time.
func (w *world) arrive(words string, letters []letter, r *rand.Rand) []letter {
	var kept []letter
	for _, i := range r.Perm(len(letters)) {
		l := letters[i]
		for range 1 + r.IntN(8)/7 {
			err := l.send()
			w.tell("%s %s%s", words, l.words, failed(err))
		}
		if r.IntN(3) == 0 {
			kept = append(kept, l)
		}
	}
	return kept
}

// as writes at the server for somebody of the staff; a refusal is a part of life.
func (w *world) as(login string, drafts ...writer.Draft) error {
	var viewer *access.Viewer
	var user change.ID
	if login != "" {
		user = userID(login)
		var err error
		if viewer, err = w.node.Viewer(w.ctx, user); err != nil {
			return err
		}
	} else {
		login = "the server"
	}
	_, err := w.node.Writer.Write(w.ctx, user, viewer, drafts...)
	var words []string
	for _, d := range drafts {
		words = append(words, w.draftWords(d))
	}
	w.tell("%s at the desk: %s%s", login, strings.Join(words, "; "), failed(err))
	return nil
}

func (w *world) draftWords(d writer.Draft) string {
	switch d.Op {
	case change.Release, change.Erase:
		return fmt.Sprintf("%ss change %d of %s", d.Op, d.Target.N, w.deviceName(d.Target.Device))
	}
	return w.changeWords(d.Kind, d.Record, d.Fields)
}

func (w *world) changeWords(kindName string, id change.ID, fields map[string]json.RawMessage) string {
	var parts []string
	for name, v := range fields {
		text := string(v)
		for key, area := range w.areas() {
			text = strings.ReplaceAll(text, area.String(), key)
		}
		parts = append(parts, name+"="+text)
	}
	slices.Sort(parts)
	return fmt.Sprintf("writes %s %s: %s", kindName, short(id), strings.Join(parts, " "))
}

// short names a record in a story: the end of its id tells ids of a moment apart.
func short(id change.ID) string { s := id.String(); return s[5:8] + s[19:] }

func (w *world) areas() map[string]change.ID {
	out := map[string]change.ID{}
	for _, key := range villages {
		out[key] = node.StableID(partition, "area", key)
	}
	return out
}

func (w *world) deviceName(d change.Device) string {
	for _, p := range w.phones {
		if p.Tag == d {
			return "the phone of " + p.login
		}
	}
	return "device " + d.String()
}

// duty begins, ends or removes an assignment or a grant.
func (w *world) duty(r *rand.Rand) error {
	today := time.UnixMilli(w.now).UTC()
	day := func(from, to int) string { return today.AddDate(0, 0, from+r.IntN(to-from+1)).Format(time.DateOnly) }
	who := staff[r.IntN(len(staff)-1)]
	var d writer.Draft
	switch roll := r.IntN(10); {
	case roll < 4:
		a := assignment.Assignment{User: userID(who.login), Unit: w.node.UnitID(who.unit), Role: "household_in_charge", From: day(-2, 2)}
		if r.IntN(3) == 0 {
			a.Area = w.node.AreaID(villages[r.IntN(len(villages))])
		} else {
			a.Household = choose(w.homes, r, itself)
		}
		d = writer.Draft{Kind: "assignment", Record: w.node.Writer.NewID(), Fields: kind.Fields(a)}
	case roll < 8:
		x := w.anyRecord(r, "assignment")
		if x == nil {
			return nil
		}
		fields := kind.Fields(assignment.Assignment{To: day(-2, 2)})
		if r.IntN(4) == 0 {
			fields = map[string]json.RawMessage{"to": json.RawMessage("null")}
		}
		d = writer.Draft{Kind: "assignment", Record: x.ID, Fields: fields, Seen: node.Seen(x.State, fields)}
	case roll < 9:
		g := account.Grant{User: userID(who.login), Role: []string{"station_desk", "station_officer", "village_reporter", "auditor"}[r.IntN(4)], Unit: w.node.UnitID(stations[r.IntN(2)]), From: day(-2, 0), To: day(0, 3)}
		g.Area = w.node.AreaID(villages[r.IntN(len(villages))])
		d = writer.Draft{Kind: "grant", Record: w.node.Writer.NewID(), Fields: kind.Fields(g)}
	default:
		x := w.anyRecord(r, "grant")
		if x == nil || x.ID == node.StableID(partition, "grant", "province") || x.ID == node.StableID(partition, "grant", "desk1") {
			return nil
		}
		fields := kind.Fields(account.Grant{To: day(-1, 1)})
		d = writer.Draft{Kind: "grant", Record: x.ID, Fields: fields, Seen: node.Seen(x.State, fields)}
	}
	return w.as("", d)
}

// anyRecord picks a record of a kind from the server.
func (w *world) anyRecord(r *rand.Rand, kindName string) *projection.Record {
	var all []*projection.Record
	err := w.node.Projection.Each(w.ctx, kindName, func(x *projection.Record) error {
		all = append(all, x)
		return nil
	})
	if err != nil || len(all) == 0 {
		return nil
	}
	return choose(all, r, func(x *projection.Record) change.ID { return x.ID })
}

// move brings a household to another village; its people come along, or later, or
// never.
func (w *world) move(r *rand.Rand) error {
	home := w.anyRecord(r, "household")
	if home == nil {
		return nil
	}
	fields := map[string]json.RawMessage{"area": quote(w.node.AreaID(villages[r.IntN(len(villages))]).String())}
	drafts := []writer.Draft{{Kind: "household", Record: home.ID, Fields: fields, Seen: node.Seen(home.State, fields)}}
	if r.IntN(2) == 0 {
		around, err := w.node.Projection.AroundHousehold(w.ctx, home.ID)
		if err != nil {
			return err
		}
		for _, x := range around {
			if name := x.Kind.Name; name == "person" || name == "membership" {
				drafts = append(drafts, writer.Draft{Kind: name, Record: x.ID, Fields: fields, Seen: node.Seen(x.State, fields)})
			}
		}
	}
	return w.as([]string{"", "province", "desk1"}[r.IntN(3)], drafts...)
}

func quote(s string) json.RawMessage {
	b, err := json.Marshal(s)
	if err != nil {
		panic("sim: " + err.Error()) // strings always encode
	}
	return b
}

// desk is somebody at the server who edits, settles or makes records.
func (w *world) desk(e Event, r *rand.Rand) error {
	login := desks[e.A%len(desks)]
	if r.IntN(4) == 0 {
		open, err := w.node.Projection.Conflicts(w.ctx, 0, 20)
		if err != nil {
			return err
		}
		if len(open) > 0 {
			return w.settle(login, choose(open, r, func(x *projection.Record) change.ID { return x.ID }), r)
		}
	}
	k, id, fields := w.invent(r, nil)
	d := writer.Draft{Kind: k, Record: id, Fields: fields}
	if x, err := w.node.Projection.Get(w.ctx, id); err == nil && r.IntN(5) > 0 {
		d.Seen = node.Seen(x.State, fields)
	}
	return w.as(login, d)
}

func (w *world) settle(login string, x *projection.Record, r *rand.Rand) error {
	for _, name := range sortedKeys(x.State.Cells) {
		c := x.State.Cells[name]
		if !c.InConflict() {
			continue
		}
		fields := map[string]json.RawMessage{name: c.Heads[r.IntN(len(c.Heads))].Value}
		return w.as(login, writer.Draft{Kind: x.Kind.Name, Record: x.ID, Fields: fields, Seen: node.Seen(x.State, fields)})
	}
	return nil
}

func (w *world) release(r *rand.Rand) error {
	held, err := w.node.Projection.Quarantine(w.ctx, 0, 100)
	if err != nil || len(held) == 0 {
		return err
	}
	h := choose(held, r, func(h projection.Held) change.ID { return h.Record })
	return w.as([]string{"", "desk1", "province"}[r.IntN(3)], writer.Draft{Op: change.Release, Target: &change.Target{Device: h.Change.Device, N: h.Change.N}})
}
