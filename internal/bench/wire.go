package bench

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
)

// wire is one kept-alive HTTP/1.1 connection. It does as little as a client can:
// clients share the cores with the server that is measured.
type wire struct {
	c net.Conn
	r *bufio.Reader
	w *bufio.Writer
}

func dial(addr string) (*wire, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &wire{c, bufio.NewReaderSize(c, 16<<10), bufio.NewWriterSize(c, 16<<10)}, nil
}

// do sends a request and reads all of its answer; an answer other than 200 is an
// error. header is whole lines.
func (w *wire) do(method, path, header string, body []byte) ([]byte, error) {
	if _, err := fmt.Fprintf(w.w, "%s %s HTTP/1.1\r\nHost: bench\r\n%sContent-Length: %d\r\n\r\n", method, path, header, len(body)); err != nil {
		return nil, err
	}
	if _, err := w.w.Write(body); err != nil {
		return nil, err
	}
	if err := w.w.Flush(); err != nil {
		return nil, err
	}
	res, err := http.ReadResponse(w.r, nil)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d: %.300s", res.StatusCode, raw)
	}
	return raw, err
}

func (w *wire) close() { _ = w.c.Close() }
