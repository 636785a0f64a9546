package app

import (
	"fmt"
	"os"

	"bamban/internal/fault"
)

// On Windows the file is held open exclusively while the process lives: removing
// an open file fails.
func lockFile(path string) (release func(), err error) {
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return nil, fault.New("shell.in_use", "", "path", path)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	return func() { _ = f.Close() }, nil
}
