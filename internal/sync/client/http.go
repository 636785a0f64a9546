package client

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"bamban/internal/fault"
	"bamban/internal/sync"
)

// HTTP carries messages over HTTP. Client is required; Base is the server's URL
// without a slash at the end.
type HTTP struct {
	Client *http.Client
	Base   string
}

var _ Transport = (*HTTP)(nil)

// Hello implements Transport.
func (t *HTTP) Hello(ctx context.Context, token string, r sync.HelloRequest) (*sync.HelloAnswer, error) {
	return send[sync.HelloAnswer](ctx, t, sync.PathHello, token, r)
}

// Push implements Transport.
func (t *HTTP) Push(ctx context.Context, token string, r *sync.PushRequest) (*sync.PushAnswer, error) {
	return send[sync.PushAnswer](ctx, t, sync.PathPush, token, r)
}

// Pull implements Transport.
func (t *HTTP) Pull(ctx context.Context, token string, r sync.PullRequest) (*sync.PullAnswer, error) {
	return send[sync.PullAnswer](ctx, t, sync.PathPull, token, r)
}

// Enrol makes a device.
func (t *HTTP) Enrol(ctx context.Context, r sync.EnrolRequest) (*sync.EnrolAnswer, error) {
	return send[sync.EnrolAnswer](ctx, t, sync.PathEnrol, "", r)
}

// gzipFrom is the size from which a body is sent compressed.
const gzipFrom = 1000

func send[A any](ctx context.Context, t *HTTP, path, token string, body any) (*A, error) {
	raw, err := sync.Encode(body)
	if err != nil {
		return nil, err
	}
	packed := len(raw) >= gzipFrom
	if packed {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(raw); err != nil {
			return nil, err
		}
		if err := z.Close(); err != nil {
			return nil, err
		}
		raw = b.Bytes()
	}
	return post[A](ctx, t, path, token, "application/json", packed, raw)
}

// post sends a body and reads the answer.
func post[A any](ctx context.Context, t *HTTP, path, token, media string, packed bool, raw []byte) (*A, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.Base+path, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", media)
	if packed {
		req.Header.Set("Content-Encoding", "gzip")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := t.Client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if res.StatusCode != http.StatusOK {
		return nil, faultOf(res.StatusCode, answer)
	}
	var out A
	if err := json.Unmarshal(answer, &out); err != nil {
		return nil, fmt.Errorf("%s: not the server's answer: %w", path, err)
	}
	return &out, nil
}

// faultOf reads a fault; an answer that is none (a captive portal's page) is an
// error that says nothing about the message.
func faultOf(status int, body []byte) error {
	var w struct {
		Error struct {
			Code, Field string
			Args        map[string]string
		}
	}
	if json.Unmarshal(body, &w) != nil || w.Error.Code == "" {
		return fmt.Errorf("status %d without an answer of the server", status)
	}
	f := fault.New(w.Error.Code, w.Error.Field)
	f.Args = w.Error.Args
	return f
}
