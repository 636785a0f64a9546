package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"bamban/internal/api"
	"bamban/internal/config"
	"bamban/internal/fault"
	"bamban/internal/node"
)

func serve(ctx context.Context, e *Env, c *command) error {
	cfg, err := settings(c.flags(e), e.Args, e)
	if err != nil {
		return err
	}
	return withNode(ctx, e, cfg, func(n *node.Node, serve func([]api.Account, func(url string)) error) error {
		return serve(nil, func(url string) {
			fmt.Fprintf(e.Stdout, "Bám Bản %s · %s · %s\n", Version, n.Pack.Title["vi"], url)
		})
	})
}

// withServer is withNode for a folder that has a server's data: a mistyped path is
// told, not made into a new and empty server.
func withServer(ctx context.Context, e *Env, cfg *config.Config, f func(*node.Node, func([]api.Account, func(string)) error) error) error {
	if _, err := os.Stat(filepath.Join(cfg.Data, node.LogFile)); err != nil {
		return fault.New("backup.no_server", "data", "dir", cfg.Data).Because(err)
	}
	return withNode(ctx, e, cfg, f)
}

// withNode opens the node of the settings for f and closes it after. f gets a
// function that serves until the context ends.
func withNode(ctx context.Context, e *Env, cfg *config.Config, f func(*node.Node, func([]api.Account, func(string)) error) error) error {
	release, err := locked(cfg.Data)
	if err != nil {
		return err
	}
	defer release()
	log := logger(cfg, e.Stderr)
	n, packFS, err := openNode(ctx, cfg, e, log)
	if err != nil {
		return err
	}
	err = f(n, func(accounts []api.Account, listening func(string)) error {
		s, err := newService(n, packFS, cfg, accounts, log)
		if err != nil {
			return err
		}
		return s.serve(ctx, cfg, log, listening)
	})
	return errors.Join(err, n.Close())
}
