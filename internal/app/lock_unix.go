//go:build unix

package app

import (
	"fmt"
	"os"
	"syscall"

	"bamban/internal/fault"
)

func lockFile(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close() // nothing was written
		return nil, fault.New("shell.in_use", "", "path", path)
	}
	return func() { _ = f.Close() }, nil
}
