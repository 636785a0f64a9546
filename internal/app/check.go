package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"bamban/internal/api"
	"bamban/internal/catalogue"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/projection"
)

func packCommand(ctx context.Context, e *Env, c *command) error {
	action, flags, args, err := sub(e, c, "check", "recordings")
	if err != nil {
		return err
	}
	if action == "recordings" {
		return packRecordings(ctx, e, flags, args)
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("bamban pack check takes the pack's folder")
	}
	kinds, err := catalogue.Kinds()
	if err != nil {
		return err
	}
	problems := pack.Check(os.DirFS(flags.Arg(0)), pack.CheckOptions{Kinds: kinds.Names(), Registry: kinds})
	for _, p := range problems {
		fmt.Fprintln(e.Stdout, p)
	}
	if len(problems) > 0 {
		return fmt.Errorf("problems in the pack: %d", len(problems))
	}
	fmt.Fprintln(e.Stdout, "no problems")
	return nil
}

func verifyCommand(ctx context.Context, e *Env, c *command) error {
	cfg, err := settings(c.flags(e), e.Args, e)
	if err != nil {
		return err
	}
	return withServer(ctx, e, cfg, func(n *node.Node, _ func([]api.Account, func(string)) error) error {
		return Verify(ctx, n, e)
	})
}

// Verify proves that a node's log is whole and signed, and that a projection
// rebuilt from it is the one that it has.
func Verify(ctx context.Context, n *node.Node, e *Env) error {
	if err := node.CheckLog(ctx, n.Log, n.Projection, progressTo(e.Stderr, "checking the chain")); err != nil {
		return fmt.Errorf("the log does not verify: %w", err)
	}
	head, err := n.Head(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Stdout, "chain: %d entries, every hash and signature good, head %x\n", head.Seq, head.Chain[:8])
	return compareRebuild(ctx, n, e)
}

func compareRebuild(ctx context.Context, n *node.Node, e *Env) error {
	dir, err := os.MkdirTemp(n.Dir(), "verify-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	again, err := projection.Open(filepath.Join(dir, node.ProjectionFile), n.Kinds, n.Log, 2)
	if err != nil {
		return err
	}
	defer func() { _ = again.Close() }()
	if err := errors.Join(n.Declare(again), n.Projection.Recount(ctx, nil)); err != nil {
		return err
	}
	if err := again.CatchUp(ctx, n.Log, progressTo(e.Stderr, "rebuilding")); err != nil {
		return err
	}
	differences, err := projection.Compare(ctx, n.Projection, again)
	if err != nil {
		return err
	}
	for _, d := range differences {
		fmt.Fprintf(e.Stdout, "differs: %s\n  live    %.200s\n  rebuilt %.200s\n", d.What, d.Left, d.Right)
	}
	if len(differences) > 0 {
		return errors.New("the projection is not what the log says: delete projection.db and start again")
	}
	fmt.Fprintln(e.Stdout, "projection: a rebuild from the log gives the same, row by row and cell by cell")
	return nil
}
