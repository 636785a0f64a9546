package bundle

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"io"
	"slices"

	"bamban/internal/change"
	"bamban/internal/fault"
)

// Magic begins every bundle of this version.
const Magic = "bamban bundle 1\n"

// Bounds of a bundle, in bytes.
const (
	MaxBytes  = 64 << 20
	maxHeader = 4 << 10
	// maxPush is the longest push in a bundle: as long as one over the network.
	maxPush = 16 << 20
)

const (
	pointBytes = 65
	tagBytes   = 16
)

// Header is what is in clear: nothing of what was written, nor of whom.
type Header struct {
	Partition string        `json:"partition"`
	Device    change.Device `json:"device"`
	First     uint64        `json:"first"` // numbers of the changes in it
	Last      uint64        `json:"last"`
	MadeAt    int64         `json:"madeAt"` // Unix milliseconds
	Changes   int           `json:"changes"`
	Files     int           `json:"files"`
	// Which file of how many, where a phone's photos do not fit into one; 0 for the only one.
	Part int `json:"part,omitempty"`
	Of   int `json:"of,omitempty"`
}

// Body is what a bundle carries: pushes as they would go over the network, and
// files as they are.
type Body struct {
	Pushes [][]byte
	Files  [][]byte
}

// kinds of parts in a body.
const (
	partPush = 1
	partFile = 2
)

// ReadHeader gives a bundle's header, and where it ends, without opening it. What
// carries a bundle checks no more than this.
func ReadHeader(raw []byte) (Header, int, error) {
	var h Header
	if len(raw) > MaxBytes {
		return h, 0, fault.New("bundle.too_large", "", "max", MaxBytes>>20)
	}
	if !bytes.HasPrefix(raw, []byte(Magic)) {
		return h, 0, fault.New("bundle.not_one", "")
	}
	rest := raw[len(Magic):]
	if len(rest) < 4 {
		return h, 0, damaged()
	}
	n := binary.BigEndian.Uint32(rest)
	if n > maxHeader || len(rest) < 4+int(n) {
		return h, 0, damaged()
	}
	if json.Unmarshal(rest[4:4+n], &h) != nil {
		return h, 0, damaged()
	}
	if h.First == 0 || h.Changes < 0 || h.Files < 0 || h.Changes+h.Files < 1 || h.Last+1 != h.First+uint64(h.Changes) || h.Part < 0 || h.Part > h.Of {
		return h, 0, damaged()
	}
	return h, len(Magic) + 4 + int(n), nil
}

func damaged() error { return fault.New("bundle.damaged", "") }

// Open unseals a bundle with the server's key. One altered byte, anywhere, and
// nothing of it is given.
func Open(raw []byte, key *ecdh.PrivateKey) (Header, *Body, error) {
	h, at, err := ReadHeader(raw)
	if err != nil {
		return h, nil, err
	}
	end := at + pointBytes
	if len(raw) < end+tagBytes {
		return h, nil, damaged()
	}
	point, err := ecdh.P256().NewPublicKey(raw[at:end])
	if err != nil {
		return h, nil, damaged()
	}
	aead, err := sealing(key, point, point, key.PublicKey())
	if err != nil {
		return h, nil, err
	}
	plain, err := aead.Open(nil, make([]byte, aead.NonceSize()), raw[end:], raw[:end])
	if err != nil {
		return h, nil, damaged()
	}
	body, err := read(plain)
	if err == nil && len(body.Files) != h.Files {
		err = damaged()
	}
	return h, body, err
}

// Seal writes a bundle that only the holder of the server's key opens.
func Seal(h Header, b *Body, server *ecdh.PublicKey, random io.Reader) ([]byte, error) {
	own, err := ecdh.P256().GenerateKey(random)
	if err != nil {
		return nil, err
	}
	return sealWith(h, b, server, own)
}

func sealWith(h Header, b *Body, server *ecdh.PublicKey, own *ecdh.PrivateKey) ([]byte, error) {
	header, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	out := binary.BigEndian.AppendUint32([]byte(Magic), uint32(len(header)))
	out = append(out, header...)
	out = append(out, own.PublicKey().Bytes()...)
	aead, err := sealing(own, server, own.PublicKey(), server)
	if err != nil {
		return nil, err
	}
	sealed := aead.Seal(nil, make([]byte, aead.NonceSize()), write(b), out)
	if len(out)+len(sealed) > MaxBytes {
		return nil, fault.New("bundle.too_large", "", "max", MaxBytes>>20)
	}
	return append(out, sealed...), nil
}

// sealing makes the cipher of one bundle. The key is used once, for the ephemeral
// point is made for it: the nonce may be zero.
func sealing(key *ecdh.PrivateKey, other, ephemeral, server *ecdh.PublicKey) (cipher.AEAD, error) {
	shared, err := key.ECDH(other)
	if err != nil {
		return nil, damaged()
	}
	raw, err := hkdf.Key(sha256.New, shared, slices.Concat(ephemeral.Bytes(), server.Bytes()), "bamban bundle 1", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func write(b *Body) []byte {
	var out []byte
	part := func(kind byte, content []byte) {
		out = binary.BigEndian.AppendUint32(append(out, kind), uint32(len(content)))
		out = append(out, content...)
	}
	for _, p := range b.Pushes {
		part(partPush, p)
	}
	for _, f := range b.Files {
		part(partFile, f)
	}
	return out
}

func read(plain []byte) (*Body, error) {
	b := &Body{}
	for len(plain) > 0 {
		if len(plain) < 5 {
			return nil, damaged()
		}
		kind, n := plain[0], int(binary.BigEndian.Uint32(plain[1:]))
		if plain = plain[5:]; n > len(plain) {
			return nil, damaged()
		}
		content := plain[:n:n]
		plain = plain[n:]
		switch {
		case kind == partPush && n <= maxPush:
			b.Pushes = append(b.Pushes, content)
		case kind == partFile:
			b.Files = append(b.Files, content)
		default:
			return nil, damaged()
		}
	}
	return b, nil
}
