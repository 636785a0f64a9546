package place

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Area is a piece of the country: province, (former) district, commune or ward,
// village. Codes of the statistics office are reused between eras, so an area is
// known by (era, code).
type Area struct {
	Code      string      `f:"code,required,index,search,len=32" vi:"Mã|Mã của cơ quan thống kê; chỉ đúng cùng với thời kỳ." en:"Code|The statistics office's code; it means something only together with the era."`
	Era       string      `f:"era,required,index,len=32" vi:"Thời kỳ|Bản đồ hành chính mà mã này thuộc về." en:"Era|The administrative map that the code belongs to."`
	Level     string      `f:"level,required,index,term=area_level" vi:"Cấp" en:"Level"`
	Type      string      `f:"type,term=area_type" vi:"Loại" en:"Type"`
	Name      string      `f:"name,required,sort,search" vi:"Tên" en:"Name"`
	FullName  string      `f:"full_name,search" vi:"Tên đầy đủ" en:"Full name"`
	NameEN    string      `f:"name_en" vi:"Tên tiếng Anh" en:"English name"`
	Parent    change.ID   `f:"parent,ref=area,index" vi:"Thuộc|Nơi bao gồm nơi này hiện nay." en:"Within|The area that holds this one today."`
	ValidFrom string      `f:"valid_from,date" vi:"Có hiệu lực từ" en:"Valid from"`
	ValidTo   string      `f:"valid_to,date,index" vi:"Có hiệu lực đến" en:"Valid to"`
	Lineage   []Lineage   `f:"lineage" vi:"Nguồn gốc|Hợp nhất vào, tách ra từ, đổi tên." en:"Lineage|Merged into, split from, renamed."`
	Within    []WithinFor `f:"within" vi:"Trước đây thuộc|Các nơi từng bao gồm nơi này, theo ngày." en:"Formerly within|Areas that used to hold this one, by date."`
	Point     *kind.Pos   `f:"point" vi:"Điểm trên bản đồ" en:"Point on the map"`
	Approx    bool        `f:"approx" vi:"Điểm gần đúng" en:"Point is approximate"`
	Border    bool        `f:"border,index" vi:"Giáp biên giới|Tính từ bản đồ mở, không phải danh sách chính thức." en:"On the border|Computed from open maps; not an official list."`
	Source    string      `f:"source,len=500" vi:"Nguồn" en:"Source"`
	Note      string      `f:"note,len=1000" vi:"Ghi chú" en:"Note"`
	Generated bool        `f:"generated" vi:"Dữ liệu tạo sinh|Tên do máy tạo để trình diễn." en:"Generated|The name was made up for demonstration."`
}

// Lineage is one event of an area's or unit's life.
type Lineage struct {
	Relation string    `f:"relation,required,len=32" vi:"Quan hệ" en:"Relation"`
	Area     change.ID `f:"area,ref=area" vi:"Nơi kia" en:"Other area"`
	Date     string    `f:"date,date" vi:"Ngày" en:"Date"`
	Source   string    `f:"source,len=500" vi:"Nguồn" en:"Source"`
}

// WithinFor is an area that held this one for a time.
type WithinFor struct {
	Area change.ID `f:"area,required,ref=area" vi:"Nơi bao gồm" en:"Area"`
	From string    `f:"from,date" vi:"Từ" en:"From"`
	To   string    `f:"to,date" vi:"Đến" en:"To"`
}

// AreaKind declares areas.
func AreaKind() *kind.Kind {
	return kind.Declare[Area](kind.Spec{Name: "area", Title: "name", Version: 1,
		Label: kind.Text{VI: "Địa bàn", EN: "Area"}, Plural: kind.Text{VI: "Địa bàn", EN: "Areas"},
		Help: kind.Text{VI: "Tỉnh, xã, phường, thôn, bản, theo từng thời kỳ.", EN: "Provinces, communes, wards and villages, each in its era."}})
}
