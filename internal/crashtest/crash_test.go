package crashtest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/internal/writer"
	"bamban/packs"
)

const childVariable = "BAMBAN_CRASHTEST_DIR"

// The test binary is its own child: with the variable set it writes until it dies.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childVariable); dir != "" {
		if err := write(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3) // the child: its parent tells a failed write from a kill by this status
		}
		os.Exit(0) // the child: it is no test run, so no test may follow
	}
	os.Exit(m.Run()) // the parent: the tests themselves
}

func open(dir string) (*node.Node, error) {
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		return nil, fmt.Errorf("pack: %v", problems[0])
	}
	return node.Open(context.Background(), node.Options{Dir: dir, Pack: p})
}

// write adds households from several goroutines and prints each id once it was
// acknowledged.
func write(dir string) error {
	n, err := open(dir)
	if err != nil {
		return err
	}
	village := change.ID{}
	for i := range n.Pack.Areas {
		if n.Pack.Areas[i].Level == "village" {
			village = n.AreaID(n.Pack.Areas[i].Key)
			break
		}
	}
	var out sync.Mutex
	fmt.Println("open")
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				id := n.Writer.NewID()
				_, err := n.Writer.Write(context.Background(), change.ID{}, nil, writer.Draft{Kind: "household", Record: id,
					Fields: kind.Fields(household.Household{Area: village, Name: "Hộ thử", Generated: true})})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				out.Lock()
				fmt.Println(id) // one write call: whole or not at all
				out.Unlock()
			}
		}()
	}
	wg.Wait()
	return nil
}

func TestWhatWasAcknowledgedSurvivesKill(t *testing.T) {
	rounds := 50
	if testing.Short() {
		rounds = 10
	}
	dir, seed := t.TempDir(), uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	acknowledged := map[change.ID]bool{}
	for round := range rounds {
		opening := round%5 == 4 // every fifth dies while it opens, in the middle of a rebuild
		if opening {
			if err := projection.Remove(filepath.Join(dir, node.ProjectionFile)); err != nil {
				t.Fatal(err)
			}
		}
		n := killedAfter(t, dir, time.Duration(r.IntN(250))*time.Millisecond, opening, acknowledged)
		if t.Failed() {
			t.Fatalf("round %d, after %d acknowledged in it", round, n)
		}
	}
	n, err := open(dir)
	if err != nil {
		t.Fatalf("does not open after %d kills: %v", rounds, err)
	}
	defer func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}()
	check(t, n, acknowledged)
	t.Logf("%d kills, %d acknowledged changes, all there", rounds, len(acknowledged))
}

// killedAfter runs a child, kills it some time after it opened, or after it began
// to, and gathers what it acknowledged.
func killedAfter(t *testing.T, dir string, wait time.Duration, opening bool, acknowledged map[change.ID]bool) int {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+dir)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if opening {
		time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
	}
	count := 0
	for lines := bufio.NewScanner(pipe); lines.Scan(); {
		if lines.Text() == "open" {
			time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
			continue
		}
		if id, err := change.ParseID(lines.Text()); err == nil {
			acknowledged[id] = true
			count++
		}
	}
	_ = cmd.Wait() // it was killed
	if complaints.Len() > 0 {
		t.Errorf("the child complained: %s", complaints.String())
	}
	return count
}

func check(t *testing.T, n *node.Node, acknowledged map[change.ID]bool) {
	t.Helper()
	ctx := context.Background()
	ids := make([]change.ID, 0, len(acknowledged))
	for id := range acknowledged {
		ids = append(ids, id)
	}
	have, err := n.Projection.GetMany(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	if len(have) != len(ids) {
		t.Errorf("%d acknowledged records are lost", len(ids)-len(have))
	}
	if err := projection.CheckLog(ctx, n.Log, nil, func(*log.Entry) error { return nil }); err != nil {
		t.Errorf("the log does not verify: %v", err)
	}
	again, err := projection.Open(filepath.Join(t.TempDir(), "again.db"), n.Kinds, n.Log, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if err := errors.Join(n.Declare(again), again.CatchUp(ctx, n.Log, nil)); err != nil {
		t.Fatal(err)
	}
	differences, err := projection.Compare(ctx, n.Projection, again)
	if err != nil || len(differences) > 0 {
		t.Errorf("a rebuild differs: %v %v", differences, err)
	}
}
