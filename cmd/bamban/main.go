// Command bamban is the whole of Bám Bản: the server of a province or a station,
// and the tools of the person who runs it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"bamban/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := app.Run(ctx, app.Env{Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.LookupEnv})
	if err != nil {
		fmt.Fprintln(os.Stderr, "bamban:", err)
		stop()
		os.Exit(1) // scripts learn that a command failed by its status; nothing is deferred but stop, called above
	}
}
