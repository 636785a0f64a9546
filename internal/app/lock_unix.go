//go:build unix

package app

import (
	"fmt"
	"os"
	"syscall"
)

func lockFile(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close() // nothing was written
		return nil, fmt.Errorf("another bamban is using this data folder (%s): stop it first", path)
	}
	return func() { _ = f.Close() }, nil
}
