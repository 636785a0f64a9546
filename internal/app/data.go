package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/api"
	"bamban/internal/backup"
	"bamban/internal/change"
	"bamban/internal/config"
	"bamban/internal/exchange"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// kindNamed is the kind of a --kind flag.
func kindNamed(n *node.Node, name string) (*kind.Kind, error) {
	k := n.Kinds.Get(name)
	if k == nil || k.Internal {
		return nil, fault.New("shell.choice", "kind", "flag", "--kind", "value", strings.ToValidUTF8(name, "?"), "known", strings.Join(tableKinds(n.Kinds), ", "))
	}
	return k, nil
}

// tableKinds are the names of the kinds that come and go as tables.
func tableKinds(r *kind.Registry) []string {
	var names []string
	for _, name := range r.Names() {
		if !r.Get(name).Internal {
			names = append(names, name)
		}
	}
	return names
}

func importCommand(ctx context.Context, e *Env, c *command) error {
	flags := c.flags(e)
	kindName := flags.String("kind", "", "kind of the records, e.g. household")
	dryRun := flags.Bool("dry-run", false, "check every row and write nothing")
	partial := flags.Bool("partial", false, "write the good rows although others are not")
	cfg, err := config.Load(flags, e.Args, e.Getenv)
	if err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("bamban import takes one CSV file")
	}
	file, err := opened(flags.Arg(0))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it is only read
	return withServer(ctx, e, cfg, func(n *node.Node, _ func([]api.Account, func(string)) error) error {
		k, err := kindNamed(n, *kindName)
		if err != nil {
			return err
		}
		report, err := exchange.Import(ctx, n, nil, change.ID{}, k, file, exchange.Options{DryRun: *dryRun, Partial: *partial})
		if report != nil {
			printReport(e.Stdout, report, *dryRun)
			if report.Written {
				err = errors.Join(err, noteShell(ctx, e, n, "import", k, int64(report.Created+report.Updated)))
			}
		}
		switch {
		case err != nil:
		case report.Failed > 0:
			err = fmt.Errorf("rows to mend: %d", report.Failed)
		case len(report.Problems) > 0:
			err = errors.New("the file needs mending")
		}
		return err
	})
}

func printReport(w io.Writer, r *exchange.Report, dryRun bool) {
	for _, p := range r.Problems {
		at := fmt.Sprintf("row %d", p.Row)
		if p.Column != "" {
			at += ", column " + p.Column
		}
		fmt.Fprintf(w, "%s: %s / %s\n", at, p.Text.VI, p.Text.EN)
	}
	if r.More > 0 {
		fmt.Fprintf(w, "and %d more\n", r.More)
	}
	verb := "written"
	switch {
	case dryRun:
		verb = "nothing written, it was a dry run"
	case !r.Written:
		verb = "nothing written"
	}
	fmt.Fprintf(w, "%s: %d new, %d changed, %d unchanged, %d failed\n", verb, r.Created, r.Updated, r.Unchanged, r.Failed)
}

func exportCommand(ctx context.Context, e *Env, c *command) error {
	flags := c.flags(e)
	kindName := flags.String("kind", "", "kind of the records, e.g. household")
	format := flags.String("format", "csv", "csv or jsonl")
	cfg, err := settings(flags, e.Args, e)
	if err != nil {
		return err
	}
	write := exchange.ExportCSV
	switch *format {
	case "csv":
	case "jsonl":
		write = exchange.ExportLines
	default:
		return fault.New("shell.choice", "format", "flag", "--format", "value", strings.ToValidUTF8(*format, "?"), "known", "csv, jsonl")
	}
	return withServer(ctx, e, cfg, func(n *node.Node, _ func([]api.Account, func(string)) error) error {
		k, err := kindNamed(n, *kindName)
		if err != nil {
			return err
		}
		// Written down before the first byte leaves.
		total, err := n.Projection.Count(ctx, projection.Query{Kind: k.Name, Scope: access.Scope{Everywhere: true}})
		if err != nil {
			return err
		}
		if err := noteShell(ctx, e, n, "export", k, total); err != nil {
			return err
		}
		count, err := write(ctx, n, k, e.Stdout)
		if err == nil {
			fmt.Fprintf(e.Stderr, "%d records\n", count)
		}
		return err
	})
}

// noteShell writes into the access log what somebody does with records at the
// server's shell: the rights of roles don't reach there, the log does.
func noteShell(ctx context.Context, e *Env, n *node.Node, why string, k *kind.Kind, count int64) error {
	look := account.Look{By: atShell(e), At: n.Now(), Kind: k.Name, Records: []string{}, Count: count, Why: why}
	if why == "export" {
		look.Opened = []string{"plain", "personal", "sensitive", "child"}
	}
	if _, err := n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "look", Record: n.Writer.NewID(), Fields: kind.Fields(look)}); err != nil {
		return fmt.Errorf("note the %s in the access log: %w", why, err)
	}
	return nil
}

// atShell is who runs this command, as the system knows them, and the machine.
func atShell(e *Env) string {
	name := "?"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	if behind, ok := e.Getenv("SUDO_USER"); ok && behind != "" {
		name = behind + " (sudo)"
	}
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	return strings.ToValidUTF8(name+" @ "+host, "?")
}

// mapLeft says which map file a backup does not have, why, and what to do.
func mapLeft(l backup.Left) string {
	if l.Why == backup.WhyLarge {
		return fmt.Sprintf("not in the backup: maps/%s (%d MB, too large). Keep the original; after a restore copy it into the folder maps again.", l.Name, l.Size>>20)
	}
	return fmt.Sprintf("not in the backup: maps/%s (%s). It is no good map file; the desk's page Map says what is wrong with it.", l.Name, l.Why)
}

// backupCommand reads the folder beside a server that may be using it.
func backupCommand(ctx context.Context, e *Env, c *command) error {
	flags := c.flags(e)
	cfg, err := config.Load(flags, e.Args, e.Getenv)
	if err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("bamban backup takes the name of the file to write")
	}
	path := flags.Arg(0)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fault.New("shell.exists", "", "path", strings.ToValidUTF8(path, "?")).Because(err)
	}
	if err != nil {
		return err
	}
	start := time.Now()
	m, err := backup.Folder(ctx, cfg.Data, file, backup.Options{Version: Version})
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Stdout, "%s: %d bytes, %d entries, %s\n", filepath.Base(path), info.Size(), m.Seq, time.Since(start).Round(time.Millisecond))
	for _, l := range m.MapsLeft {
		fmt.Fprintln(e.Stdout, mapLeft(l))
	}
	for _, d := range m.Damaged {
		fmt.Fprintf(e.Stderr, "left out, because it is damaged: %s\n", d)
	}
	return nil
}

func restoreCommand(ctx context.Context, e *Env, c *command) error {
	flags := c.flags(e)
	cfg, err := config.Load(flags, e.Args, e.Getenv)
	if err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("bamban restore takes the backup's file")
	}
	file, err := opened(flags.Arg(0))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it is only read
	m, err := backup.Restore(ctx, file, cfg.Data, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Stdout, "checked: %d entries, %d files and %d maps, every hash and signature good\nrestored into %s\nDevices notice the restore at their next meeting and give back what the backup lacks.\nWho was erased since is erased again: by what phones tell, and by erased.jsonl if it was put into the folder.\n", m.Seq, m.Files.Count, len(m.Maps), cfg.Data)
	for _, l := range m.MapsLeft {
		fmt.Fprintln(e.Stdout, mapLeft(l))
	}
	return nil
}
