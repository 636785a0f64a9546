package change

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"bamban/internal/fault"
)

// Op is what a change does.
type Op string

// The operations. An empty op on the wire is Set.
const (
	// Set sets fields (creating the record if it is not there), takes steps of
	// machines, deletes (Deleted = true), undoes and settles.
	Set Op = "set"
	// Return gives back fields that the device holds and the server has lost,
	// each with the version that it had.
	Return Op = "return"
	// Release lets a quarantined change take effect: Target names it.
	Release Op = "release"
	// Erase removes the content of the target change; its hash stays.
	Erase Op = "erase"
)

// Deleted is the field that every kind has: true while the record is deleted.
const Deleted = "_deleted"

// Bounds of a change; over them it is refused before anything is stored.
const (
	MaxFields     = 200
	MaxFieldName  = 64
	MaxValueBytes = 4 << 20 // a published pack is the largest value
	MaxSeen       = 16
	SaltBytes     = 12
)

// Target names a change: who wrote it and its number on that device.
type Target struct {
	Device Device `json:"d"`
	N      uint64 `json:"n"`
}

// Change is one write by one device. It is immutable; (Device, N) identifies it
// and accepting it twice is accepting it once.
type Change struct {
	Device Device // of the batch
	User   ID     // of the batch
	N      uint64 // the device's own count, from 1, without gaps
	Time   Time
	Op     Op
	Kind   string
	KindV  int // version of the kind's declaration that the author had
	Record ID
	Fields map[string]json.RawMessage // compact JSON; null clears
	Seen   map[string][]Version       // per field, the versions that the author saw
	Versed map[string]Version         // for Return: the version of each field
	Undoes *Target                    // the change that this one takes back, for history
	Target *Target                    // of Release and Erase
	Salt   []byte                     // keeps the hash from giving away erased content
}

// Version of the fields that the change sets.
func (c *Change) Version() Version { return Version{c.Time, c.Device} }

// Blank is what a device keeps of a change of its own whose content was erased: the same
// number and time, and nothing said. It erases itself, which no log does anything about,
// so that a device can send it where a restored server asks for that number again.
func (c *Change) Blank() *Change {
	return &Change{Device: c.Device, User: c.User, N: c.N, Time: c.Time, Op: Erase, Target: &Target{c.Device, c.N}, Salt: c.Salt}
}

// IsBlank reports whether a change is what [Change.Blank] makes.
func (c *Change) IsBlank() bool {
	return c.Op == Erase && c.Target.Device == c.Device && c.Target.N == c.N
}

// wire is the JSON form; see PROTOCOL.md.
type wire struct {
	N  uint64                     `json:"n"`
	T  string                     `json:"t"`
	O  Op                         `json:"o,omitempty"`
	K  string                     `json:"k,omitempty"`
	V  int                        `json:"v,omitempty"`
	R  string                     `json:"r,omitempty"`
	F  map[string]json.RawMessage `json:"f,omitempty"`
	S  map[string]string          `json:"s,omitempty"`
	W  map[string]string          `json:"w,omitempty"`
	U  *Target                    `json:"u,omitempty"`
	To *Target                    `json:"to,omitempty"`
	X  []byte                     `json:"x,omitempty"`
}

