package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bamban/internal/sim"
)

// simCommand runs random histories and stops at the first that does not hold.
func simCommand(ctx context.Context, e *Env, c *command) error {
	flags := c.flags(e)
	seeds := flags.Uint64("seeds", 200, "how many histories")
	seed := flags.Uint64("seed", 0, "the first seed")
	story := flags.Bool("story", false, "tell the story of the first seed, whether it holds or not")
	if err := flags.Parse(e.Args); err != nil {
		return err
	}
	lab, err := sim.New()
	if err != nil {
		return err
	}
	if *story {
		*seeds = 1
	}
	start := time.Now()
	for s := *seed; s < *seed+*seeds; s++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		o, err := lab.Run(ctx, s)
		if err != nil {
			return fmt.Errorf("seed %d: %w", s, err)
		}
		if len(o.Broken) > 0 {
			small, err := lab.Shrink(ctx, o)
			if err != nil {
				return err
			}
			fmt.Fprint(e.Stdout, small.Text())
			return errors.New("a history does not hold")
		}
		if *story {
			fmt.Fprint(e.Stdout, o.Text())
		}
	}
	fmt.Fprintf(e.Stdout, "%d histories hold, %s\n", *seeds, time.Since(start).Round(time.Millisecond))
	return nil
}
