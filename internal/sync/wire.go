package sync

import (
	"encoding/json"

	"bamban/internal/change"
	"bamban/internal/fault"
)

// Version of the protocol. A server answers devices of this and the version
// before; an older device is told to update and loses nothing meanwhile.
const Version = 1

// EnrolRequest takes a one-time code; Key is the device's public key, an
// uncompressed P-256 point. A phone that holds somebody's work names that user:
// another's code is refused and stays good.
type EnrolRequest struct {
	Code string    `json:"code"`
	Key  []byte    `json:"key"`
	User change.ID `json:"user,omitzero"`
}

// EnrolAnswer makes the device one of the partition's.
type EnrolAnswer struct {
	Device    change.ID     `json:"device"`
	Tag       change.Device `json:"tag"`
	User      change.ID     `json:"user"`
	Partition string        `json:"partition"`
	Token     string        `json:"token"`
}

// HelloRequest opens a meeting. Acked is the number up to which the device was
// told that its changes are safe. With the cursor of the last pull a device asks
// whether another would give anything.
type HelloRequest struct {
	Version int    `json:"version"`
	Acked   uint64 `json:"acked"`
	Budget  bool   `json:"budget,omitempty"`
	Cursor  string `json:"cursor,omitempty"`
	// Declared says what the device holds that the server does not.
	Declared *Declared `json:"declared,omitempty"`
}

// Declared is the number of a device's last change, and the households that its
// unsent changes are about.
type Declared struct {
	Last  uint64   `json:"last"`
	About []string `json:"about,omitempty"`
}

// HelloAnswer says where the server stands. UpTo below the device's Acked means
// that the server was restored from an older backup: the device pushes again
// from UpTo+1. Current means that a pull from the request's cursor gives nothing
// now, so it need not be made.
type HelloAnswer struct {
	Version    int            `json:"version"`
	ServerTime int64          `json:"serverTime"`
	Epoch      string         `json:"epoch"`
	UpTo       uint64         `json:"upTo"`
	User       change.ID      `json:"user"`
	Pack       PackRef        `json:"pack"`
	Kinds      map[string]int `json:"kinds"`
	PullPage   int            `json:"pullPage"`
	PushBatch  int            `json:"pushBatch"`
	Current    bool           `json:"current,omitempty"`
	LeaseDays  int            `json:"leaseDays"`
	BundleKey  []byte         `json:"bundleKey"` // what a bundle is sealed to: an uncompressed P-256 point
	Budget     *Budget        `json:"budget,omitempty"`
}

// PackRef names the pack in force.
type PackRef struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Digest  string `json:"digest"`
}

// Budget is what a device's scope costs: records, bytes on the wire of a first
// pull, and seconds on each kind of link.
type Budget struct {
	Records int64            `json:"records"`
	Bytes   int64            `json:"bytes"`
	Seconds map[string]int64 `json:"seconds"`
}

// PushRequest is a signed batch. Changes are the exact texts that were hashed.
type PushRequest struct {
	Partition string            `json:"partition"`
	Device    change.Device     `json:"device"`
	User      change.ID         `json:"user"`
	From      uint64            `json:"from"`
	Changes   []json.RawMessage `json:"changes"`
	Signature []byte            `json:"signature"`
}

// PushAnswer answers item by item.
type PushAnswer struct {
	UpTo    uint64       `json:"upTo"`
	Answers []ItemAnswer `json:"answers"`
}

// ItemAnswer is about one change: accepted, conflict, refused or quarantined. The
// last comes with why, in words.
type ItemAnswer struct {
	N         uint64            `json:"n"`
	Status    string            `json:"status"`
	Code      string            `json:"code,omitempty"`
	Field     string            `json:"field,omitempty"`
	Text      map[string]string `json:"text,omitempty"`
	Conflicts []string          `json:"conflicts,omitempty"`
	Refused   []string          `json:"refused,omitempty"`
}

// PullRequest asks for what moved; an empty cursor asks for everything.
type PullRequest struct {
	Cursor string `json:"cursor"`
}

// PullAnswer is one page. The device stores Cursor together with the page, in one
// transaction, and asks again while More.
type PullAnswer struct {
	Cursor string `json:"cursor"`
	More   bool   `json:"more,omitempty"`
	// Fresh says that this page begins a pull of everything: what the device held
	// before and does not get again is not in its scope any more.
	Fresh bool `json:"fresh,omitempty"`
	// Forget names atoms (parts of the scope) that the device is to forget.
	Forget []string `json:"forget,omitempty"`
	// Erased are numbers of the device's own changes whose contents were erased: it keeps
	// the number and nothing of what was in it.
	Erased []uint64 `json:"erased,omitempty"`
	// Scrub says that something was erased since the cursor: what the device keeps of
	// before, its journal too, is written anew without it.
	Scrub   bool     `json:"scrub,omitempty"`
	Devices []string `json:"devices,omitempty"` // tags, for Block.D
	Parts   []Part   `json:"parts,omitempty"`
}

// Part is the records of one atom. A record may be in several atoms; a device
// forgets it when it holds none of them any more.
type Part struct {
	Atom   string   `json:"atom"`
	Gone   []string `json:"gone,omitempty"` // ids that left this atom
	Blocks []Block  `json:"blocks,omitempty"`
}

// Block is records of one kind, by column, which compresses well. Row i has id
// ID[i] and the common version (T[i], Devices[D[i]]): the version of each of its
// fields but those in X.
type Block struct {
	Kind string                       `json:"kind"`
	V    int                          `json:"v"`
	ID   []string                     `json:"id"`
	T    []string                     `json:"t"`
	D    []int                        `json:"d"`
	F    map[string][]json.RawMessage `json:"f"`
	// X has, by row then cell, what a cell has beyond a value at the common version.
	X map[int]map[string]CellX `json:"x,omitempty"`
}

// CellX is a cell in full: every head (the first shows), what is above history,
// and the steps of a machine.
type CellX struct {
	Heads []HeadX     `json:"h,omitempty"`
	Above []string    `json:"a,omitempty"` // versions
	Steps [][2]string `json:"s,omitempty"` // version, state
}

// HeadX is one value of a cell.
type HeadX struct {
	Version string          `json:"t"`
	User    string          `json:"u,omitempty"`
	Value   json.RawMessage `json:"v"`
}

// setFault says why in words.
func (a *ItemAnswer) setFault(f *fault.Fault) {
	if f == nil {
		return
	}
	a.Code, a.Field = f.Code, f.Field
	a.Text = map[string]string{"vi": f.Text("vi"), "en": f.Text("en")}
}
