package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"bamban/internal/config"
	"bamban/internal/fault"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/packs"

	"io/fs"
)

// Version of the program; the build sets it.
var Version = "0.1.0-dev"

// Env is what a sub-command gets from the outside.
type Env struct {
	Args   []string
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(string) (string, bool)
}

// command is one sub-command.
type command struct {
	name, summary, examples string
	run                     func(ctx context.Context, e *Env, c *command) error
}

func commands() []*command {
	return []*command{
		{"serve", "serve the province or a station", "bamban serve --data /var/lib/bamban --addr :8080", serve},
		{"demo", "fill a new folder with generated people and serve it", "bamban demo\nbamban demo --households 200000 --data /tmp/demo", demoCommand},
		{"user", "make users, reset passwords, list", "bamban user add --login tram01 --name \"Nguyễn Văn A\" --unit DON01 --role station_desk\nbamban user reset --login tram01\nbamban user list", userCommand},
		{"device", "invite and revoke devices, list", "bamban device invite --login canbo1 --name \"Điện thoại 1\"\nbamban device revoke --id …\nbamban device list", deviceCommand},
		{"verify", "prove that nothing was removed or altered, and that a rebuild gives the same", "bamban verify --data /var/lib/bamban", verifyCommand},
		{"pack", "check a pack, or put a server's recordings into it", "bamban pack check packs/lai-chau\nbamban pack recordings --data /var/lib/bamban packs/lai-chau", packCommand},
		{"form", "turn XLSForm workbooks into forms of the pack, and back", "bamban form import -o forms/tham_ho.1.yaml tham-ho.xlsx\nbamban form export household_visit tham-ho.xlsx\nbamban form export household_visit@1 tham-ho.xlsx", formCommand},
		{"import", "read a CSV file into records", "bamban import --kind household --dry-run ho-gia-dinh.csv\nbamban import --kind person nguoi.csv", importCommand},
		{"export", "write records as CSV or JSON lines", "bamban export --kind household > households.csv\nbamban export --kind person --format jsonl > people.jsonl", exportCommand},
		{"backup", "write everything, photos included, into one file while serving", "bamban backup --data /var/lib/bamban bamban.tar.gz", backupCommand},
		{"restore", "make a folder from a backup", "bamban restore --data /var/lib/bamban-new bamban.tar.gz", restoreCommand},
		{"bench", "measure this machine against the budgets; writes a table and JSON", "bamban bench\nbamban bench --quick --out bench-out", benchCommand},
		{"sim", "run the simulator over random histories", "bamban sim --seeds 1000\nbamban sim --seed 4711 --story", simCommand},
		{"version", "print the version", "bamban version", versionCommand},
	}
}

// Run runs a sub-command; its error has been worded for the person at the shell.
func Run(ctx context.Context, e Env) error {
	if len(e.Args) == 0 || e.Args[0] == "help" || e.Args[0] == "--help" || e.Args[0] == "-h" {
		usage(e.Stdout)
		return nil
	}
	if e.Args[0] == "--version" || e.Args[0] == "-version" {
		e.Args = []string{"version"}
	}
	for _, c := range commands() {
		if c.name == e.Args[0] {
			rest := e
			rest.Args = e.Args[1:]
			err := c.run(ctx, &rest, c)
			if errors.Is(err, flag.ErrHelp) {
				return nil
			}
			return worded(err)
		}
	}
	usage(e.Stderr)
	return fmt.Errorf("unknown command %q", e.Args[0])
}

func usage(w io.Writer) {
	fmt.Fprintf(w, "Bám Bản %s\n\nbamban COMMAND [flags]\n\n", Version)
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-9s %s\n", c.name, c.summary)
	}
	fmt.Fprintf(w, "\nbamban COMMAND --help tells the flags of a command, with examples.\n")
}

