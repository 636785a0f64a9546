// Command gen writes the files that are made from declarations: of kinds, the web
// app's types and the data dictionary; of settings, their reference page. Run it by
// "make gen" from the module's root; the test beside it fails when a committed file
// is out of date.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"bamban/internal/catalogue"
	"bamban/internal/config"
	"bamban/internal/schema"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(root string) error {
	made, err := files()
	if err != nil {
		return err
	}
	for path, content := range made {
		path = filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("make the folder: %w", err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return fmt.Errorf("write a generated file: %w", err)
		}
	}
	return nil
}

// files that are generated, by path from the module's root.
func files() (map[string][]byte, error) {
	r, err := catalogue.Kinds()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		"web/src/core/gen/kinds.ts": schema.TypeScript(r.All()),
		"docs/dictionary.vi.md":     schema.Dictionary(r.All(), "vi"),
		"docs/dictionary.en.md":     schema.Dictionary(r.All(), "en"),
		config.ReferenceFile("vi"):  config.Reference("vi"),
		config.ReferenceFile("en"):  config.Reference("en"),
	}, nil
}
