package client

import (
	"context"
	"crypto/ecdh"

	"bamban/internal/bundle"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/sync"
)

// Bundle seals what is not acknowledged, and the given files, for the server whose
// key is given. Each change is signed by itself, so that whatever part of them the
// server gets another way, the rest is taken.
func (c *Client) Bundle(server *ecdh.PublicKey, files ...[]byte) ([]byte, error) {
	contents, from := c.Store.Waiting(len(c.Store.Mine))
	if len(contents) == 0 {
		return nil, fault.New("bundle.empty", "")
	}
	body := &bundle.Body{Files: files}
	for i, content := range contents {
		r, err := c.signed([][]byte{content}, from+uint64(i))
		if err != nil {
			return nil, err
		}
		raw, err := sync.Encode(r)
		if err != nil {
			return nil, err
		}
		body.Pushes = append(body.Pushes, raw)
	}
	return bundle.Seal(bundle.Header{Partition: c.Partition, Device: c.Tag, First: from, Last: from + uint64(len(contents)) - 1, MadeAt: c.Now(),
		Changes: len(contents), Files: len(files)}, body, server, c.Random)
}

// signed makes the push of a batch.
func (c *Client) signed(contents [][]byte, from uint64) (*sync.PushRequest, error) {
	b := &change.Batch{Partition: c.Partition, Device: c.Tag, User: c.User, From: from, Contents: contents}
	if err := b.Sign(c.Random, c.Key); err != nil {
		return nil, err
	}
	req := &sync.PushRequest{Partition: b.Partition, Device: b.Device, User: b.User, From: from, Signature: b.Signature}
	for _, content := range contents {
		req.Changes = append(req.Changes, content)
	}
	return req, nil
}

// Bundle carries another device's bundle to the server.
func (t *HTTP) Bundle(ctx context.Context, token string, raw []byte) (*sync.BundleAnswer, error) {
	return post[sync.BundleAnswer](ctx, t, sync.PathBundle, token, "application/octet-stream", false, raw)
}
