package config

import (
	"errors"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"bamban/internal/fault"
)

// parse reads the settings file: one flat list of names and plain values.
func parse(path string, raw []byte) (map[string]string, error) {
	if len(raw) > maxFile {
		return nil, fault.New("config.syntax", fileFlag, "path", path, "line", "1").Because(errors.New("the file is too large"))
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return nil, fault.New("config.syntax", fileFlag, "path", path, "line", lineOf(err)).Because(err)
	}
	if doc.Kind == 0 || len(doc.Content) == 0 || doc.Content[0].ShortTag() == "!!null" {
		return nil, nil // an empty file sets nothing
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, fault.New("config.syntax", fileFlag, "path", path, "line", root.Line)
	}
	out := map[string]string{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		s := byName(key.Value)
		if s == nil {
			return nil, unknown(key.Value, path)
		}
		_, twice := out[s.Name]
		if twice || value.Kind != yaml.ScalarNode {
			return nil, fault.New("config.syntax", s.Name, "path", path, "line", value.Line)
		}
		if out[s.Name] = value.Value; value.ShortTag() == "!!null" {
			out[s.Name] = ""
		}
	}
	return out, nil
}

// lineOf finds the line that the parser's message names.
func lineOf(err error) string {
	_, rest, ok := strings.Cut(err.Error(), "line ")
	digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	if _, bad := strconv.Atoi(digits); !ok || bad != nil {
		return "1"
	}
	return digits
}

func byName(name string) *setting {
	for i := range settings {
		if settings[i].Name == name {
			return &settings[i]
		}
	}
	return nil
}

func unknown(name, path string) error {
	all := make([]string, len(settings))
	for i := range settings {
		all[i] = settings[i].Name
	}
	if r := []rune(name); len(r) > 40 {
		name = string(r[:40]) + "…"
	}
	return fault.New("config.unknown", fileFlag, "name", name, "path", path, "known", strings.Join(all, ", "))
}
