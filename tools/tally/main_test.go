package main

import (
	"strings"
	"testing"
)

func TestCountsAndSaysWhatFailed(t *testing.T) {
	stream := strings.Join([]string{
		`{"Action":"run","Package":"a","Test":"TestOne"}`,
		`{"Action":"output","Package":"a","Test":"TestOne","Output":"quiet\n"}`,
		`{"Action":"pass","Package":"a","Test":"TestOne","Elapsed":0.1}`,
		`{"Action":"output","Package":"a","Test":"TestTwo","Output":"    a_test.go:1: got 1, want 2\n"}`,
		`{"Action":"fail","Package":"a","Test":"TestTwo","Elapsed":0.1}`,
		`{"Action":"output","Package":"a","Test":"TestThree","Output":"    a_test.go:2: no table here\n"}`,
		`{"Action":"output","Package":"a","Test":"TestThree","Output":"--- SKIP: TestThree (0.00s)\n"}`,
		`{"Action":"skip","Package":"a","Test":"TestThree"}`,
		`{"Action":"fail","Package":"a","Elapsed":0.2}`,
		`{"Action":"skip","Package":"b"}`,
		`{"ImportPath":"c","Action":"build-output","Output":"c.go:1: undefined: x\n"}`,
		`{"Action":"fail","Package":"c","Elapsed":0}`,
	}, "\n")
	var out strings.Builder
	got, err := read(strings.NewReader(stream), &out)
	if err != nil {
		t.Fatal(err)
	}
	if want := (tally{passed: 1, failed: 2, skipped: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, want := range []string{"got 1, want 2", "skip a TestThree: a_test.go:2: no table here", "undefined: x", "fail a 0.2s"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output has no %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "quiet") || strings.Contains(out.String(), "skip b") {
		t.Errorf("the output repeats what nobody needs:\n%s", out.String())
	}
}
