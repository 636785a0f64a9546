package sim

import "math/rand/v2"

// Do is what an event does.
type Do string

// The events of a history.
const (
	doWrite    Do = "write"    // somebody writes on a phone
	doSync     Do = "sync"     // a phone meets the province over a bad network
	doRelay    Do = "relay"    // a phone hands what it has to the relay
	doDeliver  Do = "deliver"  // the relay reaches the province
	doLate     Do = "late"     // messages that were under way arrive
	doDesk     Do = "desk"     // somebody at a desk writes
	doDuty     Do = "duty"     // an assignment or a grant begins or ends
	doMove     Do = "move"     // a household moves to another village
	doClock    Do = "clock"    // a phone's clock jumps
	doTime     Do = "time"     // days pass
	doKill     Do = "kill"     // the server dies at one of its next writes
	doRestart  Do = "restart"  // the server is stopped and started
	doRebuild  Do = "rebuild"  // the projection is thrown away and made again
	doFull     Do = "full"     // the server's disk is full for some writes
	doBackup   Do = "backup"   // a backup is made
	doRestore  Do = "restore"  // the server is restored from the last backup
	doRelease  Do = "release"  // the desk lets a change out of quarantine
	doErase    Do = "erase"    // the content of a change is erased
	doReopen   Do = "reopen"   // a phone's app is closed and opened
	doJoin     Do = "join"     // a desk decides whether two records are of one person, or thinks again
	doArea     Do = "area"     // a village comes to another commune
	doLose     Do = "lose"     // a phone falls into the river
	doProvince Do = "province" // the server's clock jumps
)

// Event is one thing that happens. Its numbers mean something only against what
// there is when it runs, so that a history stays one when events are taken out.
type Event struct {
	Do    Do
	Phone int
	A, B  int
	Seed  uint64 // of the chance within the event
	After int64  // milliseconds since the event before
}

// weights say how often each event is drawn, out of their sum.
var weights = []struct {
	do Do
	n  int
}{
	{doWrite, 300}, {doSync, 260}, {doDesk, 90}, {doDuty, 60}, {doMove, 40}, {doRelay, 50}, {doDeliver, 40}, {doLate, 40},
	{doClock, 25}, {doTime, 15}, {doKill, 20}, {doRestart, 8}, {doRebuild, 8}, {doFull, 12}, {doBackup, 15}, {doRestore, 8},
	{doRelease, 25}, {doErase, 10}, {doReopen, 15}, {doLose, 4}, {doProvince, 6}, {doJoin, 25}, {doArea, 8},
}

// Draw gives the history of a seed.
func Draw(seed uint64) []Event {
	r := rand.New(rand.NewPCG(seed, 1))
	sum := 0
	for _, w := range weights {
		sum += w.n
	}
	events := make([]Event, 30+r.IntN(90))
	for i := range events {
		at := r.IntN(sum)
		var do Do
		for _, w := range weights {
			if at -= w.n; at < 0 {
				do = w.do
				break
			}
		}
		events[i] = Event{do, r.IntN(1 << 20), r.IntN(1 << 20), r.IntN(1 << 20), r.Uint64(), int64(r.IntN(40 * 60_000))}
	}
	return events
}
