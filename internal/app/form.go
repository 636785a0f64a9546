package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"bamban/internal/config"
	"bamban/internal/fault"
	"bamban/internal/form"
	"bamban/internal/pack"
	"bamban/internal/xlsform"
)

// maxWorkbookFile is more than a workbook may be: the import says so.
const maxWorkbookFile = 64 << 20

func formCommand(_ context.Context, e *Env, c *command) error {
	action, flags, args, err := sub(e, c, "import", "export")
	if err != nil {
		return err
	}
	out := ""
	if action == "import" {
		flags.StringVar(&out, "o", "", "file to write the declaration to; none writes it to the screen")
	}
	cfg, err := config.Load(flags, args, e.Getenv)
	if err != nil {
		return err
	}
	p, _, err := loadPack(cfg)
	if err != nil {
		return err
	}
	if action == "import" {
		return importForm(e, p, flags, out)
	}
	return exportForm(e, p, flags)
}

func importForm(e *Env, p *pack.Pack, flags *flag.FlagSet, out string) error {
	if flags.NArg() != 1 {
		return errors.New("bamban form import takes one workbook")
	}
	file, err := os.Open(flags.Arg(0))
	if err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(file, maxWorkbookFile))
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	d, faults := xlsform.Import(data, p)
	if d == nil {
		return refusal(e, filepath.Base(flags.Arg(0)), faults)
	}
	yaml, err := pack.FormYAML(d)
	if err != nil {
		return err
	}
	if out == "" {
		_, err = e.Stdout.Write(yaml)
		return err
	}
	if err := writeNew(out, yaml); err != nil {
		return err
	}
	fmt.Fprintf(e.Stdout, "%s: the form %s, version %d. Put it into the folder forms of the pack and run: bamban pack check\n", out, d.ID, d.Version)
	return nil
}

// refusal tells each thing that is wrong; nothing has been written.
func refusal(e *Env, name string, faults []*fault.Fault) error {
	for _, f := range faults {
		fmt.Fprintf(e.Stdout, "%s: %s\n", name, worded(f))
	}
	return fmt.Errorf("%d problems; nothing was written", len(faults))
}

// writeNew writes a file that must not be there yet.
func writeNew(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

func exportForm(e *Env, p *pack.Pack, flags *flag.FlagSet) error {
	if flags.NArg() != 2 {
		return errors.New("bamban form export takes a form of the pack and the workbook to write")
	}
	f, err := formNamed(p, flags.Arg(0))
	if err != nil {
		return err
	}
	data, faults := xlsform.Export(&f.Declaration, p.Languages)
	if len(faults) > 0 {
		return refusal(e, f.ID, faults)
	}
	if err := writeNew(flags.Arg(1), data); err != nil {
		return err
	}
	fmt.Fprintf(e.Stdout, "%s: the form %s, version %d\n", flags.Arg(1), f.ID, f.Version)
	return nil
}

// formNamed finds "visit", the latest version, or "visit@2".
func formNamed(p *pack.Pack, name string) (*form.Form, error) {
	id, version, exact := strings.Cut(name, "@")
	var known []string
	for _, f := range p.Forms {
		if f.ID == id && (!exact || strconv.Itoa(f.Version) == version) {
			return f, nil
		}
		known = append(known, fmt.Sprintf("%s@%d", f.ID, f.Version))
	}
	return nil, fmt.Errorf("the pack has no form %s; it has %v", name, known)
}
