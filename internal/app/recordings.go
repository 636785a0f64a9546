package app

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"bamban/internal/blob"
	"bamban/internal/change"
	"bamban/internal/config"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/log/sqlite"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/internal/speech"
)

// packRecordings writes the recordings in use of a data folder into a pack's folder,
// beside those that the pack has; also while a server is using the data folder.
func packRecordings(ctx context.Context, e *Env, flags *flag.FlagSet, args []string) (err error) {
	cfg, err := config.Load(flags, args, e.Getenv)
	if err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("bamban pack recordings takes the pack's folder")
	}
	dir := flags.Arg(0)
	p, problems := pack.Load(os.DirFS(dir))
	if len(problems) > 0 {
		return fmt.Errorf("the pack has %d problems; the first: %s", len(problems), problems[0])
	}
	spoken, err := recordingsIn(ctx, cfg.Data)
	if err != nil {
		return err
	}
	blobs, err := blob.Open(filepath.Join(cfg.Data, "files"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "media"), 0o750); err != nil {
		return err
	}
	list, missing := p.Recordings, 0
	for _, r := range spoken {
		file, err := carry(ctx, blobs, dir, r)
		if errors.Is(err, fault.New("file.missing", "")) {
			fmt.Fprintf(e.Stderr, "left out, because its file is not here: %s %s\n", r.Of, r.Language)
			missing++
			continue
		}
		if err != nil {
			return err
		}
		list = with(list, pack.Recording{Of: r.Of, Language: r.Language, File: file})
	}
	if err := os.WriteFile(filepath.Join(dir, "recordings.yaml"), pack.RecordingsYAML(list), 0o600); err != nil {
		return err
	}
	fmt.Fprintf(e.Stdout, "%d recordings written, the pack has %d. Run: bamban pack check %s\n", len(spoken)-missing, len(list), dir)
	return nil
}

// with puts a recording in the place of another of the same text and language.
func with(list []pack.Recording, r pack.Recording) []pack.Recording {
	out := []pack.Recording{r}
	for _, o := range list {
		if o.Of != r.Of || o.Language != r.Language {
			out = append(out, o)
		}
	}
	return out
}

// carry copies a recording's file into the pack; its name is the beginning of its digest.
func carry(ctx context.Context, blobs *blob.Store, dir string, r speech.Recording) (string, error) {
	content, _, media, err := blobs.Open(ctx, r.Digest)
	if err != nil {
		return "", err
	}
	defer func() { _ = content.Close() }() // it was only read
	name := pack.MediaFile(r.Digest[:16], media)
	if name == "" {
		return "", fmt.Errorf("%s in %s is %s, which a pack can't carry: record it again", r.Of, r.Language, media)
	}
	var b bytes.Buffer
	if _, err := io.Copy(&b, content); err != nil {
		return "", err
	}
	return name, os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), b.Bytes(), 0o600)
}

// recordingsIn reads the recordings in use from a folder's log, which a server may be
// writing: of each text and language the newest, but none of notices, nor one whose sound has not come.
func recordingsIn(ctx context.Context, data string) (_ []speech.Recording, err error) {
	path := filepath.Join(data, node.LogFile)
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("there is no log in %s", data)
	}
	l, err := sqlite.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	k := speech.Kind()
	states, order, err := statesOf(ctx, l, k)
	if err != nil {
		return nil, err
	}
	newest := map[[2]string]int{}
	var out []speech.Recording
	for _, id := range order {
		r, err := kind.Into[speech.Recording](k, states[id])
		if err != nil {
			return nil, err
		}
		if states[id].IsDeleted() || r.Status != speech.InUse || r.Digest == "" || !speech.IsCarried(r.Of) {
			continue
		}
		key := [2]string{r.Of, r.Language}
		if i, ok := newest[key]; ok {
			out[i] = r
			continue
		}
		newest[key] = len(out)
		out = append(out, r)
	}
	return out, nil
}

// readAtOnce is how many entries of the log are read at a time.
const readAtOnce = 500

// statesOf folds the records of one kind, in the order in which they were made.
func statesOf(ctx context.Context, l *sqlite.Log, k *kind.Kind) (map[change.ID]*change.State, []change.ID, error) {
	states, order := map[change.ID]*change.State{}, []change.ID{}
	for after := uint64(0); ; {
		entries, err := l.Read(ctx, after, readAtOnce)
		if err != nil || len(entries) == 0 {
			return states, order, err
		}
		for _, entry := range entries {
			after = entry.Seq
			for i, c := range projection.Decode(entry).Changes {
				if c == nil || c.Kind != k.Name || entry.Quarantined(i) != nil {
					continue
				}
				if states[c.Record] == nil {
					states[c.Record] = &change.State{}
					order = append(order, c.Record)
				}
				states[c.Record].Apply(c, k)
			}
		}
	}
}
