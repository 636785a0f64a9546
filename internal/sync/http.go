package sync

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"bamban/internal/fault"
)

// Paths of the protocol.
const (
	PathEnrol = "/sync/v1/enrol"
	PathHello = "/sync/v1/hello"
	PathPush  = "/sync/v1/push"
	PathPull  = "/sync/v1/pull"
	PathSeal  = "/sync/v1/seal"

	PathEscrow = "/sync/v1/escrow"
	PathDoor   = "/sync/v1/door"
	PathReopen = "/sync/v1/reopen"
	PathLost   = "/sync/v1/lost"
	PathFiles  = "/sync/v1/files/"
	PathBundle = "/sync/v1/bundle"
	PathHints  = "/sync/v1/hints"
)

// Bounds of a request body: as it comes, and unpacked.
const (
	maxBody     = 8 << 20
	maxUnpacked = 16 << 20
)

// Handler puts the protocol on HTTP: JSON both ways, gzip both ways where the
// device says so, a bearer token. bundles reads what devices carry for others; writeFault answers errors the way the rest of
// the server does.
type Handler struct {
	core       *Server
	bundles    *Bundles
	writeFault func(http.ResponseWriter, error) int
	observe    func(route string, status int, took time.Duration)
	slog       *slog.Logger
	mux        *http.ServeMux
}

// NewHandler makes the handler; files serves uploads under [PathFiles].
func NewHandler(core *Server, files http.Handler, bundles *Bundles, writeFault func(http.ResponseWriter, error) int, observe func(string, int, time.Duration), log *slog.Logger) (*Handler, error) {
	if core == nil || files == nil || bundles == nil || writeFault == nil || observe == nil || log == nil {
		return nil, errors.New("sync handler: a dependency is missing")
	}
	h := &Handler{core: core, bundles: bundles, writeFault: writeFault, observe: observe, slog: log, mux: http.NewServeMux()}
	post(h, PathEnrol, func(ctx context.Context, _ string, r *EnrolRequest) (*EnrolAnswer, error) { return core.Enrol(ctx, *r) })
	post(h, PathHello, func(ctx context.Context, token string, r *HelloRequest) (*HelloAnswer, error) {
		return core.Hello(ctx, token, *r)
	})
	post(h, PathPush, core.Push)
	post(h, PathPull, func(ctx context.Context, token string, r *PullRequest) (*PullAnswer, error) {
		return core.Pull(ctx, token, *r)
	})
	post(h, PathSeal, func(ctx context.Context, token string, _ *struct{}) (*struct{}, error) {
		return &struct{}{}, core.Seal(ctx, token)
	})
	post(h, PathEscrow, func(ctx context.Context, token string, r *EscrowRequest) (*struct{}, error) {
		return &struct{}{}, core.Escrow(ctx, token, *r)
	})
	post(h, PathDoor, func(ctx context.Context, door string, _ *struct{}) (*DoorAnswer, error) { return core.Door(ctx, door) })
	post(h, PathReopen, func(ctx context.Context, door string, r *ReopenRequest) (*ReopenAnswer, error) {
		return core.Reopen(ctx, door, *r)
	})
	post(h, PathLost, func(ctx context.Context, door string, r *LostRequest) (*struct{}, error) {
		return &struct{}{}, core.Lost(ctx, door, *r)
	})
	post(h, PathHints, func(ctx context.Context, token string, r *HintsRequest) (*HintsAnswer, error) {
		return core.Hints(ctx, token, *r)
	})
	h.mux.HandleFunc("POST "+PathBundle, h.bundle)
	h.mux.Handle(PathFiles, files)
	return h, nil
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

// Paths lists the handler's routes, for the test that calls each without a token.
func Paths() []string {
	return []string{PathEnrol, PathHello, PathPush, PathPull, PathSeal, PathEscrow, PathDoor, PathReopen, PathLost, PathFiles, PathBundle, PathHints}
}

func post[Q, A any](h *Handler, path string, do func(context.Context, string, *Q) (*A, error)) {
	h.mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		status := func() int {
			defer h.recover(w, path)
			var q Q
			if err := readBody(w, r, &q); err != nil {
				return h.writeFault(w, err)
			}
			answer, err := do(r.Context(), Token(r), &q)
			if err != nil {
				if fault.As(err).Class() == fault.Internal {
					h.slog.Error("sync request failed", "path", path, "error", err)
				}
				return h.writeFault(w, err)
			}
			return writeAnswer(w, r, answer)
		}()
		h.observe("POST "+path, status, time.Since(start))
	})
}

func (h *Handler) recover(w http.ResponseWriter, path string) {
	if p := recover(); p != nil {
		h.slog.Error("panic", "path", path, "panic", p)
		h.writeFault(w, fault.New("internal", ""))
	}
}

// Token is the request's bearer token.
func Token(r *http.Request) string {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return token
}

// readBody reads JSON, unpacking gzip within a bound: an archive bomb is refused
// after as many bytes as an honest request may have.
func readBody(w http.ResponseWriter, r *http.Request, to any) error {
	var body io.Reader = http.MaxBytesReader(w, r.Body, maxBody)
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bufio.NewReader(body))
		if err != nil {
			return fault.New("body.not_gzip", "").Because(err)
		}
		body = z
	}
	raw, err := io.ReadAll(io.LimitReader(body, maxUnpacked+1))
	if err != nil {
		var tooLarge *http.MaxBytesError
		var timeout net.Error
		switch {
		case errors.As(err, &tooLarge):
			return fault.New("body.too_large", "", "max", "8 MiB")
		case errors.As(err, &timeout):
			return fault.New("request.timeout", "").Because(err)
		}
		return fault.New("body.not_gzip", "").Because(err)
	}
	if len(raw) > maxUnpacked {
		return fault.New("body.bomb", "")
	}
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, to); err != nil {
		return fault.New("body.not_json", "").Because(err)
	}
	return nil
}

// Encode writes a message as JSON. Texts are left as they are: what is hashed and
// signed must arrive byte for byte.
func Encode(message any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(message); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// gzipFrom is the size from which compressing pays.
const gzipFrom = 400

func writeAnswer(w http.ResponseWriter, r *http.Request, answer any) int {
	raw, err := Encode(answer)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return http.StatusInternalServerError
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	if len(raw) < gzipFrom || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		_, _ = w.Write(raw)
		return http.StatusOK
	}
	h.Set("Content-Encoding", "gzip")
	z, _ := gzip.NewWriterLevel(w, gzip.DefaultCompression) // the level is a good one
	_, _ = z.Write(raw)
	_ = z.Close() // a reader that has gone is not our fault
	return http.StatusOK
}
