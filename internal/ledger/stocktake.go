package ledger

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Stocktake is one counting of one item in a store: what the book said, what lay there,
// and the entry that makes the book say the same.
type Stocktake struct {
	Store     change.ID `f:"store,required,ref=store,index" vi:"Kho" en:"Store"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	Item      string    `f:"item,required,term=item,index" vi:"Tiền, hàng" en:"Money or goods"`
	On        string    `f:"on,required,date,sort" vi:"Ngày kiểm" en:"Counted on"`
	Book      int64     `f:"book,required" vi:"Theo sổ" en:"By the book"`
	Counted   int64     `f:"counted,required,min=0" vi:"Thực tế" en:"Counted"`
	By        change.ID `f:"by,required,ref=user,scope=user,index" vi:"Người ghi" en:"By"`
	Witness   string    `f:"witness,len=200" vi:"Người cùng kiểm" en:"Counted with"`
	Entry     change.ID `f:"entry,ref=entry" vi:"Bút toán điều chỉnh" en:"Entry that adjusts"`
	Note      string    `f:"note,len=1000" vi:"Giải thích" en:"Explanation"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// StocktakeKind declares stocktakes.
func StocktakeKind() *kind.Kind {
	return kind.Declare[Stocktake](kind.Spec{Name: "stocktake", Title: "on", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Kiểm kê", EN: "Stocktake"}, Plural: kind.Text{VI: "Kiểm kê", EN: "Stocktakes"},
		Help: kind.Text{VI: "Một lần đếm tiền, hàng trong kho và so với sổ.", EN: "One counting of what lies in a store, against the book."}})
}
