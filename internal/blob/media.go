package blob

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// allowed are the media types that the store takes: photos, papers, voice.
var allowed = []string{"image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf",
	"audio/ogg", "audio/mp4", "audio/webm", "audio/amr", "audio/3gpp", "audio/mpeg", "audio/wave"}

// Allowed reports whether the store takes files of a media type.
func Allowed(media string) bool { return slices.Contains(allowed, media) }

// head is how much of a file tells its type.
const head = 4 << 10

// MediaOf tells a file's type from its content and goes back to its beginning.
// Containers that may hold pictures are looked into: a video is not a recording.
func MediaOf(f io.ReadSeeker) (string, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	b := make([]byte, head)
	n, err := io.ReadFull(f, b)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", fmt.Errorf("read the beginning: %w", err)
	}
	b = b[:n]
	media := sniff(b)
	switch {
	case media == "audio/mp4" || media == "audio/3gpp":
		video, err := hasVideo(f)
		if err != nil {
			return "", err
		}
		if video {
			media = strings.Replace(media, "audio", "video", 1)
		}
	case media == "video/webm" && isVoice(b):
		media = "audio/webm"
	}
	_, err = f.Seek(0, io.SeekStart)
	return media, err
}

func sniff(b []byte) string {
	switch {
	case isMP3(b):
		return "audio/mpeg"
	case bytes.HasPrefix(b, []byte("#!AMR")):
		return "audio/amr"
	case bytes.HasPrefix(b, []byte("OggS")):
		if first := b[:min(len(b), 128)]; bytes.Contains(first, []byte("OpusHead")) || bytes.Contains(first, []byte("\x01vorbis")) {
			return "audio/ogg"
		}
		return "application/ogg"
	case len(b) >= 12 && string(b[4:8]) == "ftyp":
		return brand(b)
	}
	media, _, _ := strings.Cut(http.DetectContentType(b), ";")
	return media
}

// isMP3 reports whether a file begins with a frame of MPEG audio layer III (ISO/IEC
// 11172-3, 2.4.1.3) that is followed by another, as far as the beginning reaches. One
// with an ID3 tag is told by the tag.
func isMP3(b []byte) bool {
	size := mp3Frame(b)
	return size > 0 && (size+4 > len(b) || mp3Frame(b[size:]) > 0)
}

// mp3Frame gives the length of the frame that b begins with; 0 for none.
func mp3Frame(b []byte) int {
	if len(b) < 4 || b[0] != 0xFF || b[1]&0xE6 != 0xE2 {
		return 0
	}
	version := b[1] >> 3 & 3 // 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5
	rate := []int{44100, 48000, 32000, 0}[b[2]>>2&3]
	kbit := []int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}[b[2]>>4]
	perFrame := 144
	if version != 3 {
		kbit = []int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}[b[2]>>4]
		rate, perFrame = rate/2, 72
		if version == 0 {
			rate /= 2
		}
	}
	if version == 1 || rate == 0 || kbit == 0 {
		return 0
	}
	return perFrame*kbit*1000/rate + int(b[2]>>1&1)
}

// brand reads the first box of an ISO base media file (ISO/IEC 14496-12): its
// major brand, and where that is a general one, the compatible ones.
func brand(b []byte) string {
	size := int(min(int64(binary.BigEndian.Uint32(b)), int64(len(b))))
	brands := []string{string(b[8:12])}
	for at := 16; at+4 <= size; at += 4 {
		brands = append(brands, string(b[at:at+4]))
	}
	if slices.Contains(brands, "avif") || slices.Contains(brands, "avis") {
		return "image/avif"
	}
	for _, x := range brands {
		switch {
		case slices.Contains([]string{"heic", "heix", "heim", "heis"}, x):
			return "image/heic"
		case strings.HasPrefix(x, "qt"):
			return "video/quicktime"
		case x == brands[0] && strings.HasPrefix(x, "3g"):
			return "audio/3gpp"
		}
	}
	return "audio/mp4" // until a picture is found in it
}

// maxBoxes is how many boxes of a hostile file are looked at.
const maxBoxes = 4096

// hasVideo walks the boxes of an ISO base media file and reports whether one of
// its tracks is handled as anything but sound.
func hasVideo(f io.ReadSeeker) (bool, error) {
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return false, err
	}
	w := &boxes{f: f}
	err = w.walk(0, end)
	return w.other || !w.sound, err
}

// boxes is a walk; sound and other tell what the tracks hold.
type boxes struct {
	f            io.ReadSeeker
	seen         int
	sound, other bool
}

func (w *boxes) walk(at, end int64) error {
	for at+8 <= end && w.seen < maxBoxes {
		w.seen++
		var b [24]byte
		if _, err := w.f.Seek(at, io.SeekStart); err != nil {
			return err
		}
		n, err := io.ReadFull(w.f, b[:])
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		size, header := int64(binary.BigEndian.Uint32(b[:])), int64(8)
		switch {
		case size == 1 && n >= 16:
			size, header = int64(binary.BigEndian.Uint64(b[8:])), 16
		case size == 0:
			size = end - at
		}
		if size < header || size > end-at {
			return nil // broken or cut off: what was found so far counts
		}
		switch string(b[4:8]) {
		case "moov", "trak", "mdia":
			if err := w.walk(at+header, at+size); err != nil {
				return err
			}
		case "hdlr": // version and flags, pre_defined, handler_type
			if n >= 20 && header == 8 {
				w.sound = w.sound || string(b[16:20]) == "soun"
				w.other = w.other || string(b[16:20]) == "vide"
			}
		}
		at += size
	}
	return nil
}

// isVoice reads the beginning of a WebM file (EBML, RFC 8794 and RFC 9559): it is
// a recording if its tracks are there and all of them sound.
func isVoice(b []byte) bool {
	const (
		segment, tracks, entry, trackType = 0x18538067, 0x1654AE6B, 0xAE, 0x83
		sound                             = 2
	)
	found := false
	for at := 0; at < len(b); {
		id, n := vint(b[at:], false)
		size, m := vint(b[at+n:], true)
		if n == 0 || m == 0 {
			break
		}
		at += n + m
		switch id {
		case segment, tracks, entry:
			continue // look inside
		case trackType:
			if at >= len(b) || b[at] != sound {
				return false
			}
			found = true
		}
		if size > uint64(len(b)-at) {
			break
		}
		at += int(size)
	}
	return found
}

// vint reads a variable-length number of EBML and its length; 0 where it can't.
func vint(b []byte, strip bool) (uint64, int) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0
	}
	n := 1
	for mask := byte(0x80); b[0]&mask == 0; mask >>= 1 {
		n++
	}
	if len(b) < n {
		return 0, 0
	}
	v := uint64(b[0])
	if strip {
		v &= 1<<(8-n) - 1
	}
	for _, x := range b[1:n] {
		v = v<<8 | uint64(x)
	}
	return v, n
}
