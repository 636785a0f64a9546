package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"

	"bamban/internal/fault"
)

// The bounds of a workbook that is taken in.
const (
	MaxBytes    = 64 << 20  // of the file
	maxUnzipped = 512 << 20 // of all its parts together
	maxPart     = 384 << 20 // of one sheet
	maxEntries  = 2000
	maxSheets   = 300
)

// Guard opens the archive of a workbook, or says in plain words why the file is not
// taken: another format, a password, macros, a size. most bounds what its parts may
// unpack to, as the archive itself declares them; who reads one bounds it again.
func Guard(r io.ReaderAt, size, most int64) (*zip.Reader, error) {
	head := make([]byte, 8)
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if bytes.Equal(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return nil, compound(r, size)
	}
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return nil, fault.New("workbook.not_xlsx", "")
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fault.New("workbook.broken", "").Because(err)
	}
	if len(z.File) > maxEntries {
		return nil, fault.New("workbook.too_large", "", "max", most>>20)
	}
	total, workbook := uint64(0), false
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"), strings.HasPrefix(name, "xl/macrosheets/"):
			return nil, fault.New("workbook.macros", "")
		case name == "xl/workbook.xml":
			workbook = true
		}
		if total += f.UncompressedSize64; f.UncompressedSize64 > uint64(most) || total > uint64(most) {
			return nil, fault.New("workbook.too_large", "", "max", most>>20)
		}
	}
	if !workbook {
		return nil, fault.New("workbook.not_xlsx", "")
	}
	return z, nil
}

// compound tells apart the files that Office keeps in its old container: a workbook
// under a password, and the xls of before 2007.
func compound(r io.ReaderAt, size int64) error {
	const most = 1 << 20
	// Names in the container are UTF-16.
	wide := func(s string) []byte { return []byte(strings.Join(strings.Split(s, ""), "\x00") + "\x00") }
	for _, from := range []int64{0, max(0, size-most)} { // the directory stands at either end
		part, err := io.ReadAll(io.NewSectionReader(r, from, most))
		if err == nil && bytes.Contains(part, wide("EncryptedPackage")) {
			return fault.New("workbook.encrypted", "")
		}
	}
	return fault.New("workbook.old_format", "")
}

// bounded reads at most so many bytes and then fails, whatever the archive declared.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fault.New("workbook.too_large", "", "max", maxPart>>20)
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err
}
