package node

import (
	"context"
	"encoding/base64"
	"fmt"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/projection"
)

// CheckLog proves of a log, by itself and a projection of it, that nothing was
// removed or altered: every content agrees with its hash and every entry with the
// chain; each batch was signed by the device that it names, whose key is in the
// log; and an erasure accounts for each content that is gone. An error that is
// log.ErrBroken says where it does not hold.
func CheckLog(ctx context.Context, l log.Log, p *projection.Projection, progress projection.Progress) error {
	keys, err := deviceKeys(ctx, p)
	if err != nil {
		return err
	}
	return projection.CheckLog(ctx, l, progress, func(e *log.Entry) error {
		if err := keys.signed(e); err != nil {
			return err
		}
		return unexplained(ctx, p, e)
	})
}

// keyring is the public keys of devices, as the log has them.
type keyring map[change.Device]string

func deviceKeys(ctx context.Context, p *projection.Projection) (keyring, error) {
	keys := keyring{}
	err := p.Each(ctx, "device", func(r *projection.Record) error {
		d, err := kind.Into[account.Device](r.Kind, r.State)
		if err != nil {
			return err
		}
		tag, err := change.ParseDevice(d.Tag)
		if err == nil {
			keys[tag] = d.Key
		}
		return nil
	})
	return keys, err
}

func (k keyring) signed(e *log.Entry) error {
	text := k[e.Batch.Device]
	point, err := base64.StdEncoding.DecodeString(text)
	if err != nil || text == "" {
		return fmt.Errorf("device %s has no key in this log: %w", e.Batch.Device, log.ErrBroken)
	}
	key, err := change.ParseKey(point)
	if err != nil {
		return fmt.Errorf("the key of device %s is none: %w", e.Batch.Device, log.ErrBroken)
	}
	if !change.Verify(key, e.Batch.Digest(e.Hashes), e.Batch.Signature) {
		return fmt.Errorf("the signature is not of device %s: %w", e.Batch.Device, log.ErrBroken)
	}
	return nil
}

// unexplained refuses a content that is gone and that no erasure accounts for.
func unexplained(ctx context.Context, p *projection.Projection, e *log.Entry) error {
	for i, content := range e.Batch.Contents {
		if content != nil {
			continue
		}
		ok, err := p.Erased(ctx, e.Batch.Device, e.Batch.From+uint64(i))
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("change %d was removed: %w", e.Batch.From+uint64(i), log.ErrBroken)
		}
	}
	return nil
}
