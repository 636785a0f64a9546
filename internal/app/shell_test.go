package app_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"bamban/internal/app"
	"bamban/internal/catalogue"
	"bamban/internal/pack"
	protocol "bamban/internal/sync"
	"bamban/internal/sync/client"
	"bamban/packs"
)

// shell runs a command as a person at the server's shell does, and gives what it
// printed.
func shell(t *testing.T, args ...string) (stdout string, err error) {
	t.Helper()
	var out, told bytes.Buffer
	err = app.Run(context.Background(), app.Env{Args: args, Stdout: &out, Stderr: &told, Getenv: func(string) (string, bool) { return "", false }})
	if err == nil && strings.Contains(told.String(), "level=ERROR") {
		t.Errorf("bamban %s logged errors:\n%s", strings.Join(args, " "), told.String())
	}
	return out.String(), err
}

func run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := shell(t, args...)
	if err != nil {
		t.Fatalf("bamban %s: %v", strings.Join(args, " "), err)
	}
	return out
}

// refused runs a command that must fail with a code in its words.
func refused(t *testing.T, code string, args ...string) {
	t.Helper()
	if _, err := shell(t, args...); err == nil || !strings.Contains(err.Error(), code) {
		t.Errorf("bamban %s: %v, want %s", strings.Join(args, " "), err, code)
	}
}

// filled makes a folder of a few generated households.
func filled(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	run(t, "demo", "--data", dir, "--households", "30", "--fill-only")
	return dir
}

// lines collects what a server prints, for somebody who waits for a part of it.
type lines struct {
	mu  sync.Mutex
	all strings.Builder
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

var listensAt = regexp.MustCompile(`http://\S+`)

// served starts "bamban serve" on a folder and gives its address.
func served(t *testing.T, dir string) (url string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, ended := &lines{}, make(chan error, 1)
	go func() {
		ended <- app.Run(ctx, app.Env{Args: []string{"serve", "--data", dir, "--addr", "127.0.0.1:0"}, Stdout: out, Stderr: io.Discard, Getenv: func(string) (string, bool) { return "", false }})
	}()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Errorf("serve: %v", err)
			}
		})
	}
	t.Cleanup(stop)
	for range 200 {
		if url = listensAt.FindString(out.String()); url != "" {
			return url, stop
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("the server does not say where it listens: %q", out)
	return "", stop
}

// phone enrols at a server by a code of "bamban device invite".
func phone(t *testing.T, url, code string) *client.Client {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	point, err := key.PublicKey.Bytes()
	must(t, err)
	line := &client.HTTP{Client: http.DefaultClient, Base: url}
	e, err := line.Enrol(context.Background(), protocol.EnrolRequest{Code: code, Key: point})
	must(t, err)
	kinds, err := catalogue.Kinds()
	must(t, err)
	c, err := client.New(client.Deps{Identity: client.Identity{Tag: e.Tag, User: e.User, Partition: e.Partition, Token: e.Token, Key: key}, Kinds: kinds,
		Transport: line, Store: client.NewStore(), Now: func() int64 { return time.Now().UnixMilli() }, Random: rand.Reader})
	must(t, err)
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// listing is what is in a folder, by name.
func listing(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestAUserIsAddedByTheUnitsCodeAndAWrongOneListsThem(t *testing.T) {
	dir := t.TempDir()
	add := func(login, unit, role string) error {
		_, err := shell(t, "user", "add", "--data", dir, "--login", login, "--name", "Nguyễn Văn A", "--unit", unit, "--role", role)
		return err
	}
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	station := p.Units[1]
	for login, unit := range map[string]string{"a1": station.Code, "a2": station.Key} {
		if err := add(login, unit, "station_desk"); err != nil {
			t.Errorf("unit %s: %v", unit, err)
		}
	}
	if err := add("a3", "nowhere", "station_desk"); err == nil || !strings.Contains(err.Error(), station.Code) {
		t.Errorf("a unit that is not there: %v, want the list of units", err)
	}
	if err := add("a4", station.Code, "general"); err == nil || !strings.Contains(err.Error(), "station_desk") {
		t.Errorf("a role that is not there: %v, want the list of roles", err)
	}
}
