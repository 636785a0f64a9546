package api

import (
	"context"
	"slices"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/internal/sync"
)

// shownHeld households are named on a device's page.
const shownHeld = 200

// HoldsJSON is what is on a device: what it received, and what it said it had not
// sent. Households that the reader may not open have no name in refs.
type HoldsJSON struct {
	DeviceStand
	Households []string          `json:"households"` // the first, held by themselves
	Homes      int64             `json:"homes"`      // all, those of its villages included
	Areas      []string          `json:"areas"`
	Lost       *LossJSON         `json:"lost"` // null: its memory was never lost
	Refs       map[string]NameOf `json:"refs"`
}

// LossJSON says that a device lost its memory. Missing counts what it had written
// and the server still has not got, by whatever way.
type LossJSON struct {
	At      int64  `json:"at"`
	Cause   string `json:"cause"` // wiped or went_back
	Last    int64  `json:"last"`
	Have    int64  `json:"have"`
	Missing int64  `json:"missing"`
}

// DeviceStand is how a device stood when it last met the server.
type DeviceStand struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	User   string   `json:"user"`
	Status string   `json:"status"`
	Met    int64    `json:"met"`    // 0: not since it declares
	Unsent int64    `json:"unsent"` // changes that it had then and that have not arrived since
	About  []string `json:"about"`  // households that those are about
}

// HoldersJSON lists the devices that hold a household.
type HoldersJSON struct {
	Devices []Holder          `json:"devices"`
	Refs    map[string]NameOf `json:"refs"`
}

// Holder is one of them; Leaves says that its user has the household no more: the
// device sends what it has and forgets it at its next meeting.
type Holder struct {
	DeviceStand
	Leaves bool `json:"leaves"`
}

// BudgetJSON is what a user's part of the world costs a phone.
type BudgetJSON struct {
	Records int64            `json:"records"`
	Bytes   int64            `json:"bytes"`
	Seconds map[string]int64 `json:"seconds"`
	Max     int64            `json:"max"`
	Over    bool             `json:"over"`
}

func (c *call) stand(r *projection.Record, d account.Device) (DeviceStand, error) {
	m, _, err := c.s.SignIn.Meeting(c, r.ID)
	if err != nil {
		return DeviceStand{}, err
	}
	out := DeviceStand{ID: r.ID.String(), Name: d.Name, User: d.User.String(), Status: d.Status, Met: m.At, About: []string{}}
	if tag, err := change.ParseDevice(d.Tag); err == nil {
		out.Unsent = max(0, m.Last-int64(c.s.Node.Projection.UpTo(tag)))
	}
	if out.Unsent > 0 && m.About != nil {
		out.About = m.About
	}
	return out, nil
}

// loss is what a device told of a lost memory, against what has arrived since.
func (c *call) loss(r *projection.Record, d account.Device) (*LossJSON, error) {
	l, had, err := c.s.SignIn.Loss(c, r.ID)
	if err != nil || had == nil {
		return nil, err
	}
	tag, err := change.ParseDevice(d.Tag)
	if err != nil {
		return nil, err
	}
	have := int64(c.s.Node.Projection.UpTo(tag))
	return &LossJSON{At: l.At, Cause: l.Cause, Last: l.Last, Have: have, Missing: max(0, l.Last-have)}, nil
}

// managedDevice gives a device that the caller may take out of use.
func (c *call) managedDevice() (*projection.Record, account.Device, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, account.Device{}, err
	}
	r, err := c.s.Node.Projection.Get(c, id)
	if err != nil || r.Kind.Name != "device" || !c.who.Viewer.Can(access.Update, r.Kind, projection.PlaceOf(r)) {
		return nil, account.Device{}, fault.New("not_found", "")
	}
	d, err := kind.Into[account.Device](r.Kind, r.State)
	return r, d, err
}

