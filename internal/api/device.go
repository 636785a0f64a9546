package api

import (
	"strings"

	"bamban/internal/change"
	"bamban/internal/fault"
)

// NewDeviceBody invites a device.
type NewDeviceBody struct {
	User string `json:"user"`
	Name string `json:"name"`
}

// NewDeviceJSON holds an enrolment code, shown once.
type NewDeviceJSON struct {
	ID    string `json:"id"`
	Code  string `json:"code"`
	Until int64  `json:"until"`
}

func createDevice(c *call) (any, error) {
	var b NewDeviceBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	user, err := change.ParseID(b.User)
	if err != nil {
		return nil, fault.New("field.bad_ref", "user")
	}
	if strings.TrimSpace(b.Name) == "" {
		return nil, fault.New("field.required", "name", "field", "Tên máy", "field_en", "Name")
	}
	if err := c.fitsOneDevice(user); err != nil {
		return nil, err
	}
	id, code, until, err := c.s.SignIn.Invite(c, c.who.Viewer, user, b.Name)
	if err != nil {
		return nil, err
	}
	return created{NewDeviceJSON{id.String(), code, until}}, nil
}

func revokeDevice(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	var b ReasonBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	return nil, c.s.SignIn.Revoke(c, c.who.Viewer, id, b.Reason)
}

// restoreDevice takes a revocation back.
func restoreDevice(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	var b ReasonBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	return nil, c.s.SignIn.Restore(c, c.who.Viewer, id, b.Reason)
}

// reopenDevice gives a code that opens a closed phone again.
func reopenDevice(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	code, until, err := c.s.SignIn.ReopenCode(c, c.who.Viewer, id)
	if err != nil {
		return nil, err
	}
	return NewDeviceJSON{id.String(), code, until}, nil
}
