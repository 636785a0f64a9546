package app

import "testing"

func TestOnlyTheProgramsOwnReadOnlyPagesAreLetGo(t *testing.T) {
	const self = "/usr/bin/bamban"
	for _, c := range []struct {
		name, line string
		from, to   uintptr
		ok         bool
	}{
		{"its code", "00400000-01500000 r-xp 00000000 fe:00 123    /usr/bin/bamban", 0x400000, 0x1500000, true},
		{"its tables", "01500000-02900000 r--p 01100000 fe:00 123    /usr/bin/bamban", 0x1500000, 0x2900000, true},
		{"its variables", "02900000-02a00000 rw-p 02500000 fe:00 123    /usr/bin/bamban", 0, 0, false},
		{"another file", "02900000-02a00000 r--p 02500000 fe:00 123    /usr/lib/x.so", 0, 0, false},
		{"memory of no file", "c000000000-c000400000 rw-p 00000000 00:00 0", 0, 0, false},
		{"shared", "7f0000000000-7f0000010000 r--s 00000000 fe:00 7 /usr/bin/bamban", 0, 0, false},
		{"an older edition, replaced", "00400000-01500000 r-xp 00000000 fe:00 123    /usr/bin/bamban (deleted)", 0, 0, false},
		{"rubbish", "zz-yy r-xp 0 0 0 /usr/bin/bamban", 0, 0, false},
	} {
		from, to, ok := ownReadOnly(c.line, self)
		if from != c.from || to != c.to || ok != c.ok {
			t.Errorf("%s: got %x-%x %v, want %x-%x %v", c.name, from, to, ok, c.from, c.to, c.ok)
		}
	}
}