// Encode gives the content of a change: the exact bytes that are hashed, signed,
// sent and stored. Device and user belong to the batch and are not in it.
func (c *Change) Encode() []byte {
	w := wire{N: c.N, T: c.Time.String(), K: c.Kind, V: c.KindV, F: c.Fields, U: c.Undoes, To: c.Target, X: c.Salt}
	if c.Op != Set {
		w.O = c.Op
	}
	if !c.Record.IsZero() {
		w.R = c.Record.String()
	}
	if len(c.Seen) > 0 {
		w.S = make(map[string]string, len(c.Seen))
		for f, vs := range c.Seen {
			w.S[f] = joinVersions(vs)
		}
	}
	if len(c.Versed) > 0 {
		w.W = make(map[string]string, len(c.Versed))
		for f, v := range c.Versed {
			w.W[f] = v.String()
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(w); err != nil {
		panic("change: encode: " + err.Error()) // only raw values that were never decoded can fail
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Decode reads the content of a change as the device sent it. It checks form
// and bounds, not meaning: whether the kind, field or record exists is for the
// caller. Faults name the part of the change at fault.
func Decode(content []byte, device Device, user ID) (*Change, error) {
	if !utf8.Valid(content) {
		return nil, fault.New("change.not_utf8", "")
	}
	var w wire
	if !w.read(content) {
		return nil, fault.New("change.not_json", "")
	}
	c := &Change{Device: device, User: user, N: w.N, Op: w.O, Kind: w.K, KindV: w.V, Fields: w.F, Undoes: w.U, Target: w.To, Salt: w.X}
	if c.Op == "" {
		c.Op = Set
	}
	if c.N == 0 {
		return nil, fault.New("change.no_number", "n")
	}
	var err error
	if c.Time, err = ParseTime(w.T); err != nil || c.Time == 0 {
		return nil, fault.New("change.bad_time", "t")
	}
	if len(c.Salt) != SaltBytes {
		return nil, fault.New("change.bad_salt", "x")
	}
	switch c.Op {
	case Set, Return:
		err = c.decodeFields(&w)
	case Release, Erase:
		if c.Target == nil || c.Target.N == 0 {
			err = fault.New("change.no_target", "to")
		}
	default:
		err = fault.New("change.unknown_op", "o", "op", string(c.Op))
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Change) decodeFields(w *wire) error {
	var err error
	if c.Record, err = ParseID(w.R); err != nil || c.Record.IsZero() {
		return fault.New("change.bad_record", "r")
	}
	if c.Kind == "" || len(c.Kind) > MaxFieldName {
		return fault.New("kind.unknown", "k", "kind", c.Kind)
	}
	if len(c.Fields) == 0 {
		return fault.New("change.no_fields", "f")
	}
	if len(c.Fields) > MaxFields {
		return fault.New("change.too_many_fields", "f", "max", MaxFields)
	}
	for name, v := range c.Fields {
		if name == "" || len(name) > MaxFieldName {
			return fault.New("field.unknown", "f."+clip(name), "field", clip(name))
		}
		if len(v) > MaxValueBytes {
			return fault.New("field.too_long", name, "max", MaxValueBytes)
		}
		if c.Fields[name], err = compact(v); err != nil {
			return fault.New("change.not_json", "f."+name).Because(err)
		}
	}
	if len(w.S) > 0 {
		c.Seen = make(map[string][]Version, len(w.S))
		for name, s := range w.S {
			if c.Seen[name], err = splitVersions(s); err != nil {
				return fault.New("change.bad_seen", "s."+clip(name))
			}
			for _, v := range c.Seen[name] {
				if c.Op == Set && v.Time >= c.Time {
					return fault.New("change.seen_after", "s."+clip(name))
				}
			}
		}
	}
	if c.Op == Return {
		c.Versed = make(map[string]Version, len(w.W))
		for name := range c.Fields {
			v, err := ParseVersion(w.W[name])
			if err != nil || v.IsZero() {
				return fault.New("change.bad_seen", "w."+name)
			}
			c.Versed[name] = v
		}
	}
	return nil
}

func clip(s string) string {
	if len(s) > MaxFieldName {
		s = s[:MaxFieldName]
	}
	return strings.ToValidUTF8(s, "?")
}

// compact removes insignificant white space, so that equal values are equal bytes.
func compact(v json.RawMessage) (json.RawMessage, error) {
	if len(v) > 0 && v[0] == '"' || len(v) < 8 && !bytes.ContainsAny(v, " \t\r\n") {
		return v, nil // strings, and short numbers, booleans and null, have none outside
	}
	var b bytes.Buffer
	b.Grow(len(v))
	err := json.Compact(&b, v)
	return b.Bytes(), err
}

// Hash of a change's content: SHA-256 over its exact bytes.
func Hash(content []byte) [32]byte { return sha256.Sum256(content) }

func joinVersions(vs []Version) string {
	parts := make([]string, len(vs))
	for i, v := range vs {
		parts[i] = v.String()
	}
	return strings.Join(parts, ",")
}

func splitVersions(s string) ([]Version, error) {
	parts := strings.Split(s, ",")
	if len(parts) > MaxSeen {
		return nil, errText
	}
	out := make([]Version, len(parts))
	for i, p := range parts {
		v, err := ParseVersion(p)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}
