package change

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math/big"
)

// Batch is what a device signs and sends: changes of one user on one device,
// with numbers from From without gaps. It travels unopened through relays.
type Batch struct {
	Partition string // the province that the data belongs to
	Device    Device
	User      ID
	From      uint64 // number of the first change
	Contents  [][]byte
	Signature []byte // P-256, r then s, 32 bytes each
}

// Digest is what the signature is over: the header and the hash of each
// content, so that erasing a content leaves the signature good.
func (b *Batch) Digest(hashes [][32]byte) [32]byte {
	h := sha256.New()
	h.Write([]byte("bamban batch 1\n"))
	var n [8]byte
	put := func(v uint64) { binary.BigEndian.PutUint64(n[:], v); h.Write(n[:]) }
	put(uint64(len(b.Partition)))
	h.Write([]byte(b.Partition))
	put(uint64(b.Device))
	h.Write(b.User[:])
	put(b.From)
	put(uint64(len(hashes)))
	for _, x := range hashes {
		h.Write(x[:])
	}
	var out [32]byte
	h.Sum(out[:0])
	return out
}

// Hashes of the batch's contents.
func (b *Batch) Hashes() [][32]byte {
	out := make([][32]byte, len(b.Contents))
	for i, c := range b.Contents {
		out[i] = Hash(c)
	}
	return out
}

// Sign signs the batch with the device's key, drawing from random (FIPS 186-5 ECDSA, curve P-256).
func (b *Batch) Sign(random io.Reader, key *ecdsa.PrivateKey) error {
	d := b.Digest(b.Hashes())
	r, s, err := ecdsa.Sign(random, key, d[:])
	if err != nil {
		return fmt.Errorf("sign batch: %w", err)
	}
	b.Signature = make([]byte, 64)
	r.FillBytes(b.Signature[:32])
	s.FillBytes(b.Signature[32:])
	return nil
}

// Verify reports whether a signature over a digest was made by the key.
func Verify(key *ecdsa.PublicKey, digest [32]byte, signature []byte) bool {
	if len(signature) != 64 {
		return false
	}
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	return ecdsa.Verify(key, digest[:], r, s)
}

// ParseKey reads a device's public key: an uncompressed P-256 point, 65 bytes.
func ParseKey(point []byte) (*ecdsa.PublicKey, error) {
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return nil, fmt.Errorf("parse device key: %w", err)
	}
	return key, nil
}
