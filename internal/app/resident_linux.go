package app

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// dropStartPages lets go of the pages of the program's own file that are mapped by
// now: the start touches much code and many tables (schemas, expression compilers,
// the pack) that serving does not. What is needed again is mapped again, from the
// page cache, at its first use. Pages that can be written are left alone. Where it
// can't be done, nothing changes (madvise(2), MADV_DONTNEED on a file's mapping).
func dropStartPages() {
	self, err := os.Executable()
	if err != nil {
		return
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return
	}
	defer func() { _ = maps.Close() }()
	lines := bufio.NewScanner(maps)
	for lines.Scan() {
		from, to, ok := ownReadOnly(lines.Text(), self)
		if !ok {
			continue
		}
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, from, to-from, syscall.MADV_DONTNEED)
	}
}

// ownReadOnly gives the addresses of a line of /proc/self/maps if it maps the file
// self, privately and not to be written.
func ownReadOnly(line, self string) (from, to uintptr, ok bool) {
	f := strings.Fields(line)
	if len(f) != 6 || f[5] != self || len(f[1]) != 4 || f[1][1] != '-' || f[1][3] != 'p' {
		return 0, 0, false
	}
	if _, err := fmt.Sscanf(f[0], "%x-%x", &from, &to); err != nil || to <= from {
		return 0, 0, false
	}
	return from, to, true
}
