package account

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// SavedList is a list as somebody wants to see it again: its filters and columns under
// a name. Without a name it holds the columns alone that they chose for a kind.
type SavedList struct {
	User    change.ID `f:"user,required,ref=user,index,fixed" vi:"Của" en:"Of"`
	Unit    change.ID `f:"unit,ref=unit,index" vi:"Cùng dùng trong đơn vị" en:"Shared with the unit"`
	Kind    string    `f:"kind,required,len=64,fixed" vi:"Danh sách" en:"List"`
	Name    string    `f:"name,len=100" vi:"Tên" en:"Name"`
	Query   string    `f:"query,len=4000" vi:"Điều kiện lọc" en:"Filters"`
	Columns []string  `f:"columns,len=100" vi:"Các cột" en:"Columns"`
	Cleared string    `f:"cleared,date" vi:"Bỏ chữ tìm ngày|Chữ tìm có tên một người mà dữ liệu đã được xóa." en:"Words taken out on|They named a person whose data was erased."`
	Saved   int64     `f:"saved,required,instant,sort" vi:"Lưu lúc" en:"Saved at"`
}

// SavedListKind declares saved lists.
func SavedListKind() *kind.Kind {
	return kind.Declare[SavedList](kind.Spec{Name: "saved_list", Title: "name", Version: 1, Internal: true,
		Label: kind.Text{VI: "Bộ lọc đã lưu", EN: "Saved list"}, Plural: kind.Text{VI: "Các bộ lọc đã lưu", EN: "Saved lists"}})
}
