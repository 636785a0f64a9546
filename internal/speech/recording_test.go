package speech_test

import (
	"strings"
	"testing"

	"bamban/internal/speech"
)

func TestAKeyNamesATextAndNothingElse(t *testing.T) {
	for key, want := range map[string]struct{ of, carried bool }{
		"form:household_visit":                      {true, true},
		"form:household_visit/at_home":              {true, true},
		"choice:household_visit/roof/tin":           {true, true},
		"choice:note/topic/health":                  {true, true},
		"text:reporter.visit":                       {true, true},
		"consent:photo":                             {true, true},
		"notice:0000000000000000000001":             {true, false},
		"notice:short":                              {},
		"person:0000000000000000000001":             {},
		"text:../secret":                            {},
		"text:":                                     {},
		"":                                          {},
		"text:x\n":                                  {},
		"text:" + strings.Repeat("a", 300):          {},
		"choice:household_visit/roof":               {},
		"form:household_visit/at_home/further/down": {},
	} {
		if speech.IsOf(key) != want.of || speech.IsCarried(key) != want.carried {
			t.Errorf("%q: got %v, %v; want %v, %v", key, speech.IsOf(key), speech.IsCarried(key), want.of, want.carried)
		}
	}
}
