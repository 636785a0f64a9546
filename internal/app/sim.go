package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"bamban/internal/fault"
	"bamban/internal/sim"
)

// simCommand runs random histories. It stops at the first that does not hold,
// cuts it down and tells its story; with --all it goes on and tells one story of
// each kind of failure.
func simCommand(ctx context.Context, e *Env, c *command) error {
	flags := c.flags(e)
	seeds := flags.Uint64("seeds", 200, "how many histories")
	seed := flags.Uint64("seed", 0, "the first seed")
	story := flags.Bool("story", false, "tell the story of the first seed, whether it holds or not")
	replica := flags.String("app", "", "the web app's replica (web/sim-dist/phone.mjs, made by npm run sim), which every second phone then runs in Node")
	all := flags.Bool("all", false, "go on after a failure; tell one story of each kind")
	if err := flags.Parse(e.Args); err != nil {
		return err
	}
	if err := noMore(flags); err != nil {
		return err
	}
	if *seeds < 1 {
		return fault.New("shell.number", "seeds", "flag", "--seeds", "value", *seeds, "min", 1)
	}
	if *replica != "" {
		if _, err := os.Stat(*replica); err != nil {
			return fault.New("shell.file", "app", "path", strings.ToValidUTF8(*replica, "?")).Because(err)
		}
	}
	lab, err := sim.New()
	if err != nil {
		return err
	}
	if *replica != "" {
		if err := lab.UseApp(*replica); err != nil {
			return err
		}
		defer func() { _ = lab.Close() }()
	}
	if *story {
		*seeds = 1
	}
	start := time.Now()
	failures := map[string]int{}
	broken := 0
	for s := *seed; s < *seed+*seeds; s++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		o, err := lab.Run(ctx, s)
		if err != nil {
			return fmt.Errorf("seed %d: %w", s, err)
		}
		if kind := o.Gist(); kind != "" {
			broken++
			if failures[kind]++; failures[kind] == 1 {
				small, err := lab.Shrink(ctx, o)
				if err != nil {
					return err
				}
				fmt.Fprintln(e.Stdout, small.Text())
			}
			if !*all {
				return errors.New("a history does not hold")
			}
		} else if *story {
			fmt.Fprint(e.Stdout, o.Text())
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(failures)) {
		fmt.Fprintf(e.Stdout, "%d × %s\n", failures[kind], kind)
	}
	fmt.Fprintf(e.Stdout, "%d of %d histories hold, %s\n", *seeds-uint64(broken), *seeds, time.Since(start).Round(time.Millisecond))
	if broken > 0 {
		return fmt.Errorf("%d histories do not hold", broken)
	}
	return nil
}
