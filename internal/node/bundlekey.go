package node

import (
	"crypto/ecdh"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
)

// BundleKeyFile holds the key to which phones seal bundles of unsent work. Unlike
// the server's own key it is part of a backup: a restored server must open what was
// sealed before.
const BundleKeyFile = "bundle.key"

// loadBundleKey reads the key, or makes one.
func loadBundleKey(path string) (*ecdh.PrivateKey, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return makeBundleKey(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read bundle key: %w", err)
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		return nil, fmt.Errorf("read bundle key %s: not PEM", path)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read bundle key %s: %w", path, err)
	}
	// A P-256 key is read as one that signs.
	key, ok := parsed.(interface {
		ECDH() (*ecdh.PrivateKey, error)
	})
	if !ok {
		return nil, fmt.Errorf("read bundle key %s: not a P-256 key", path)
	}
	return key.ECDH()
}

func makeBundleKey(path string) (*ecdh.PrivateKey, error) {
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make bundle key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("make bundle key: %w", err)
	}
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		return nil, fmt.Errorf("write bundle key: %w", err)
	}
	return key, nil
}
