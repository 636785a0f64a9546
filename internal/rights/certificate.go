package rights

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Certificate says that what was kept of a person was erased, and lets anybody who has
// the log check it later. It names the person by the number of the emptied record only.
//
// Phones hold the certificates of their area. A server that is restored from an older
// backup gets them back like any other record, and erases again.
type Certificate struct {
	Person  change.ID `f:"person,ref=person,index" vi:"Hồ sơ đã xóa|Hồ sơ nay trống, không còn tên. Bỏ trống khi xóa vì hết thời hạn giữ." en:"Erased record|It is empty now, without a name. Open where the time for keeping was over."`
	Area    change.ID `f:"area,required,ref=area,scope=area,index" vi:"Thôn, bản" en:"Village"`
	Request change.ID `f:"request,ref=request,index" vi:"Theo yêu cầu" en:"By the request"`
	Repeats change.ID `f:"repeats,ref=certificate" vi:"Làm lại của|Xóa lại sau khi máy chủ được phục hồi từ bản sao cũ." en:"Repeats|Erased again after the server was restored from an older backup."`
	By      change.ID `f:"by,ref=user" vi:"Người xóa" en:"Erased by"`
	At      int64     `f:"at,required,instant,sort" vi:"Lúc" en:"At"`
	Reason  string    `f:"reason,required,term=erase_reason,index" vi:"Vì sao" en:"Why"`
	Lines   []Line    `f:"lines,len=200" vi:"Đã xóa, còn giữ" en:"What went and what stays"`
	Changes int64     `f:"changes,min=0" vi:"Số lần ghi đã xóa" en:"Changes erased"`
	Files   int64     `f:"files,min=0" vi:"Số tệp đã xóa" en:"Files erased"`
	Digest  string    `f:"digest,digest" vi:"Mã của danh sách đã xóa|SHA-256 của máy, số và mã nội dung từng lần ghi." en:"Digest of what went|SHA-256 over device, number and hash of each change."`
	From    int64     `f:"from_entry,min=0" vi:"Từ mục" en:"From entry"`
	Before  string    `f:"before,digest" vi:"Mã chuỗi trước" en:"Chain before"`
	To      int64     `f:"to_entry,min=0" vi:"Đến mục" en:"To entry"`
	After   string    `f:"after,digest" vi:"Mã chuỗi sau" en:"Chain after"`
}

// Line of a certificate: of how many records of a kind which fields went, and, where
// the rest stays, by which rule of the pack.
type Line struct {
	Kind    string   `f:"kind,required,len=64" vi:"Loại" en:"Kind"`
	Records int64    `f:"records,min=0" vi:"Số bản ghi" en:"Records"`
	Fields  []string `f:"fields" vi:"Mục đã xóa" en:"Fields that went"`
	Kept    string   `f:"kept,len=64" vi:"Giữ lại theo" en:"Kept by"`
}

// CertificateKind declares certificates.
func CertificateKind() *kind.Kind {
	return kind.Declare[Certificate](kind.Spec{Name: "certificate", Title: "at", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Giấy xác nhận đã xóa", EN: "Certificate of erasure"}, Plural: kind.Text{VI: "Giấy xác nhận đã xóa", EN: "Certificates of erasure"},
		Help: kind.Text{VI: "Đã xóa dữ liệu của một người: khi nào, ai làm, còn giữ gì và vì sao.", EN: "A person's data was erased: when, by whom, what stays and why."}})
}
