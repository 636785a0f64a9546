package maps

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"strconv"

	"bamban/internal/fault"
)

// The fixed header of PMTiles version 3 (its specification, section 3).
const (
	headerSize = 127
	magic      = "PMTiles"

	versionAt         = 7
	internalCompAt    = 97
	tileCompressionAt = 98
	tileTypeAt        = 99
	minZoomAt         = 100
	maxZoomAt         = 101
)

// Bounds of what is read of a file's directories.
const (
	maxDirectory = 8 << 20
	maxLeaves    = 4096
	maxTileZoom  = 26
	firstRead    = 16 << 10 // header and root lie within, says the specification
	lastTile     = 1 << 56  // more than there are at the highest zoom
)

// compressions are by their numbers in the specification; the readers at the desk
// and on phones unpack the first two and take 0, "unknown", for unpacked.
var compressions = []string{"unknown", "none", "gzip", "brotli", "zstd"}

// part is a range of the file.
type part struct{ offset, length uint64 }

// tilesHeader is what of the header is needed to walk the directories.
type tilesHeader struct {
	root, leaves, data part
	packed             byte
}

// checkPMTiles reads the header and the directories: that it is one, of version 3,
// of tiles that can be drawn, and that all it names lies within the file.
func checkPMTiles(r io.ReaderAt, size int64) *fault.Fault {
	var h [headerSize]byte
	if _, err := r.ReadAt(h[:], 0); err != nil || string(h[:len(magic)]) != magic {
		// A file of version 2 begins otherwise.
		if h[0] == 'P' && h[1] == 'M' && h[2] == 2 && h[3] == 0 {
			return fault.New("map.version", "", "version", "2")
		}
		return fault.New("map.not_pmtiles", "").Because(err)
	}
	if v := h[versionAt]; v != 3 {
		return fault.New("map.version", "", "version", strconv.Itoa(int(v)))
	}
	at := func(i int) part {
		return part{binary.LittleEndian.Uint64(h[i:]), binary.LittleEndian.Uint64(h[i+8:])}
	}
	for _, i := range []int{8, 24, 40, 56} {
		if !at(i).within(uint64(size)) {
			return fault.New("map.cut", "")
		}
	}
	if t := h[tileTypeAt]; t < 1 || t > 5 {
		return fault.New("map.tiles", "", "type", strconv.Itoa(int(t)))
	}
	for _, i := range []int{internalCompAt, tileCompressionAt} {
		if c := h[i]; c > 2 {
			return fault.New("map.compression", "", "name", compressionName(c))
		}
	}
	root := at(8)
	if h[minZoomAt] > h[maxZoomAt] || h[maxZoomAt] > maxTileZoom || root.offset+root.length > firstRead {
		return fault.New("map.directory", "")
	}
	return tilesHeader{root, at(40), at(56), h[internalCompAt]}.walk(r)
}

func (p part) within(size uint64) bool { return p.offset <= size && p.length <= size-p.offset }

func compressionName(c byte) string {
	if int(c) < len(compressions) {
		return compressions[c]
	}
	return strconv.Itoa(int(c))
}

// walk reads the root and what hangs on it: one level, as the specification
// advises and writers do, and one more.
func (h tilesHeader) walk(r io.ReaderAt) *fault.Fault {
	level := []part{h.root}
	for depth, read := 0, 0; len(level) > 0; depth++ {
		var next []part
		for _, d := range level {
			if read++; read > maxLeaves {
				return nil // a file this large has been looked at enough
			}
			leaves, err := h.directory(r, d)
			if err != nil || (depth == 2 && len(leaves) > 0) {
				return fault.New("map.directory", "").Because(err)
			}
			next = append(next, leaves...)
		}
		level = next
	}
	return nil
}

var errDirectory = errors.New("a directory that names what is not there")

// directory reads one directory and gives the leaves that it names.
func (h tilesHeader) directory(r io.ReaderAt, d part) ([]part, error) {
	if d.length == 0 || d.length > maxDirectory {
		return nil, errDirectory
	}
	var in io.Reader = io.NewSectionReader(r, int64(d.offset), int64(d.length))
	if h.packed == 2 {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		in = z
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxDirectory+1))
	if err != nil {
		return nil, err
	}
	columns, err := readColumns(raw)
	if err != nil {
		return nil, err
	}
	return h.leavesOf(columns)
}

// readColumns reads a directory's four columns: steps between tile numbers, run
// lengths, lengths and offsets.
func readColumns(raw []byte) ([4][]uint64, error) {
	var out [4][]uint64
	b := bufio.NewReader(bytes.NewReader(raw))
	n, err := binary.ReadUvarint(b)
	if err != nil || n == 0 || n > uint64(len(raw))/4 {
		return out, errors.Join(errDirectory, err)
	}
	for c := range out {
		out[c] = make([]uint64, n)
		for i := range out[c] {
			if out[c][i], err = binary.ReadUvarint(b); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

func (h tilesHeader) leavesOf(c [4][]uint64) ([]part, error) {
	var leaves []part
	var tile uint64
	var last part
	for i := range c[0] {
		if c[0][i] > lastTile || tile+c[0][i] > lastTile || (i > 0 && c[0][i] == 0) {
			return nil, errDirectory
		}
		tile += c[0][i]
		p := part{c[3][i] - 1, c[2][i]}
		if c[3][i] == 0 {
			if i == 0 {
				return nil, errDirectory
			}
			p.offset = last.offset + last.length
		}
		last = p
		section := h.data
		if c[1][i] == 0 {
			section = h.leaves
			leaves = append(leaves, part{h.leaves.offset + p.offset, p.length})
		}
		if p.length == 0 || !p.within(section.length) {
			return nil, errDirectory
		}
	}
	return leaves, nil
}
