package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	gosync "sync"
	"time"

	"bamban/internal/api"
	"bamban/internal/blob"
	"bamban/internal/config"
	"bamban/internal/fault"
	"bamban/internal/importer"
	"bamban/internal/node"
	"bamban/internal/privacy"
	"bamban/internal/signin"
	"bamban/internal/sync"
	"bamban/web"

	"github.com/klauspost/compress/gzhttp"
)

// service is a node with everything around it that answers requests.
type service struct {
	node    *node.Node
	signIn  *signin.Service
	api     *api.Server
	sync    *sync.Handler
	files   *sync.Files
	blobs   *blob.Store
	imports *importer.Desk
	privacy *privacy.Service
	metrics *metrics
	handler http.Handler
}

// newService puts HTTP around a node. The node stays the caller's to close.
func newService(n *node.Node, packFS fs.FS, c *config.Config, accounts []api.Account, log *slog.Logger) (*service, error) {
	s := &service{node: n, signIn: signin.New(n), metrics: newMetrics(n)}
	var err error
	if s.blobs, err = blob.Open(filepath.Join(n.Dir(), "files")); err != nil {
		return nil, err
	}
	core, err := sync.New(n, s.signIn)
	if err != nil {
		return nil, err
	}
	s.files, err = sync.NewFiles(core, s.blobs, filepath.Join(n.Dir(), "uploads"), c.MaxUpload, api.WriteFault, log)
	if err != nil {
		return nil, err
	}
	bundles, err := sync.NewBundles(core, s.files)
	if err != nil {
		return nil, err
	}
	if s.imports, err = importer.NewDesk(n); err != nil {
		return nil, err
	}
	if s.privacy, err = privacy.New(n, s.blobs); err != nil {
		return nil, err
	}
	if s.api, err = api.New(api.Deps{Node: n, SignIn: s.signIn, Sync: core, PackFS: packFS, Files: s.blobs, Bundles: bundles, Imports: s.imports, Privacy: s.privacy, Version: Version, Accounts: accounts,
		Secure: c.Secure(), Observe: s.metrics.observe, Slog: log}); err != nil {
		return nil, err
	}
	if s.sync, err = sync.NewHandler(core, s.files, bundles, api.WriteFault, s.metrics.observe, log); err != nil {
		return nil, err
	}
	media, err := sync.NewMedia(core, packFS, api.WriteFault)
	if err != nil {
		return nil, err
	}
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1200))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/api/", compress(s.api))
	mux.Handle("/sync/", s.sync)
	mux.Handle(sync.PathMedia, media)
	mux.Handle(sync.PathMaps, compress(sync.NewMaps(core, s.api.PhoneMaps(), api.WriteFault)))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", s.ready)
	if c.Metrics {
		mux.Handle("GET /metrics", s.metrics.handler())
	} else {
		mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "The figures are off: start with --metrics (or BAMBAN_METRICS=true).", http.StatusNotFound)
		})
	}
	mux.Handle("/", compress(page(web.FS())))
	s.handler = guard(mux)
	return s, nil
}

// ready reports whether the projection is up to the log.
func (s *service) ready(w http.ResponseWriter, r *http.Request) {
	head, err := s.node.Head(r.Context())
	if err != nil || s.node.Projection.Seq() < head.Seq {
		http.Error(w, "folding", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

// guard sets the headers that every answer has.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		if !strings.HasPrefix(r.URL.Path, "/sync/") {
			h.Set("Referrer-Policy", "same-origin")
			h.Set("X-Frame-Options", "DENY")
			h.Set("Content-Security-Policy", "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
		}
		next.ServeHTTP(w, r)
	})
}

// serve answers until the context ends, and sweeps meanwhile.
func (s *service) serve(ctx context.Context, c *config.Config, log *slog.Logger, listening func(url string)) (err error) {
	defer func() { err = errors.Join(err, s.imports.Close()) }()
	ctx, stop := context.WithCancel(ctx)
	var sweeping gosync.WaitGroup
	sweeping.Go(func() { s.files.SweepDaily(ctx, time.Duration(c.UploadDays)*24*time.Hour) })
	sweeping.Go(func() { eachDay(ctx, s.node, log) })
	sweeping.Go(func() { s.privacy.Keep(ctx, time.Hour) })
	defer sweeping.Wait()
	defer stop()
	debug.FreeOSMemory() // opening the pack took more than serving needs
	dropStartPages()
	return listenAndServe(ctx, c, s.handler, log, listening)
}

// eachDay brings into force, soon after midnight, what was published for the day.
func eachDay(ctx context.Context, n *node.Node, log *slog.Logger) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := n.DayBegan(ctx); err != nil && ctx.Err() == nil {
				log.Error("programs whose day has come could not be brought into force; it is tried again", "error", err)
			}
		}
	}
}

// listenAndServe answers until the context ends, then lets what is under way
// finish.
func listenAndServe(ctx context.Context, c *config.Config, h http.Handler, log *slog.Logger, listening func(url string)) error {
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fault.New("shell.listen", "addr", "addr", c.Addr).Because(err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
	scheme := "http"
	if c.TLSCert != "" {
		scheme = "https"
	}
	ended := make(chan error, 1)
	go func() {
		if c.TLSCert != "" {
			ended <- server.ServeTLS(l, c.TLSCert, c.TLSKey)
			return
		}
		ended <- server.Serve(l)
	}()
	listening(scheme + "://" + readable(l.Addr()))
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err = server.Shutdown(stop)
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// readable names an address as a browser takes it.
func readable(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// locked takes the folder for this process; two servers on one folder would each
// think that they write alone.
func locked(dir string) (release func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	return lockFile(filepath.Join(dir, "lock"))
}
