package intake

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Import is one file whose rows were written as records. Every batch of changes that
// it made holds a change of this record too: that is how they are found again.
type Import struct {
	File      string    `f:"file,required,fixed,len=200" vi:"Tệp" en:"File"`
	Digest    string    `f:"digest,digest,required,fixed,index" vi:"Mã nội dung|SHA-256 của tệp." en:"Digest|SHA-256 of the file."`
	Recipe    string    `f:"recipe,required,fixed,len=64" vi:"Loại danh sách" en:"Kind of list"`
	Sheet     string    `f:"sheet,fixed,len=100" vi:"Trang" en:"Sheet"`
	By        change.ID `f:"by,required,fixed,ref=user,scope=user,index" vi:"Người nạp" en:"By"`
	Unit      change.ID `f:"unit,fixed,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	At        int64     `f:"at,required,fixed,instant,sort" vi:"Lúc" en:"At"`
	Status    string    `f:"status,machine,index" vi:"Tình trạng" en:"Status"`
	Rows      int64     `f:"rows,min=0" vi:"Số dòng" en:"Rows"`
	Created   int64     `f:"created,min=0" vi:"Thêm mới" en:"New"`
	Updated   int64     `f:"updated,min=0" vi:"Cập nhật" en:"Updated"`
	Unchanged int64     `f:"unchanged,min=0" vi:"Đã có sẵn" en:"There already"`
	Failed    int64     `f:"failed,min=0" vi:"Chưa đúng" en:"Not right"`
	Kept      int64     `f:"kept,min=0" vi:"Giữ lại khi hoàn tác|Bản ghi có người sửa sau khi nạp nên không bị đổi lại." en:"Kept when undone|Records that somebody changed after the import; they stay as they are."`
}

// The states of an import.
const (
	Running = "running"
	Done    = "done"
	Undone  = "undone"
)

// ImportKind declares imports.
func ImportKind() *kind.Kind {
	return kind.Declare[Import](kind.Spec{Name: "import", Title: "file", Version: 1,
		Label: kind.Text{VI: "Lần nạp tệp", EN: "Import"}, Plural: kind.Text{VI: "Nạp tệp", EN: "Imports"},
		Help: kind.Text{VI: "Một tệp đã nạp: thêm gì, sửa gì, đã hoàn tác chưa.", EN: "A file that was taken in: what it added and changed, and whether it was undone."},
		Machines: map[string][]kind.State{"status": {
			{Code: Running, Label: kind.Text{VI: "Đang ghi", EN: "Being written"}, Next: []string{Done, Undone}},
			{Code: Done, Label: kind.Text{VI: "Đã xong", EN: "Done"}, Next: []string{Undone}},
			{Code: Undone, Label: kind.Text{VI: "Đã hoàn tác", EN: "Undone"}},
		}}})
}
