package change

// Clock gives hybrid logical times: never backwards, never the same twice, and
// after everything that its replica has seen. The zero value is ready.
//
// A device whose wall clock is set back keeps its own order: the counter goes
// on from the last time given.
type Clock struct{ last Time }

// Now gives the next time for a wall clock reading in Unix milliseconds.
func (c *Clock) Now(ms int64) Time {
	t := TimeAt(ms)
	if t <= c.last {
		t = c.last + 1
	}
	c.last = t
	return t
}

// Observe makes later times come after t: a replica calls it for what it pulls.
func (c *Clock) Observe(t Time) {
	if t > c.last {
		c.last = t
	}
}

// Last is the latest time given or observed.
func (c *Clock) Last() Time { return c.last }
