package ledger

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Entry moves a quantity of one item from one account to another.
type Entry struct {
	Type      string    `f:"type,required,term=entry_type,index" vi:"Loại" en:"Type"`
	Item      string    `f:"item,required,term=item,index" vi:"Tiền, hàng, công" en:"Money, goods or labour"`
	Quantity  int64     `f:"quantity,required,min=1" vi:"Số lượng" en:"Quantity"`
	From      change.ID `f:"from,required,ref=sponsor/fund/store/unit/household/enrolment/due,index" vi:"Từ" en:"From"`
	To        change.ID `f:"to,required,ref=sponsor/fund/store/unit/household/enrolment/due,index" vi:"Đến" en:"To"`
	On        string    `f:"on,required,date,sort" vi:"Ngày" en:"On"`
	Program   string    `f:"program,len=64,index" vi:"Chương trình" en:"Program"`
	Enrolment change.ID `f:"enrolment,ref=enrolment,about,index" vi:"Hồ sơ" en:"Enrolment"`
	Funder    string    `f:"funder,len=64,index" vi:"Bên góp" en:"Funder"`
	Household change.ID `f:"household,ref=household,scope=household,index" vi:"Hộ" en:"Household"`
	Area      change.ID `f:"area,ref=area,scope=area,index" vi:"Địa bàn" en:"Area"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	By        change.ID `f:"by,required,ref=user,scope=user,index" vi:"Người ghi" en:"By"`
	Receipt   string    `f:"receipt,term=receipt_form,index" vi:"Ký nhận bằng" en:"Receipt by"`
	Receiver  string    `f:"receiver,len=200,personal" vi:"Người nhận" en:"Received by"`
	Witness   string    `f:"witness,len=200,personal" vi:"Người làm chứng" en:"Witness"`
	Document  string    `f:"document,len=64,index" vi:"Số chứng từ" en:"Document number"`
	Value     int64     `f:"value,money,min=0,unit=VND" vi:"Trị giá" en:"Worth"`
	Point     *kind.Pos `f:"point,personal" vi:"Vị trí" en:"Position"`
	Note      string    `f:"note,len=1000,personal" vi:"Ghi chú" en:"Note"`
	Corrects  change.ID `f:"corrects,ref=entry,index" vi:"Sửa cho" en:"Corrects"`
	Corrected string    `f:"corrected,term=entry_type" vi:"Loại của bút toán được sửa" en:"Type of the entry corrected"`
	Bulk      string    `f:"bulk,len=32,index" vi:"Lượt" en:"Run"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// EntryKind declares entries.
func EntryKind() *kind.Kind {
	return kind.Declare[Entry](kind.Spec{Name: "entry", Title: "on", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Bút toán", EN: "Entry"}, Plural: kind.Text{VI: "Sổ tiền, hàng, công", EN: "Ledger"},
		Help:  kind.Text{VI: "Một lượng tiền, hàng hoặc công đi từ đâu đến đâu. Muốn sửa thì ghi bút toán ngược.", EN: "How much money, goods or labour went from where to where. To mend one, record the entry the other way."},
		Tally: kind.Tally{From: "from", To: "to", Item: "item", Quantity: "quantity"},
		Flow:  kind.Flow{Program: "program", Unit: "unit", Item: "item", Quantity: "quantity", On: "on", Sort: []string{"type", "corrected"}}})
}

// Reverse is the entry that takes another back, on a day, written by somebody.
func (e *Entry) Reverse(id change.ID, by change.ID, on, note string) Entry {
	r := *e
	r.From, r.To, r.By, r.On, r.Note, r.Corrects, r.Type = e.To, e.From, by, on, note, id, "correction"
	r.Corrected = e.Type
	r.Receipt, r.Receiver, r.Witness, r.Point, r.Bulk = "", "", "", nil, ""
	return r
}
