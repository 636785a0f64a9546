package config_test

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bamban/internal/config"
	"bamban/internal/fault"
)

func load(t *testing.T, command string, env map[string]string, args ...string) (*config.Config, error) {
	t.Helper()
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return config.Load(flags, args, func(name string) (string, bool) { v, ok := env[name]; return v, ok })
}

func TestFlagGoesBeforeEnvironmentBeforeFileBeforeDefault(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bamban.yaml")
	if err := os.WriteFile(file, []byte("data: from-file\naddr: :81\nreaders: 9\nmetrics: true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := load(t, "serve", map[string]string{"BAMBAN_ADDR": ":82", "BAMBAN_READERS": "10", "BAMBAN_CONFIG": file}, "--readers", "11")
	if err != nil {
		t.Fatal(err)
	}
	want := config.Default("serve")
	want.Data, want.Addr, want.Readers, want.Metrics = "from-file", ":82", 11, true
	if *c != want {
		t.Errorf("got %+v, want %+v", *c, want)
	}
}

func TestADemonstrationListensOnThisMachineOnly(t *testing.T) {
	demo, err := load(t, "demo", nil)
	if err != nil || demo.Addr != "127.0.0.1:0" || demo.Data != "demo-data" {
		t.Errorf("demo: got %q in %q, %v; want 127.0.0.1:0 in demo-data", demo.Addr, demo.Data, err)
	}
	serve, err := load(t, "serve", nil)
	if err != nil || serve.Addr != ":8080" {
		t.Errorf("serve: got %q, %v; want :8080", serve.Addr, err)
	}
}

func TestASubCommandKeepsItsOwnFlags(t *testing.T) {
	flags := flag.NewFlagSet("import", flag.ContinueOnError)
	dry := flags.Bool("dry-run", false, "")
	c, err := config.Load(flags, []string{"--dry-run", "--data", "x", "--readers", "2", "houses.csv"}, func(string) (string, bool) { return "", false })
	if err != nil || !*dry || c.Data != "x" || c.Readers != 2 || flags.Arg(0) != "houses.csv" {
		t.Errorf("got %+v, dry run %v, argument %q, %v; want all of them read", c, *dry, flags.Arg(0), err)
	}
}

func TestACommandThatDoesNotServeHasNoFlagsForServing(t *testing.T) {
	for command, want := range map[string]bool{"serve": true, "demo": true, "export": false} {
		if _, err := load(t, command, nil, "--addr", ":82"); (err == nil) != want {
			t.Errorf("%s --addr: %v, want it taken %v", command, err, want)
		}
		if c, err := load(t, command, map[string]string{"BAMBAN_ADDR": ":82"}); err != nil || c.Addr != ":82" {
			t.Errorf("%s with BAMBAN_ADDR: %v, want it read", command, err)
		}
	}
}

func TestAWrongValueNamesTheSettingWhereItWasSetAndWhatItTakes(t *testing.T) {
	for _, bad := range []struct{ flag, value string }{
		{"data", ""}, {"addr", "8080"}, {"addr", ":70000"}, {"addr", "a b:80"}, {"public_url", "bamban.vn"}, {"public_url", "https://u:p@bamban.vn"},
		{"public_url", "https://bamban.vn/x"}, {"public_url", "https://bamban.vn?x"}, {"public_url", "ftp://bamban.vn"}, {"log_level", "loud"},
		{"log_format", "xml"}, {"metrics", "perhaps"}, {"max_upload_bytes", "65MiB"}, {"max_upload_bytes", "1"}, {"max_upload_bytes", "-1"},
		{"max_upload_bytes", "9999999999999999999MiB"}, {"readers", "0"}, {"readers", "65"}, {"readers", "two"}, {"upload_days", "0"}, {"upload_days", "366"}, {"pack", "a\x00b"},
	} {
		env := "BAMBAN_" + strings.ToUpper(bad.flag)
		_, err := load(t, "serve", map[string]string{env: bad.value})
		f := fault.As(err)
		if f == nil || f.Code != "config.bad_value" || f.Field != bad.flag {
			t.Errorf("%s=%q: got %v, want config.bad_value at %s", env, bad.value, err, bad.flag)
			continue
		}
		if en := f.Text("en"); !strings.Contains(en, env) || strings.Contains(en, "{") {
			t.Errorf("%s=%q: got text %q, want the name of the setting and no blank", env, bad.value, en)
		}
		flagName := "--" + strings.ReplaceAll(bad.flag, "_", "-")
		_, err = load(t, "serve", nil, flagName+"="+bad.value)
		if f := fault.As(err); f == nil || !strings.Contains(f.Text("vi"), flagName) {
			t.Errorf("%s=%q: got %v, want a fault that names the flag", flagName, bad.value, err)
		}
	}
}

func TestTheFileIsReadStrictly(t *testing.T) {
	for _, bad := range []struct{ content, code, says string }{
		{"adr: :80\n", "config.unknown", "adr"},
		{"addr: [1, 2]\n", "config.syntax", "1"},
		{"data: x\naddr: {a: 1}\n", "config.syntax", "2"},
		{"addr: :80\naddr: :81\n", "config.syntax", "2"},
		{"- addr\n", "config.syntax", "1"},
		{"data: x\n\taddr: y\n", "config.syntax", "2"},
		{"readers: many\n", "config.bad_value", "readers"},
		{strings.Repeat("#", 70_000), "config.syntax", "bamban.yaml"},
	} {
		file := filepath.Join(t.TempDir(), "bamban.yaml")
		if err := os.WriteFile(file, []byte(bad.content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := load(t, "serve", nil, "--config", file)
		if f := fault.As(err); f == nil || f.Code != bad.code || !strings.Contains(f.Text("en"), bad.says) {
			t.Errorf("%.40q: got %v (%s), want %s that says %q", bad.content, err, fault.As(err).Text("en"), bad.code, bad.says)
		}
	}
	if _, err := load(t, "serve", nil, "--config", filepath.Join(t.TempDir(), "none.yaml")); !errors.Is(err, fault.New("config.file", "")) {
		t.Errorf("a file that isn't there: got %v, want config.file", err)
	}
	empty := filepath.Join(t.TempDir(), "empty.yaml")
	if err := os.WriteFile(empty, []byte("# nothing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := load(t, "serve", nil, "--config", empty); err != nil || *c != config.Default("serve") {
		t.Errorf("an empty file: got %+v, %v; want the defaults", c, err)
	}
}

func TestTheTLSFilesComeTogether(t *testing.T) {
	if _, err := load(t, "serve", nil, "--tls-cert", "a.crt"); !errors.Is(err, fault.New("config.pair", "")) {
		t.Errorf("a certificate without its key: got %v, want config.pair", err)
	}
	c, err := load(t, "serve", nil, "--tls-cert", "a.crt", "--tls-key", "a.key")
	if err != nil || !c.Secure() {
		t.Errorf("both: got %+v, %v; want a secure server", c, err)
	}
	c, err = load(t, "serve", nil, "--public-url", "https://bamban.example.vn/")
	if err != nil || !c.Secure() || c.PublicURL != "https://bamban.example.vn" {
		t.Errorf("behind a proxy: got %+v, %v; want secure, without the slash", c, err)
	}
}

func TestBytesMayBeWrittenWithTheirUnit(t *testing.T) {
	for text, want := range map[string]int64{"65536": 65536, "64KiB": 65536, "10 MiB": 10 << 20, "64MiB": config.MaxUpload} {
		if c, err := load(t, "serve", nil, "--max-upload-bytes", text); err != nil || c.MaxUpload != want {
			t.Errorf("%s: got %v, %v; want %d", text, c, err, want)
		}
	}
}

func TestAskingForHelpIsNotAFault(t *testing.T) {
	if _, err := load(t, "serve", nil, "-h"); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("got %v, want flag.ErrHelp", err)
	}
}
