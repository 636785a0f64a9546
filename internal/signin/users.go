package signin

import (
	"context"
	"encoding/json"
	"strings"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/writer"
)

// NewUser is what makes a user.
type NewUser struct {
	Login, Name, Post, Language string
	Unit                        change.ID
	Role                        string // also granted, within Unit and Area
	Area                        change.ID
	Password                    string // "" makes a one-time password that must be changed
	Generated                   bool
}

// CreateUser makes a user with a role and a way in, all or nothing. by is nil for
// the operator at the server's shell. It gives the user and the password, which
// is not shown again.
func (s *Service) CreateUser(ctx context.Context, by *access.Viewer, u NewUser) (change.ID, string, error) {
	u.Login = strings.ToLower(strings.TrimSpace(u.Login))
	mustChange := u.Password == ""
	if mustChange {
		u.Password = RandomPassword()
	} else if err := ValidatePassword(u.Password, u.Login); err != nil {
		return change.ID{}, "", err
	}
	id := s.n.Writer.NewID()
	author := change.ID{}
	if by != nil {
		author = by.User
	}
	drafts := []writer.Draft{
		{Kind: "user", Record: id, Fields: kind.Fields(account.User{Login: u.Login, Name: u.Name, Post: u.Post, Unit: u.Unit, Language: u.Language, Status: "active", Generated: u.Generated})},
	}
	if u.Role != "" {
		drafts = append(drafts, writer.Draft{Kind: "grant", Record: s.n.Writer.NewID(), Fields: kind.Fields(account.Grant{User: id, Role: u.Role, Unit: u.Unit, Area: u.Area, From: s.n.Today()})})
	}
	if _, err := s.n.Writer.Write(ctx, author, by, drafts...); err != nil {
		return change.ID{}, "", err
	}
	// The credential is the server's to write; nobody's role opens it.
	err := s.writeCredential(ctx, author, id, u.Password, mustChange)
	return id, u.Password, err
}

func (s *Service) writeCredential(ctx context.Context, by, user change.ID, password string, mustChange bool) error {
	fields := kind.Fields(account.Credential{User: user, Method: "password", Secret: HashPassword(password)})
	fields["must_change"] = boolJSON(mustChange)
	d := writer.Draft{Kind: "credential", Record: s.n.Writer.NewID(), Fields: fields}
	_, have, err := s.credential(ctx, user, "password")
	if err != nil {
		return err
	}
	if have != nil {
		delete(fields, "user")
		delete(fields, "method")
		d.Record, d.Seen = have.ID, node.Seen(have.State, fields)
	}
	_, err = s.n.Writer.Write(ctx, by, nil, d)
	return err
}

func boolJSON(b bool) json.RawMessage {
	if b {
		return json.RawMessage("true")
	}
	return json.RawMessage("false")
}

// ChangePassword sets a user's own password and ends their other sessions.
func (s *Service) ChangePassword(ctx context.Context, who *Who, old, password string) error {
	user, err := s.n.Projection.Get(ctx, who.Viewer.User)
	if err != nil {
		return err
	}
	u, err := kind.Into[account.User](user.Kind, user.State)
	if err != nil {
		return err
	}
	c, _, err := s.credential(ctx, user.ID, "password")
	if err != nil {
		return err
	}
	if err := s.locked(u.Login); err != nil {
		return err
	}
	if c != nil && !CheckPassword(c.Secret, old) {
		_ = s.wrong(u.Login) // counted like any wrong password, and worded for who is signed in
		return fault.New("password.wrong_old", "old")
	}
	if err := ValidatePassword(password, u.Login); err != nil {
		return err
	}
	if err := s.writeCredential(ctx, user.ID, user.ID, password, false); err != nil {
		return err
	}
	open, err := s.Sessions(ctx, user.ID)
	if err != nil {
		return err
	}
	for _, r := range open {
		if r.ID != who.Session {
			if err := s.set(ctx, user.ID, r, account.Session{Ended: true}); err != nil {
				return err
			}
		}
	}
	return nil
}

// ResetPassword gives a user a one-time password. Nobody resets their own, and
// nobody that of a user outside their reach.
func (s *Service) ResetPassword(ctx context.Context, by *access.Viewer, user change.ID) (string, error) {
	author, err := s.mayManage(ctx, by, user)
	if err != nil {
		return "", err
	}
	password := RandomPassword()
	if err := s.writeCredential(ctx, author, user, password, true); err != nil {
		return "", err
	}
	return password, s.endAll(ctx, author, user)
}

// mayManage checks that somebody may manage a user's way in, and gives the author.
func (s *Service) mayManage(ctx context.Context, by *access.Viewer, user change.ID) (change.ID, error) {
	r, err := s.n.Projection.Get(ctx, user)
	if err != nil || r.Kind.Name != "user" {
		return change.ID{}, fault.New("not_found", "")
	}
	if by == nil {
		return change.ID{}, nil
	}
	u, err := kind.Into[account.User](r.Kind, r.State)
	if err != nil {
		return change.ID{}, err
	}
	at := access.At{Unit: u.Unit, User: user}
	if by.User == user || !by.Has("users") || !by.Can(access.Update, r.Kind, at) {
		return change.ID{}, fault.New("forbidden", "")
	}
	// Whoever may not give a role may not take over somebody who holds it.
	other, err := s.n.Viewer(ctx, user)
	if err == nil {
		for _, g := range other.Grants {
			if !by.MayGrant(user, g.Role, g.Unit) {
				return change.ID{}, fault.New("grant.not_yours", "")
			}
		}
	}
	return by.User, nil
}

// SetStatus suspends or reactivates a user; suspending ends their sessions.
func (s *Service) SetStatus(ctx context.Context, by *access.Viewer, user change.ID, status string) error {
	author := change.ID{}
	r, err := s.n.Projection.Get(ctx, user)
	if err != nil || r.Kind.Name != "user" {
		return fault.New("not_found", "")
	}
	if by != nil {
		if author = by.User; author == user {
			return fault.New("forbidden", "")
		}
	}
	fields := kind.Fields(account.User{Status: status})
	if _, err := s.n.Writer.Write(ctx, author, by, writer.Draft{Kind: "user", Record: user, Fields: fields, Seen: node.Seen(r.State, fields)}); err != nil {
		return err
	}
	if status == "suspended" {
		return s.endAll(ctx, author, user)
	}
	return nil
}
