package catalogue_test

import (
	"slices"
	"testing"

	"bamban/internal/catalogue"
	"bamban/internal/kind"
)

// What is personal and hangs on a person must say so: otherwise what is about a
// child would be read by those who may not see children.
func TestWhatIsPersonalAndNamesAPersonSaysWhomItIsAbout(t *testing.T) {
	all, err := catalogue.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	// People, and what is about them, also by way of another record.
	people := map[string]bool{}
	for more := true; more; {
		more = false
		for _, k := range all.All() {
			about := k.About()
			if !people[k.Name] && (k.ChildBorn != "" || about != nil && slices.ContainsFunc(about.Refs, func(to string) bool { return people[to] })) {
				people[k.Name], more = true, true
			}
		}
	}
	if !people["person"] || !people["note"] || !people["attachment"] || !people["consent"] || people["household"] {
		t.Errorf("what is about people: %v", people)
	}
	for _, k := range all.All() {
		if people[k.Name] || k.Internal {
			continue
		}
		personal := slices.ContainsFunc(k.Fields, func(f kind.Field) bool { return f.Sensitivity == kind.Personal || f.Sensitivity == kind.Sensitive })
		for _, f := range k.Fields {
			if personal && slices.ContainsFunc(f.Refs, func(to string) bool { return people[to] }) && !slices.Contains(f.Refs, k.Name) {
				t.Errorf("%s has personal fields and names a person in %s: say \"about\" there", k.Name, f.Name)
			}
		}
	}
}
