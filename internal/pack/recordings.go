package pack

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"bamban/internal/speech"
)

const (
	recordingFile = "recordings.yaml"
	mediaFolder   = "media"
)

// Recording speaks a text (see [speech.Recording]) in a language; File is the pack's.
type Recording struct {
	Of, Language, File string
}

// mediaTypes are the recordings and pictures that a pack may show, by ending.
var mediaTypes = map[string]string{"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "opus": "audio/ogg", "webm": "audio/webm", "wav": "audio/wav",
	"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}

// Media gives a file of the pack's folder media by its name in there, and its type;
// ok is false where there is none, or it is none of the sorts that a pack may show.
func Media(fsys fs.FS, name string) (raw []byte, media string, ok bool) {
	media = mediaTypes[name[strings.LastIndexByte(name, '.')+1:]]
	if media == "" || !fs.ValidPath(name) || strings.ContainsAny(name, `/\`) {
		return nil, "", false
	}
	raw, err := fs.ReadFile(fsys, path.Join(mediaFolder, name))
	return raw, media, err == nil
}

// MediaFile names a file of some media type in the folder media; "" for a type that
// a pack does not show.
func MediaFile(name, media string) string {
	media, _, _ = strings.Cut(media, ";")
	for _, ending := range []string{"mp3", "m4a", "ogg", "webm", "wav"} {
		if mediaTypes[ending] == media || ending == "wav" && media == "audio/wave" {
			return path.Join(mediaFolder, name+"."+ending)
		}
	}
	return ""
}

// loadRecordings reads the recordings of texts; a pack may have none.
func (l *loader) loadRecordings(p *Pack) {
	if _, ok := l.files[recordingFile]; !ok {
		return
	}
	o, ok := l.root(recordingFile)
	if !ok {
		return
	}
	seen := map[Recording]bool{}
	o.objects("recordings", true, func(o *object) {
		r := Recording{Of: o.str("of", true), Language: o.code("language"), File: o.str("file", true)}
		if r.Of != "" && !speech.IsCarried(r.Of) {
			o.bad("of", "recording.of", "value", r.Of)
		}
		if spoken := l.vocabulary["language"]; spoken != nil && r.Language != "" && !slices.ContainsFunc(spoken.Terms, func(t Term) bool { return t.Code == r.Language }) {
			o.bad("language", "vocabulary.unknown_term", "value", r.Language, "vocabulary", "language")
		}
		if ending := strings.TrimPrefix(path.Ext(r.File), "."); r.File != "" && (l.files[r.File] == nil || path.Dir(r.File) != mediaFolder || !strings.HasPrefix(mediaTypes[ending], "audio/")) {
			o.bad("file", "recording.file", "value", r.File)
		}
		key := Recording{Of: r.Of, Language: r.Language}
		if seen[key] {
			o.bad("of", "recording.twice", "value", r.Of, "lang", r.Language)
		}
		seen[key] = true
		p.Recordings = append(p.Recordings, r)
	})
	o.done()
}

// RecordingsYAML writes recordings as the pack's file holds them, sorted.
func RecordingsYAML(list []Recording) []byte {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Recording) int { return strings.Compare(a.Of+" "+a.Language, b.Of+" "+b.Language) })
	var b strings.Builder
	b.WriteString("# Texts spoken in the languages of the villages; bamban pack recordings writes this file.\nrecordings:")
	if len(list) == 0 {
		b.WriteString(" []")
	}
	b.WriteString("\n")
	for _, r := range list {
		fmt.Fprintf(&b, "  - {of: %q, language: %s, file: %s}\n", r.Of, r.Language, r.File)
	}
	return []byte(b.String())
}
