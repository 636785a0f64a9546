package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"bamban/internal/api"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/signin"
)

// sub splits "add --flag" into the action and a flag set for the rest.
func sub(e *Env, c *command, actions ...string) (string, *flag.FlagSet, []string, error) {
	flags := c.flags(e)
	if len(e.Args) > 0 {
		for _, a := range actions {
			if e.Args[0] == a {
				return a, flags, e.Args[1:], nil
			}
		}
	}
	c.usage(e)
	fmt.Fprintf(e.Stderr, "\nbamban %s %s --help tells the flags.\n", c.name, strings.Join(actions, "|"))
	if len(e.Args) == 0 || e.Args[0] == "--help" || e.Args[0] == "-h" {
		return "", nil, nil, flag.ErrHelp
	}
	return "", nil, nil, fmt.Errorf("bamban %s takes one of %v", c.name, actions)
}

func userCommand(ctx context.Context, e *Env, c *command) error {
	action, flags, args, err := sub(e, c, "add", "reset", "list")
	if err != nil {
		return err
	}
	login := flags.String("login", "", "sign-in name")
	name := flags.String("name", "", "full name")
	unit := flags.String("unit", "", "unit's code, or its key in the pack; a wrong one lists them")
	area := flags.String("area", "", "area's key in the pack (era/code), for roles within an area")
	role := flags.String("role", "", "role's code in the pack; a wrong one lists them")
	post := flags.String("post", "", "post")
	cfg, err := settings(flags, args, e)
	if err != nil {
		return err
	}
	with := withServer
	if action == "add" {
		with = withNode // the first user is made before the server is first started
	}
	return with(ctx, e, cfg, func(n *node.Node, _ func([]api.Account, func(string)) error) error {
		s := signin.New(n)
		switch action {
		case "add":
			u := signin.NewUser{Login: *login, Name: *name, Post: *post, Area: n.AreaID(*area), Role: *role}
			if u.Unit, err = unitOf(n, *unit); err == nil {
				err = hasRole(n, *role)
			}
			if err != nil {
				return err
			}
			_, password, err := s.CreateUser(ctx, nil, u)
			if err != nil {
				return err
			}
			fmt.Fprintf(e.Stdout, "%s\nThis is the one-time password; it must be changed at the first sign-in and is not shown again.\n", password)
			return nil
		case "reset":
			found, err := n.Projection.FindBy(ctx, "user", "login", *login, 1)
			if err != nil {
				return err
			}
			if len(found) == 0 {
				return fmt.Errorf("nobody has the login %q", *login)
			}
			password, err := s.ResetPassword(ctx, nil, found[0].ID)
			if err != nil {
				return err
			}
			fmt.Fprintln(e.Stdout, password)
			return nil
		}
		return list(ctx, e, n, "user", "login", "name", "status")
	})
}

// unitOf finds a unit of the pack by code or key; the error lists them.
func unitOf(n *node.Node, name string) (change.ID, error) {
	var have []string
	for _, u := range n.Pack.Units {
		if name == u.Key || name == u.Code {
			return n.UnitID(u.Key), nil
		}
		have = append(have, fmt.Sprintf("  %-12s %s", u.Code, u.Name["vi"]))
	}
	return change.ID{}, fmt.Errorf("--unit %q is none of the pack's units:\n%s", name, strings.Join(have, "\n"))
}

// hasRole looks for a role of the pack; the error lists them.
func hasRole(n *node.Node, code string) error {
	var have []string
	for _, r := range n.Pack.Roles {
		if r.Code == code {
			return nil
		}
		have = append(have, fmt.Sprintf("  %-16s %s", r.Code, r.Label["vi"]))
	}
	return fmt.Errorf("--role %q is none of the pack's roles:\n%s", code, strings.Join(have, "\n"))
}

func list(ctx context.Context, e *Env, n *node.Node, kindName string, fields ...string) error {
	return n.Projection.Each(ctx, kindName, func(r *projection.Record) error {
		values := kind.Values(r.Kind, r.State)
		line := r.ID.String()
		for _, f := range fields {
			line += "  " + string(values[f])
		}
		_, err := fmt.Fprintln(e.Stdout, line)
		return err
	})
}

func deviceCommand(ctx context.Context, e *Env, c *command) error {
	action, flags, args, err := sub(e, c, "invite", "revoke", "list")
	if err != nil {
		return err
	}
	login := flags.String("login", "", "sign-in name of who holds the device")
	name := flags.String("name", "", "the device's name")
	id := flags.String("id", "", "the device's id, as list shows it")
	reason := flags.String("reason", "", "why it is revoked")
	cfg, err := settings(flags, args, e)
	if err != nil {
		return err
	}
	return withServer(ctx, e, cfg, func(n *node.Node, _ func([]api.Account, func(string)) error) error {
		s := signin.New(n)
		switch action {
		case "invite":
			found, err := n.Projection.FindBy(ctx, "user", "login", *login, 1)
			if err != nil {
				return err
			}
			if len(found) == 0 {
				return fmt.Errorf("nobody has the login %q", *login)
			}
			if *name == "" {
				return errors.New("--name is needed")
			}
			_, code, _, err := s.Invite(ctx, nil, found[0].ID, *name)
			if err != nil {
				return err
			}
			fmt.Fprintf(e.Stdout, "%s\nThe device enrols with this code within a day, once.\n", code)
			return nil
		case "revoke":
			device, err := change.ParseID(*id)
			if err != nil {
				return fmt.Errorf("--id %q is not a device's id", *id)
			}
			return s.Revoke(ctx, nil, device, *reason)
		}
		return list(ctx, e, n, "device", "name", "tag", "status")
	})
}
