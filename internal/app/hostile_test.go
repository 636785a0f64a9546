package app_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A mistyped path of the data folder is told: a command that makes a new and empty
// server there would answer as if all were well.
func TestACommandOnAFolderWithoutAServerSaysSoAndMakesNone(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "typo")
	table := filepath.Join(t.TempDir(), "x.csv")
	must(t, os.WriteFile(table, []byte("area,name\nany/03388-01,Lò Văn Một\n"), 0o600))
	for _, args := range [][]string{
		{"export", "--kind", "household"}, {"import", "--kind", "household", table}, {"user", "list"}, {"user", "reset", "--login", "a"},
		{"device", "list"}, {"device", "invite", "--login", "a", "--name", "b"}, {"verify"}, {"backup", filepath.Join(t.TempDir(), "b.tar.gz")},
	} {
		at := 1
		if args[0] == "user" || args[0] == "device" {
			at = 2
		}
		refused(t, "backup.no_server", append(append(append([]string{}, args[:at]...), "--data", nowhere), args[at:]...)...)
	}
	if _, err := os.Stat(nowhere); err == nil {
		t.Errorf("the folder was made, with %s in it", listing(t, nowhere))
	}
}

func TestWhatIsTypedWronglyIsToldByItsWord(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for _, c := range []struct{ code, command string }{
		{"shell.extra_word", "serve /var/lib/bamban"}, {"shell.extra_word", "verify here"}, {"shell.extra_word", "export household"},
		{"shell.extra_word", "version now"}, {"shell.extra_word", "user list all"}, {"shell.extra_word", "bench quick"}, {"shell.extra_word", "sim 5"},
		{"shell.number", "demo --households 0"}, {"shell.number", "bench --records -1"}, {"shell.number", "sim --seeds 0"},
		{"shell.choice", "bench --only nothing"}, {"shell.choice", "export --format xml"}, {"shell.file", "import --kind household none.csv"},
		{"shell.file", "restore none.tar.gz"}, {"shell.file", "sim --app none.mjs"},
	} {
		args := strings.Fields(c.command)
		if args[0] != "bench" && args[0] != "sim" && args[0] != "version" {
			at := 1
			if args[0] == "user" {
				at = 2
			}
			args = append(args[:at:at], append([]string{"--data", dir}, args[at:]...)...)
		}
		refused(t, c.code, args...)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Errorf("the folder was made, with %s in it", listing(t, dir))
	}
	if out := run(t, "--version"); out != run(t, "version") {
		t.Errorf("--version says %q", out)
	}
}

// A script that imports must learn by the status that nothing came in, also where
// what is wrong is the head of the table and no row.
func TestAnImportThatNeedsMendingFails(t *testing.T) {
	dir := filled(t)
	for name, text := range map[string]string{
		"title above":  "Danh sách hộ,\nBản,Tên\narea,name\nany/03388-01,Lò Văn Một\n",
		"other column": "area,name,colour\nany/03388-01,Lò Văn Một,red\n",
	} {
		table := filepath.Join(t.TempDir(), "x.csv")
		must(t, os.WriteFile(table, []byte(text), 0o600))
		for _, args := range [][]string{{"--dry-run", table}, {table}} {
			out, err := shell(t, append([]string{"import", "--data", dir, "--kind", "household"}, args...)...)
			if err == nil || !strings.Contains(out, "nothing written") || strings.Contains(out, "column :") {
				t.Errorf("%s, %v: %v, %q", name, args[:len(args)-1], err, out)
			}
		}
	}
}

func TestFiguresOfTheServerThatAreOffSayHowToTurnThemOn(t *testing.T) {
	url, stop := served(t, filled(t))
	defer stop()
	answer, err := http.Get(url + "/metrics")
	must(t, err)
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	must(t, answer.Body.Close())
	if answer.StatusCode != http.StatusNotFound || !strings.Contains(string(body), "--metrics") {
		t.Errorf("%d %.200s", answer.StatusCode, body)
	}
}
