package xlsform_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bamban/internal/form"
)

// convert is how ODK's own converter makes an XForm of a workbook, without the
// Java that would check it once more.
const convert = `
import sys
from pyxform.xls2xform import xls2xform_convert
xls2xform_convert(xlsform_path=sys.argv[1], xform_path=sys.argv[2], validate=False)
print(open(sys.argv[2], encoding="utf-8").read())
`

// TestODKsOwnConverterTakesWhatIsExported needs pyxform (pip install pyxform):
// PYXFORM_PYTHON names a Python that has it, by default python3.
func TestODKsOwnConverterTakesWhatIsExported(t *testing.T) {
	python := os.Getenv("PYXFORM_PYTHON")
	if python == "" {
		python = "python3"
	}
	if err := exec.Command(python, "-c", "import pyxform").Run(); err != nil {
		t.Skip("there is no pyxform for " + python + " (pip install pyxform; PYXFORM_PYTHON names the Python that has it): the workbooks were read back by our own import only")
	}
	usual := everything()
	for _, d := range []*form.Declaration{&laiChau(t).Form("household_visit", 1).Declaration, &usual} {
		path := filepath.Join(t.TempDir(), d.ID+".xlsx")
		if err := os.WriteFile(path, export(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command(python, "-c", convert, path, path+".xml").CombinedOutput()
		if err != nil {
			t.Errorf("%s: pyxform does not take the workbook: %v\n%s", d.ID, err, said)
			continue
		}
		for _, q := range d.Questions {
			if !strings.Contains(string(said), "<"+q.Name) {
				t.Errorf("%s: the XForm lacks the question %s", d.ID, q.Name)
			}
		}
	}
}
