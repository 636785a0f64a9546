package bench

import (
	"compress/gzip"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"

	"bamban/internal/change"
	"bamban/internal/projection"
	"bamban/internal/signin"
)

var zeroPos projection.FeedPos

func newUser(login string, unit change.ID) signin.NewUser {
	return signin.NewUser{Login: login, Name: "Bench " + login, Unit: unit, Role: "station_officer", Password: "thong-so-may-42"}
}

func text(s string) json.RawMessage {
	b, _ := json.Marshal(s) // a string always encodes
	return b
}

type randomReader struct{}

func (randomReader) Read(p []byte) (int, error) { return rand.Read(p) }

// packed asks for gzip and unpacks behind the meter.
type packed struct{ m *meter }

func (t *packed) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Accept-Encoding", "gzip")
	res, err := t.m.RoundTrip(r)
	if err != nil || res.Header.Get("Content-Encoding") != "gzip" {
		return res, err
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		return nil, err
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{z, res.Body}
	return res, nil
}
