package pack_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bamban/internal/pack"
	"bamban/packs"
)

func TestRecordingsThatCannotBePlayedAreNamedByLine(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pack")
	if err := os.CopyFS(dir, packs.LaiChau()); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "media"), 0o750); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"media/a.ogg": "x", "media/a.png": "x", "recordings.yaml": `recordings:
  - {of: "form:household_visit/at_home", language: hmong, file: media/a.ogg}
  - {of: "notice:0000000000000000000001", language: hmong, file: media/a.ogg}
  - {of: "text:x", language: klingon, file: media/a.ogg}
  - {of: "text:x", language: thai, file: media/a.png}
  - {of: "text:x", language: thai, file: media/gone.ogg}
  - {of: "form:household_visit/at_home", language: hmong, file: media/a.ogg}
`} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, p := range pack.Check(os.DirFS(dir), pack.CheckOptions{}) {
		got = append(got, p.String())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"recordings.yaml:3:", "recording.of", "recordings.yaml:4:", "vocabulary.unknown_term", "recordings.yaml:5:", "recordings.yaml:6:", "recording.file", "recordings.yaml:7:", "recording.twice"} {
		if !strings.Contains(all, want) {
			t.Errorf("got\n%s\nwant %s in it", all, want)
		}
	}
	if strings.Contains(all, "recordings.yaml:2:") {
		t.Errorf("the sound one is refused too:\n%s", all)
	}
}
