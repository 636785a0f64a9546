package config

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"bamban/internal/fault"
)

// Config is every setting, checked.
type Config struct {
	Data      string // folder of the log, the projection, the key and the photos
	Pack      string // folder of the pack; "" is the one built in
	Addr      string // host:port to listen on
	PublicURL string // origin under which people open it, without a slash at the end; "" is not known
	TLSCert   string // PEM files; both or neither
	TLSKey    string
	LogLevel  string // debug, info, warn, error
	LogFormat string // text, json
	Metrics   bool   // answer at /metrics
	MaxUpload int64  // bytes of one attachment
	Readers   int    // connections that read the projection

	UploadDays int // how long an unfinished upload may lie untouched
}

// Secure reports whether browsers reach the server over TLS: its own, or that of
// a proxy in front of it.
func (c *Config) Secure() bool {
	return c.TLSCert != "" || strings.HasPrefix(c.PublicURL, "https://")
}

// Default gives the settings of a sub-command where nobody sets anything.
func Default(command string) Config {
	c := Config{Data: "bamban-data", Addr: ":8080", LogLevel: "info", LogFormat: "text", MaxUpload: MaxUpload, Readers: 4, UploadDays: 30}
	if command == "demo" {
		// A demonstration is for this machine only, on any free port, in a folder of
		// its own.
		c.Addr, c.Data = "127.0.0.1:0", "demo-data"
	}
	return c
}

// serves reports whether a sub-command answers requests; the others have no flags
// for that, and leave what the file and the environment say of it alone.
func serves(command string) bool { return command == "serve" || command == "demo" }

// Load reads the settings of a sub-command. flags is named after it and may hold
// flags of its own; Load adds those of the settings and parses args. env is
// os.LookupEnv.
//
// A fault names the setting, where it was set, and what it takes. Asking for help
// gives flag.ErrHelp.
func Load(flags *flag.FlagSet, args []string, env func(string) (string, bool)) (*Config, error) {
	c := Default(flags.Name())
	given := make([]*given, len(settings))
	for i := range settings {
		s := &settings[i]
		if given[i] = newGiven(s, s.get(&c)); !s.serving || serves(flags.Name()) {
			flags.Var(given[i], s.flagName(), s.Help.EN)
		}
	}
	file := flags.String(fileFlag, "", "YAML file with settings")
	if err := flags.Parse(args); err != nil {
		return nil, fmt.Errorf("read the flags of %s: %w", flags.Name(), err)
	}
	if *file == "" {
		*file, _ = env(envPrefix + strings.ToUpper(fileFlag))
	}
	inFile, err := readFile(*file)
	if err != nil {
		return nil, err
	}
	for i := range settings {
		s := &settings[i]
		text, from, ok := given[i].text, "--"+s.flagName(), given[i].set
		if !ok {
			from = s.envName()
			text, ok = env(from)
		}
		if !ok {
			from = s.Name + " (" + *file + ")"
			text, ok = inFile[s.Name]
		}
		if !ok {
			continue
		}
		if !s.set(&c, strings.TrimSpace(text)) {
			return nil, badValue(s, from, text)
		}
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return nil, fault.New("config.pair", "tls_cert", "one", "tls_cert", "other", "tls_key")
	}
	return &c, nil
}

func badValue(s *setting, from, text string) error {
	const most = 80
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return fault.New("config.bad_value", s.Name, "setting", from, "value", strings.ToValidUTF8(text, "\uFFFD"), "want", s.Want.VI, "want_en", s.Want.EN)
}

const (
	fileFlag  = "config"
	envPrefix = "BAMBAN_"
	maxFile   = 64 << 10
)

// given is a flag's value as it was typed; it is read with the others.
type given struct {
	text   string
	set    bool
	isBool bool
}

func newGiven(s *setting, preset string) *given { return &given{text: preset, isBool: s.isBool} }

// String implements flag.Value.
func (g *given) String() string { return g.text }

// Set implements flag.Value.
func (g *given) Set(text string) error {
	g.text, g.set = text, true
	return nil
}

// IsBoolFlag lets --metrics stand without a value.
func (g *given) IsBoolFlag() bool { return g.isBool }

func readFile(path string) (map[string]string, error) {
	if path == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.New("config.file", fileFlag, "path", path).Because(err)
	}
	return parse(path, raw)
}
