// Package sim runs a small province through histories that chance made up: phones
// far from the road, a relay, a desk, clocks years off, messages lost, repeated
// and late, the server killed at a write, a full disk, a restore from an old
// backup, people moved between villages, duties that begin and end. When all is
// quiet again it checks what the architecture promises: replicas agree, nothing
// acknowledged is lost, nothing is seen that should not be.
//
// A seed gives one history, always the same. The history is a list of events
// drawn before it runs, so a failing one can be cut down to the few events that
// matter and told in plain words.
//
// The node, the writer, the sync server and the reference device are the real
// ones; the network and the clocks are invented here. Start with [Run].
package sim
