package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"bamban/internal/api"
	"bamban/internal/demo"
	"bamban/internal/fault"
	"bamban/internal/node"
	"bamban/internal/signin"
)

const accountsFile = "demo.json"

func demoCommand(ctx context.Context, e *Env, c *command) error {
	flags := c.flags(e)
	households := flags.Int("households", 2000, "how many households to generate")
	seed := flags.Uint64("seed", 1, "the same seed gives the same people")
	fillOnly := flags.Bool("fill-only", false, "fill the folder and end")
	cfg, err := settings(flags, e.Args, e)
	if err != nil {
		return err
	}
	if *households < 1 {
		return fault.New("shell.number", "households", "flag", "--households", "value", *households, "min", 1)
	}
	return withNode(ctx, e, cfg, func(n *node.Node, serve func([]api.Account, func(string)) error) error {
		accounts, err := demoAccounts(ctx, e, n, cfg.Data, *households, *seed)
		if err != nil || *fillOnly {
			return err
		}
		return serve(accounts, func(url string) { greet(e.Stdout, url, accounts) })
	})
}

// demoAccounts fills a new folder, or reads the accounts of one that was filled.
func demoAccounts(ctx context.Context, e *Env, n *node.Node, dir string, households int, seed uint64) ([]api.Account, error) {
	path := filepath.Join(dir, accountsFile)
	if raw, err := os.ReadFile(path); err == nil {
		var accounts []api.Account
		if err := json.Unmarshal(raw, &accounts); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		return accounts, nil
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("read demo accounts: %w", err)
	}
	start := time.Now()
	fmt.Fprintf(e.Stdout, "Filling %s with %d generated households …\n", dir, households)
	made, err := demo.Fill(ctx, n, signin.New(n), demo.Options{Households: households, Seed: seed, Progress: func(done, of int) {
		if done%max(of/10/500*500, 500) == 0 || done == of {
			fmt.Fprintf(e.Stdout, "  %d of %d households, %s\n", done, of, time.Since(start).Round(100*time.Millisecond))
		}
	}})
	if err != nil {
		return nil, err
	}
	var accounts []api.Account
	for _, a := range made {
		accounts = append(accounts, api.Account{Login: a.Login, Password: a.Password, Role: a.Role, Unit: a.Unit})
	}
	raw, err := json.MarshalIndent(accounts, "", "  ")
	if err != nil {
		return nil, err
	}
	return accounts, os.WriteFile(path, raw, 0o600)
}

func greet(w io.Writer, url string, accounts []api.Account) {
	fmt.Fprintf(w, "\nBám Bản is ready. Open  %s\nEverything in it is generated; no one is real.\n\n", url)
	for _, a := range accounts {
		fmt.Fprintf(w, "  %-9s %-16s %s (%s), %s\n", a.Login, a.Password, a.Role["vi"], a.Role["en"], a.Unit)
	}
	fmt.Fprintln(w, "\nCtrl-C ends it; the same command opens it again as you left it.")
}
