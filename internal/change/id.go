package change

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
)

// The text alphabet keeps the order of the bytes and needs no escaping in URLs,
// file names and JSON: base64 with its digits in ASCII order.
var text64 = base64.NewEncoding("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz").WithPadding(base64.NoPadding).Strict()

var errText = errors.New("change: not a well-formed id")

// ID names a record: 48 bits of Unix milliseconds, then 80 random bits, so that
// ids made one after the other sit side by side in an index. Text form: 22
// characters that sort like the bytes.
type ID [16]byte

// NewID makes an id from the time in Unix milliseconds and ten random bytes.
func NewID(ms int64, random [10]byte) ID {
	var id ID
	binary.BigEndian.PutUint64(id[:8], uint64(ms)<<16)
	copy(id[6:], random[:])
	return id
}

// ParseID reads the text form.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 22 {
		return id, errText
	}
	n, err := text64.Decode(id[:], []byte(s))
	if err != nil || n != 16 {
		return ID{}, errText
	}
	return id, nil
}

// String is the text form.
func (id ID) String() string { return text64.EncodeToString(id[:]) }

// IsZero reports whether the id is unset.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText implements encoding.TextMarshaler.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (id *ID) UnmarshalText(b []byte) error {
	v, err := ParseID(string(b))
	*id = v
	return err
}

// Device names a replica that writes: 48 random bits given at enrolment. Text
// form: 8 characters. Zero is no device.
type Device uint64

// MaxDevice is the largest device number.
const MaxDevice Device = 1<<48 - 1

// ParseDevice reads the text form.
func ParseDevice(s string) (Device, error) {
	var b [8]byte
	if len(s) != 8 {
		return 0, errText
	}
	if n, err := text64.Decode(b[2:], []byte(s)); err != nil || n != 6 {
		return 0, errText
	}
	return Device(binary.BigEndian.Uint64(b[:])), nil
}

// String is the text form.
func (d Device) String() string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(d))
	return text64.EncodeToString(b[2:])
}

// MarshalText implements encoding.TextMarshaler.
func (d Device) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Device) UnmarshalText(b []byte) error {
	v, err := ParseDevice(string(b))
	*d = v
	return err
}

// Time is a hybrid logical time: 48 bits of Unix milliseconds, then a 16-bit
// counter (Kulkarni et al., Logical Physical Clocks, 2014). Text form: 11
// characters that sort like the number.
type Time uint64

// TimeAt is the first hybrid time of a millisecond.
func TimeAt(ms int64) Time { return Time(uint64(ms) << 16) }

// Milli is the physical part in Unix milliseconds.
func (t Time) Milli() int64 { return int64(t >> 16) }

// ParseTime reads the text form.
func ParseTime(s string) (Time, error) {
	var b [8]byte
	if len(s) != 11 {
		return 0, errText
	}
	if n, err := text64.Decode(b[:], []byte(s)); err != nil || n != 8 {
		return 0, errText
	}
	return Time(binary.BigEndian.Uint64(b[:])), nil
}

// String is the text form.
func (t Time) String() string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(t))
	return text64.EncodeToString(b[:])
}

// Version is when and where a field was set: the order of all writes.
type Version struct {
	Time   Time
	Device Device
}

// Less orders versions by time, then device.
func (v Version) Less(o Version) bool {
	return v.Time < o.Time || v.Time == o.Time && v.Device < o.Device
}

// IsZero reports whether the version is unset.
func (v Version) IsZero() bool { return v == Version{} }

// ParseVersion reads the text form: time then device, 19 characters.
func ParseVersion(s string) (Version, error) {
	if len(s) != 19 {
		return Version{}, errText
	}
	t, err := ParseTime(s[:11])
	if err != nil {
		return Version{}, err
	}
	d, err := ParseDevice(s[11:])
	return Version{t, d}, err
}

// String is the text form.
func (v Version) String() string { return v.Time.String() + v.Device.String() }

// MarshalText implements encoding.TextMarshaler.
func (v Version) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (v *Version) UnmarshalText(b []byte) error {
	p, err := ParseVersion(string(b))
	*v = p
	return err
}
