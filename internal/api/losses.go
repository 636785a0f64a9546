package api

import (
	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/kind"
	"bamban/internal/projection"
)

// LossesJSON lists the phones that lost their memory and still need somebody: work of
// theirs is missing, or their user has no other phone yet.
type LossesJSON struct {
	Devices []LostDevice      `json:"devices"`
	Refs    map[string]NameOf `json:"refs"`
}

// LostDevice is one of them.
type LostDevice struct {
	ID   string   `json:"id"`
	Name string   `json:"name"`
	User string   `json:"user"`
	Loss LossJSON `json:"loss"`
}

// lostDevices lists them, as far as the caller looks after them.
func lostDevices(c *call) (any, error) {
	out := LossesJSON{Devices: []LostDevice{}}
	v := c.view()
	err := c.s.Node.Projection.Each(c, "loss", func(lr *projection.Record) error {
		l, err := kind.Into[account.Loss](lr.Kind, lr.State)
		if err != nil || lr.Deleted() {
			return err
		}
		r, err := c.s.Node.Projection.Get(c, l.Device)
		if err != nil {
			return err
		}
		if r.Deleted() || !c.who.Viewer.Can(access.Update, r.Kind, projection.PlaceOf(r)) {
			return nil
		}
		d, err := kind.Into[account.Device](r.Kind, r.State)
		if err != nil {
			return err
		}
		loss, err := c.loss(r, d)
		if err != nil {
			return err
		}
		again, err := c.enrolledAgain(d, lr.RID)
		if err != nil || loss.Missing == 0 && again {
			return err
		}
		v.refs[d.User] = true
		out.Devices = append(out.Devices, LostDevice{r.ID.String(), d.Name, d.User.String(), *loss})
		return nil
	})
	if err != nil {
		return nil, err
	}
	out.Refs, err = v.names(c)
	return out, err
}

// enrolledAgain reports whether a device's user has another one, made after the loss
// was told: rows are in the order in which they came.
func (c *call) enrolledAgain(d account.Device, told int64) (bool, error) {
	others, err := c.s.Node.Projection.FindBy(c, "device", "user", d.User.String(), 100)
	if err != nil {
		return false, err
	}
	for _, r := range others {
		o, err := kind.Into[account.Device](r.Kind, r.State)
		if err != nil {
			return false, err
		}
		if o.Status == "active" && o.Tag != d.Tag && r.RID > told {
			return true, nil
		}
	}
	return false, nil
}
