package speech

import (
	"regexp"
	"strings"

	"bamban/internal/change"
	"bamban/internal/kind"
)

// Recording speaks one text in one language. Of is a stable key that names the text:
//
//	form:FORM                  a form's title
//	form:FORM/QUESTION         a question
//	choice:FORM/QUESTION/CODE  one of its choices
//	text:KEY                   a text of the app itself
//	consent:PURPOSE            what is agreed to
//	notice:ID                  a notice
//
// It is reference data: every replica of the partition gets it. Of those in use that
// speak the same text in the same language the newest counts. The file is described by
// the server alone, so that no record can be made to speak of somebody else's file: a
// phone says in Sum what it holds, and once it has sent those very bytes the server
// fills in the rest. Until then nothing is heard.
type Recording struct {
	Of       string    `f:"of,required,len=200,index,sort,fixed" vi:"Đọc câu|Mã của câu được đọc." en:"Speaks|Key of the text that is spoken."`
	Language string    `f:"language,required,term=language,index,fixed" vi:"Tiếng nói" en:"Language"`
	Status   string    `f:"status,machine,index" vi:"Tình trạng" en:"Status"`
	Sum      string    `f:"sum,digest,index,fixed" vi:"Mã nội dung máy ghi|SHA-256 của tệp mà điện thoại đã ghi và sẽ gửi." en:"Digest on the phone|SHA-256 of the file that a phone recorded and will send."`
	Digest   string    `f:"digest,digest,index,server" vi:"Mã nội dung|SHA-256 của tệp." en:"Digest|SHA-256 of the file."`
	Size     int64     `f:"size,min=1,max=67108864,unit=B,server" vi:"Kích thước" en:"Size"`
	Media    string    `f:"media,len=100,server" vi:"Dạng tệp" en:"Media type"`
	By       change.ID `f:"by,required,ref=user,scope=user,index,fixed" vi:"Người ghi" en:"By"`
	On       string    `f:"on,required,date,sort" vi:"Ngày ghi" en:"Date"`
}

// States of a recording.
const (
	InUse     = "in_use"
	Withdrawn = "withdrawn"
)

// Kind declares recordings.
func Kind() *kind.Kind {
	return kind.Declare[Recording](kind.Spec{Name: "recording", Title: "of", Version: 1,
		Label: kind.Text{VI: "Bản ghi tiếng", EN: "Recording"}, Plural: kind.Text{VI: "Bản ghi tiếng", EN: "Recordings"},
		Help: kind.Text{VI: "Một câu của ứng dụng, đọc bằng tiếng của bản. Không chứa dữ liệu của ai.", EN: "A text of the app, spoken in a language of the village. It holds nobody's data."},
		Machines: map[string][]kind.State{"status": {
			{Code: InUse, Label: kind.Text{VI: "Đang dùng", EN: "In use"}, Next: []string{Withdrawn}},
			{Code: Withdrawn, Label: kind.Text{VI: "Đã rút", EN: "Withdrawn"}, Next: []string{InUse}},
		}}})
}

var ofPattern = regexp.MustCompile(`^(form:[a-z0-9_-]+(/[A-Za-z0-9_]+)?|choice:[a-z0-9_-]+/[A-Za-z0-9_]+/[A-Za-z0-9_.-]+|text:[a-z0-9_.-]+|consent:[a-z0-9_-]+|notice:[0-9A-Za-z_-]{22})$`)

// IsOf reports whether a key can name a text.
func IsOf(key string) bool { return len(key) <= 200 && ofPattern.MatchString(key) }

// IsCarried reports whether a pack carries recordings of a text: not of a notice,
// which is of one place and one time.
func IsCarried(key string) bool { return IsOf(key) && !strings.HasPrefix(key, "notice:") }