// deviceHolds says what is on a device.
func deviceHolds(c *call) (any, error) {
	r, d, err := c.managedDevice()
	if err != nil {
		return nil, err
	}
	out := HoldsJSON{Households: []string{}, Areas: []string{}}
	if out.DeviceStand, err = c.stand(r, d); err != nil {
		return nil, err
	}
	if out.Lost, err = c.loss(r, d); err != nil {
		return nil, err
	}
	held := sync.HeldBy(d)
	counts, err := c.s.Node.Projection.CountByArea(c, "household")
	if err != nil {
		return nil, err
	}
	v := c.view()
	for _, a := range held.Areas {
		out.Areas = append(out.Areas, a.String())
		out.Homes += counts[a]
	}
	out.Homes += int64(len(held.Households))
	for _, h := range held.Households[:min(len(held.Households), shownHeld)] {
		out.Households = append(out.Households, h.String())
		v.refs[h] = true
	}
	v.referTo(out.About)
	out.Refs, err = v.names(c)
	return out, err
}

// referTo asks for the names of records.
func (v *view) referTo(ids []string) {
	for _, text := range ids {
		if id, err := change.ParseID(text); err == nil {
			v.refs[id] = true
		}
	}
}

// holders lists the devices that hold a household, as far as the caller may see them.
func holders(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	r, err := c.s.Node.Projection.Get(c, id)
	if err != nil || r.Kind.Name != "household" || !c.who.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
		return nil, fault.New("not_found", "")
	}
	h, err := kind.Into[household.Household](r.Kind, r.State)
	if err != nil {
		return nil, err
	}
	out := HoldersJSON{Devices: []Holder{}}
	v := c.view()
	err = c.s.Node.Projection.Each(c, "device", func(dr *projection.Record) error {
		d, err := kind.Into[account.Device](dr.Kind, dr.State)
		if err != nil || dr.Deleted() || !c.who.Viewer.Can(access.Read, dr.Kind, projection.PlaceOf(dr)) {
			return err
		}
		held := sync.HeldBy(d)
		if !slices.Contains(held.Households, id) && !slices.Contains(held.Areas, h.Area) {
			return nil
		}
		stand, err := c.stand(dr, d)
		if err != nil {
			return err
		}
		stand.About = slices.DeleteFunc(slices.Clone(stand.About), func(a string) bool { return a != id.String() })
		v.refs[d.User] = true
		out.Devices = append(out.Devices, Holder{stand, c.leaves(c, d.User, r)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	out.Refs, err = v.names(c)
	return out, err
}

// leaves reports whether a user may not read a household any more.
func (c *call) leaves(ctx context.Context, user change.ID, home *projection.Record) bool {
	viewer, err := c.s.Node.Viewer(ctx, user)
	return err != nil || !viewer.Can(access.Read, home.Kind, projection.PlaceOf(home))
}

// userBudget says what a user's part of the world costs a phone.
func userBudget(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	if !c.knowsUser(id) {
		return nil, fault.New("not_found", "")
	}
	return c.budgetOf(id)
}

func (c *call) knowsUser(id change.ID) bool {
	r, err := c.s.Node.Projection.Get(c, id)
	return err == nil && r.Kind.Name == "user" && c.who.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r))
}

// fitsOneDevice refuses to give one device more than the pack allows. Users outside
// the caller's reach are refused by who is asked next, without a figure.
func (c *call) fitsOneDevice(user change.ID) error {
	if !c.knowsUser(user) {
		return nil
	}
	b, err := c.budgetOf(user)
	if err != nil || !b.Over {
		return err
	}
	return fault.New("device.too_much", "user", "records", b.Records, "max", b.Max)
}

func (c *call) budgetOf(user change.ID) (*BudgetJSON, error) {
	viewer, err := c.s.Node.Viewer(c, user)
	if err != nil {
		return nil, err
	}
	b, err := c.s.Sync.Budget(c, viewer)
	if err != nil {
		return nil, err
	}
	most := int64(c.s.Node.Pack.Settings.Int(pack.DeviceRecords, c.s.Node.Today()))
	return &BudgetJSON{Records: b.Records, Bytes: b.Bytes, Seconds: b.Seconds, Max: most, Over: b.Records > most}, nil
}