// worded gives a fault its text; other errors keep theirs.
func worded(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	lang := "en"
	if l := os.Getenv("LANG"); strings.HasPrefix(l, "vi") {
		lang = "vi"
	}
	if cause := f.Unwrap(); cause != nil {
		return fmt.Errorf("%s (%s: %w)", f.Text(lang), f.Code, cause)
	}
	return fmt.Errorf("%s (%s)", f.Text(lang), f.Code)
}

// usage tells what a command is for, with examples.
func (c *command) usage(e *Env) {
	fmt.Fprintf(e.Stderr, "bamban %s: %s\n\nExamples:\n", c.name, c.summary)
	for _, line := range strings.Split(c.examples, "\n") {
		fmt.Fprintf(e.Stderr, "  %s\n", line)
	}
}

// flags makes a command's flag set, whose help ends with examples.
func (c *command) flags(e *Env) *flag.FlagSet {
	f := flag.NewFlagSet(c.name, flag.ContinueOnError)
	f.SetOutput(e.Stderr)
	f.Usage = func() {
		c.usage(e)
		n := 0
		if f.VisitAll(func(*flag.Flag) { n++ }); n > 0 {
			fmt.Fprintln(e.Stderr, "\nFlags:")
			f.PrintDefaults()
		}
	}
	return f
}

// settings reads the flags and settings of a command that takes nothing beside them.
func settings(flags *flag.FlagSet, args []string, e *Env) (*config.Config, error) {
	cfg, err := config.Load(flags, args, e.Getenv)
	if err == nil {
		err = noMore(flags)
	}
	return cfg, err
}

// noMore refuses a word behind the flags: who typed it meant something.
func noMore(flags *flag.FlagSet) error {
	if flags.NArg() == 0 {
		return nil
	}
	return fault.New("shell.extra_word", "", "command", flags.Name(), "word", strings.ToValidUTF8(flags.Arg(0), "?"))
}

// opened opens a file that a command was given.
func opened(path string) (*os.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fault.New("shell.file", "", "path", strings.ToValidUTF8(path, "?")).Because(err)
	}
	return file, nil
}

func logger(c *config.Config, w io.Writer) *slog.Logger {
	var level slog.Level
	if level.UnmarshalText([]byte(c.LogLevel)) != nil {
		level = slog.LevelInfo
	}
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// loadPack reads the pack of the settings: a folder, or the one built in.
func loadPack(c *config.Config) (*pack.Pack, fs.FS, error) {
	fsys, load := packs.LaiChau(), pack.LoadChecked // a test has checked the one built in
	if c.Pack != "" {
		fsys, load = os.DirFS(c.Pack), pack.Load
	}
	p, problems := load(fsys)
	if len(problems) > 0 {
		return nil, nil, fmt.Errorf("the pack has %d problems; the first: %s\nrun: bamban pack check %s", len(problems), problems[0], c.Pack)
	}
	return p, fsys, nil
}

// openNode opens the node of the settings, telling of a long catch-up.
func openNode(ctx context.Context, c *config.Config, e *Env, log *slog.Logger) (*node.Node, fs.FS, error) {
	p, fsys, err := loadPack(c)
	if err != nil {
		return nil, nil, err
	}
	n, err := node.Open(ctx, node.Options{Dir: c.Data, Pack: p, Readers: c.Readers, Slog: log, Progress: progressTo(e.Stderr, "folding the log")})
	return n, fsys, err
}

// progressTo tells of long work, a line now and then.
func progressTo(w io.Writer, what string) func(entry, of uint64, changes int64) {
	last := uint64(0)
	return func(entry, of uint64, changes int64) {
		if of == 0 || entry*20/of == last*20/of && entry != of {
			return
		}
		if entry == of && last == 0 {
			return // it was quick: nothing to tell
		}
		last = entry
		fmt.Fprintf(w, "%s: %d of %d entries, %d changes\n", what, entry, of, changes)
	}
}

func versionCommand(_ context.Context, e *Env, c *command) error {
	flags := c.flags(e)
	if err := errors.Join(flags.Parse(e.Args), noMore(flags)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(e.Stdout, "bamban %s\n", Version)
	return err
}
