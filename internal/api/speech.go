package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"

	"bamban/internal/access"
	"bamban/internal/blob"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/pack"
	"bamban/internal/speech"
	"bamban/internal/writer"
)

// createRecording takes a recording's bytes and makes the record that speaks of them:
// what it is, how long and its digest are the server's own findings.
func createRecording(c *call) (any, error) {
	of, language := c.r.URL.Query().Get("of"), c.r.URL.Query().Get("language")
	if !speech.IsOf(of) {
		return nil, fault.New("recording.of", "of", "of", clip(of))
	}
	k := c.s.Node.Kinds.Get("recording")
	if !c.who.Viewer.Can(access.Create, k, access.At{User: c.who.Viewer.User}) {
		return nil, fault.New("forbidden", "")
	}
	raw, err := c.sound()
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(raw)
	r := speech.Recording{Of: of, Language: language, Status: speech.InUse, Digest: hex.EncodeToString(digest[:]), By: c.who.Viewer.User, On: c.s.Node.Today()}
	if r.Media, err = blob.MediaOf(bytes.NewReader(raw)); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(r.Media, "audio/") {
		return nil, fault.New("recording.not_sound", "", "type", r.Media)
	}
	r.Size = int64(len(raw))
	d := writer.Draft{Kind: k.Name, Record: c.s.Node.Writer.NewID(), Fields: kind.Fields(r)}
	// Before the file is kept: one that no record can speak of would stay for ever.
	if err := k.Validate(d.Fields, true, c.s.Node.Writer.Terms); err != nil {
		return nil, err
	}
	if _, _, err := c.s.Files.Put(c, bytes.NewReader(raw), r.Digest, r.Size); err != nil {
		return nil, err
	}
	if _, err := c.s.Node.Writer.Write(c, c.who.Viewer.User, nil, d); err != nil {
		return nil, err
	}
	made, err := c.s.Node.Projection.Get(c, d.Record)
	if err != nil {
		return nil, err
	}
	record, err := c.show(made)
	return created{record}, err
}

// sound reads the request's bytes within the pack's bound.
func (c *call) sound() ([]byte, error) {
	most := int64(c.s.Node.Pack.Settings.Int(pack.RecordingKB, c.s.Node.Today())) * 1000
	raw, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, most))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, fault.New("upload.too_large", "", "max", most)
	case err != nil:
		return nil, fault.New("request.timeout", "").Because(err)
	}
	return raw, nil
}
