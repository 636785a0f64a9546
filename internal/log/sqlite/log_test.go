package sqlite_test

import (
	"path/filepath"
	"testing"

	"bamban/internal/log"
	"bamban/internal/log/logtest"
	"bamban/internal/log/sqlite"
)

func TestKeepsTheContractOfTheLog(t *testing.T) {
	logtest.Run(t, func(t *testing.T) func() log.Log {
		path := filepath.Join(t.TempDir(), "log.db")
		return func() log.Log {
			l, err := sqlite.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
	})
}
