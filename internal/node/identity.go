package node

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/writer"
)

// identity is the server's own device: its key, and the tag that follows from it.
type identity struct {
	key *ecdsa.PrivateKey
	tag change.Device
}

// loadIdentity reads the server's key, or makes one. A restored server has no key
// file: it gets a new identity, so that no number is ever used twice.
func loadIdentity(path string) (identity, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return makeIdentity(path)
	}
	if err != nil {
		return identity{}, fmt.Errorf("read server key: %w", err)
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		return identity{}, fmt.Errorf("read server key %s: not PEM", path)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return identity{}, fmt.Errorf("read server key %s: %w", path, err)
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return identity{}, fmt.Errorf("read server key %s: not an ECDSA key", path)
	}
	return identityOf(key)
}

func makeIdentity(path string) (identity, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return identity{}, fmt.Errorf("make server key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return identity{}, fmt.Errorf("make server key: %w", err)
	}
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		return identity{}, fmt.Errorf("write server key: %w", err)
	}
	return identityOf(key)
}

func identityOf(key *ecdsa.PrivateKey) (identity, error) {
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return identity{}, fmt.Errorf("server key: %w", err)
	}
	sum := sha256.Sum256(point)
	return identity{key, change.Device(binary.BigEndian.Uint64(sum[:8])>>16 | 1)}, nil
}

// StableID is the id of a record that the pack or the server names by a key: the
// same key gives the same id on every node of the partition.
func StableID(partition, kindName, key string) change.ID {
	sum := sha256.Sum256([]byte("bamban id 1\n" + partition + "\n" + kindName + "\n" + key))
	return change.ID(sum[:16])
}

// enrolSelf records the server's own device, so that its signatures can be checked.
func (n *Node) enrolSelf(ctx context.Context, id identity) error {
	point, err := id.key.PublicKey.Bytes()
	if err != nil {
		return err
	}
	record := StableID(n.Pack.Partition, "device", id.tag.String())
	known, err := n.Projection.Lookup(ctx, []change.ID{record})
	if err != nil || len(known) > 0 {
		return err
	}
	device := account.Device{Name: "Máy chủ · Server", Tag: id.tag.String(), Key: base64.StdEncoding.EncodeToString(point), Status: "invited"}
	_, err = n.Writer.Write(ctx, change.ID{}, nil,
		writer.Draft{Kind: "device", Record: record, Fields: kind.Fields(device)},
		writer.Draft{Kind: "device", Record: record, Fields: kind.Fields(account.Device{Status: "active"})})
	if err != nil {
		return fmt.Errorf("enrol the server's device: %w", err)
	}
	return nil
}
