package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFormGoesOutAsAWorkbookAndComesBack(t *testing.T) {
	dir := t.TempDir()
	workbook, yaml := filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "a.yaml")
	if out, err := shell(t, "form", "export", "household_visit@1", workbook); err != nil {
		t.Fatal(err, out)
	}
	if _, err := shell(t, "form", "export", "household_visit", workbook); err == nil {
		t.Error("a workbook that is there was written over")
	}
	if out, err := shell(t, "form", "import", "-o", yaml, workbook); err != nil || !strings.Contains(out, "household_visit, version 1") {
		t.Fatal(err, out)
	}
	if got, err := os.ReadFile(yaml); err != nil || !strings.Contains(string(got), "name: at_home") {
		t.Errorf("the declaration: %v\n%s", err, got)
	}
	if _, err := shell(t, "form", "export", "household_visit@7", filepath.Join(dir, "b.xlsx")); err == nil || !strings.Contains(err.Error(), "household_visit@1") {
		t.Errorf("a version that isn't there: %v, want those that are", err)
	}
}

func TestAWorkbookThatCannotBeUsedLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	bad, yaml := filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "a.yaml")
	if err := os.WriteFile(bad, []byte("type,name"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := shell(t, "form", "import", "-o", yaml, bad)
	if err == nil || !strings.Contains(out, "xlsform.not_a_workbook") {
		t.Errorf("got %q, %v; want it to say what the file is not", out, err)
	}
	if _, err := os.Stat(yaml); err == nil {
		t.Error("something was written")
	}
}
