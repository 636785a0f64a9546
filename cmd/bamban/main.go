// Command bamban is the whole of Bám Bản: the server of a province or a station,
// and the tools of the person who runs it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"bamban/internal/app"
)

// syncing is how many threads may wait for the disk beside those that compute: the
// log's sync and the projection's commit.
const syncing = 2

func main() {
	moreProcessors()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := app.Run(ctx, app.Env{Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.LookupEnv})
	if err != nil {
		fmt.Fprintln(os.Stderr, "bamban:", err)
		stop()
		os.Exit(1) // scripts learn that a command failed by its status; nothing is deferred but stop, called above
	}
}

// moreProcessors keeps a thread that waits for the disk from counting as a busy
// core: Go takes its processor away late, and on two cores each sync would halve
// the machine (ADR 0007). GOMAXPROCS in the environment stays as it is.
func moreProcessors() {
	if _, set := os.LookupEnv("GOMAXPROCS"); !set {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + syncing)
	}
}
