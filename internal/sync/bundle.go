package sync

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"

	"bamban/internal/bundle"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/signin"
)

// BundleAnswer says what became of a bundle, summed: whoever carried it learns
// nothing of what was in it.
type BundleAnswer struct {
	Device  change.Device `json:"device"`
	First   uint64        `json:"first"`
	Last    uint64        `json:"last"`
	MadeAt  int64         `json:"madeAt"`
	Part    int           `json:"part,omitempty"` // which file of how many, where there are several
	Of      int           `json:"of,omitempty"`
	Changes BundleChanges `json:"changes"`
	Files   BundleFiles   `json:"files"`
	// Why changes wait and files were not taken: each reason once.
	Why []BundleReason `json:"why"`
}

// BundleChanges counts the changes of a bundle by what Push answers.
type BundleChanges struct {
	Accepted    int `json:"accepted"`
	Conflict    int `json:"conflict"`
	Refused     int `json:"refused"`
	Quarantined int `json:"quarantined"`
}

// BundleFiles counts the files of a bundle.
type BundleFiles struct {
	Kept    int `json:"kept"` // those included that were here before
	Refused int `json:"refused"`
}

// BundleReason is why so many changes wait or files were not taken.
type BundleReason struct {
	Code string            `json:"code"`
	Text map[string]string `json:"text"`
	N    int               `json:"n"`
}

// Bundles reads files of unsent work that phones sealed to this server.
type Bundles struct {
	core  *Server
	files *Files
}

// NewBundles makes the reader of bundles.
func NewBundles(core *Server, files *Files) (*Bundles, error) {
	if core == nil || files == nil {
		return nil, errors.New("sync bundles: a dependency is missing")
	}
	return &Bundles{core, files}, nil
}

// Read takes what is in a bundle exactly as if its own device had come: the
// device's signatures, its user's rights now, the checks of uploads. Reading one
// again answers the same. A revoked device's bundle is refused as its push would
// be, for who has the phone may have its key; the file stays good, and is read once
// the revocation was taken back.
func (b *Bundles) Read(ctx context.Context, raw []byte) (*BundleAnswer, error) {
	h, _, err := bundle.ReadHeader(raw)
	if err != nil {
		return nil, err
	}
	if h.Partition != b.core.n.Pack.Partition {
		return nil, fault.New("bundle.other_unit", "")
	}
	h, body, err := bundle.Open(raw, b.core.n.BundleKey)
	if err != nil {
		return nil, err
	}
	pushes, err := pushesOf(h, body)
	if err != nil {
		return nil, err
	}
	d, err := b.core.s.Tagged(ctx, h.Device)
	switch {
	case errors.Is(err, fault.New("device.unknown", "")):
		return nil, fault.New("bundle.no_device", "")
	case errors.Is(err, fault.New("device.revoked", "")):
		return nil, fault.New("bundle.revoked", "")
	case err != nil:
		return nil, err
	}
	t := &tally{out: BundleAnswer{Device: h.Device, First: h.First, Last: h.Last, MadeAt: h.MadeAt, Part: h.Part, Of: h.Of}, why: map[string]*BundleReason{}}
	for _, p := range pushes {
		answer, err := b.core.pushOf(ctx, d, p)
		if err != nil {
			return nil, err
		}
		t.changes(answer.Answers)
	}
	for _, content := range body.Files {
		if err := t.file(b.files.take(ctx, d, content)); err != nil {
			return nil, err
		}
	}
	return t.answer(), nil
}

// pushesOf reads the pushes of a body; together they must be what the header says.
func pushesOf(h bundle.Header, body *bundle.Body) ([]*PushRequest, error) {
	next := h.First
	out := make([]*PushRequest, len(body.Pushes))
	for i, raw := range body.Pushes {
		r := &PushRequest{}
		if err := json.Unmarshal(raw, r); err != nil {
			return nil, fault.New("bundle.damaged", "").Because(err)
		}
		if r.Device != h.Device || r.Partition != h.Partition || r.From != next {
			return nil, fault.New("bundle.damaged", "")
		}
		next += uint64(len(r.Changes))
		out[i] = r
	}
	if next != h.Last+1 {
		return nil, fault.New("bundle.damaged", "")
	}
	return out, nil
}

// tally sums up what became of a bundle.
type tally struct {
	out BundleAnswer
	why map[string]*BundleReason
}

func (t *tally) changes(answers []ItemAnswer) {
	for _, a := range answers {
		switch a.Status {
		case "accepted":
			t.out.Changes.Accepted++
		case "conflict":
			t.out.Changes.Conflict++
		case "refused":
			t.out.Changes.Refused++
		case "quarantined":
			t.out.Changes.Quarantined++
			t.reason(a.Code, a.Text)
		}
	}
}

// file counts a file; an error that is not about the file itself is given back.
func (t *tally) file(err error) error {
	if err == nil {
		t.out.Files.Kept++
		return nil
	}
	f := fault.As(err)
	if f.Retry() || f.Class() == fault.Internal {
		return err
	}
	t.out.Files.Refused++
	t.reason(f.Code, map[string]string{"vi": f.Text("vi"), "en": f.Text("en")})
	return nil
}

func (t *tally) reason(code string, text map[string]string) {
	if t.why[code] == nil {
		t.why[code] = &BundleReason{Code: code, Text: text}
	}
	t.why[code].N++
}

func (t *tally) answer() *BundleAnswer {
	t.out.Why = []BundleReason{}
	for _, code := range slices.Sorted(maps.Keys(t.why)) {
		t.out.Why = append(t.out.Why, *t.why[code])
	}
	return &t.out
}

// take keeps a file that came in a bundle, by the checks of an upload.
func (f *Files) take(ctx context.Context, d *signin.Device, content []byte) error {
	sum := sha256.Sum256(content)
	digest := hex.EncodeToString(sum[:])
	c, err := f.claimOf(ctx, d, digest)
	if err != nil {
		return err
	}
	size := int64(len(content))
	if size > f.max || size == 0 {
		return fault.New("upload.too_large", "size", "max", f.max)
	}
	if c.spoken != nil {
		if err := f.mostSpoken(size); err != nil {
			return err
		}
	} else if have, err := f.blobs.Has(ctx, digest); err != nil || have {
		return err
	}
	return f.put(ctx, bytes.NewReader(content), size, digest, c)
}

// ReadBody reads a bundle's bytes off a request, within the bound.
func ReadBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bundle.MaxBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, fault.New("bundle.too_large", "", "max", bundle.MaxBytes>>20)
	case err != nil:
		return nil, fault.New("request.timeout", "").Because(err)
	}
	return raw, nil
}

// bundle answers a device of the partition that carried another's bundle.
func (h *Handler) bundle(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	status := func() int {
		defer h.recover(w, PathBundle)
		answer, err := h.carried(w, r)
		if err != nil {
			if fault.As(err).Class() == fault.Internal {
				h.slog.Error("sync request failed", "path", PathBundle, "error", err)
			}
			return h.writeFault(w, err)
		}
		return writeAnswer(w, r, answer)
	}()
	h.observe("POST "+PathBundle, status, time.Since(start))
}

func (h *Handler) carried(w http.ResponseWriter, r *http.Request) (*BundleAnswer, error) {
	if _, err := h.core.s.Token(r.Context(), Token(r)); err != nil {
		return nil, err
	}
	raw, err := ReadBody(w, r)
	if err != nil {
		return nil, err
	}
	return h.bundles.Read(r.Context(), raw)
}
