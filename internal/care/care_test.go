package care_test

import (
	"encoding/json"
	"os"
	"testing"

	"bamban/internal/care"
)

// The phone reads the same table (web/src/store/phone/care.test.ts).
func TestTheNextVisitFollowsTheNeedAndWhatWasPromised(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/care.json")
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Rules care.Rules
		Cases []struct {
			Name, Day, Want string
			Home            care.Home
		}
	}
	if err := json.Unmarshal(raw, &table); err != nil {
		t.Fatal(err)
	}
	if len(table.Cases) == 0 {
		t.Fatal("the table is empty")
	}
	for _, c := range table.Cases {
		if got := table.Rules.DueOn(c.Home, c.Day); got != c.Want {
			t.Errorf("%s: due on %q, want %q", c.Name, got, c.Want)
		}
	}
}

func TestANormHoldsFromItsDay(t *testing.T) {
	r := care.Rules{Load: []care.Load{{Role: "in_charge", Most: 7, To: "2026-12-31"}, {Role: "in_charge", Most: 5, From: "2027-01-01"}}}
	for day, want := range map[string]int{"2026-12-31": 7, "2027-01-01": 5} {
		if got := r.LoadOf("in_charge", day); got == nil || got.Most != want {
			t.Errorf("on %s: %+v, want %d", day, got, want)
		}
	}
	if r.LoadOf("support", "2026-01-01") != nil {
		t.Error("a role without a norm has one")
	}
}
