package privacy

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"bamban/internal/change"
	"bamban/internal/node"
	"bamban/internal/rights"
)

// listed is one line: a certificate as it was begun, without what only its end knows.
type listed struct {
	ID          change.ID          `json:"id"`
	Certificate rights.Certificate `json:"certificate"`
}

// list is the node's list of erasures ([node.ErasedFile]): a line of JSON for each,
// written before anything goes. It names nobody.
type list struct {
	path string
	mu   sync.Mutex
}

func openList(dir string) *list { return &list{path: filepath.Join(dir, node.ErasedFile)} }

// add appends a line, durably.
func (l *list) add(x listed) error {
	line, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("list an erasure: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("list an erasure: %w", err)
	}
	_, err = f.Write(append(line, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("list an erasure: %w", err)
	}
	return nil
}

// read gives the lines; one that was cut off by a power cut is passed over.
func (l *list) read() ([]listed, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f, err := os.Open(l.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the list of erasures: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	var out []listed
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var x listed
		if json.Unmarshal(in.Bytes(), &x) == nil && !x.ID.IsZero() {
			out = append(out, x)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read the list of erasures: %w", err)
	}
	return out, nil
}
