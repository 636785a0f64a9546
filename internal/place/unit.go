package place

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Unit is an organisation that users belong to: command, station, committee,
// union, school.
type Unit struct {
	Code        string       `f:"code,required,index,len=64" vi:"Mã" en:"Code"`
	Type        string       `f:"type,required,index,term=unit_type" vi:"Loại" en:"Type"`
	Name        string       `f:"name,required,sort,search" vi:"Tên" en:"Name"`
	NameEN      string       `f:"name_en" vi:"Tên tiếng Anh" en:"English name"`
	Parent      change.ID    `f:"parent,ref=unit,index" vi:"Cấp trên" en:"Parent unit"`
	Areas       []UnitArea   `f:"areas" vi:"Địa bàn phụ trách|Một đồn có thể phụ trách nhiều xã, một xã có thể có nhiều đồn." en:"Areas in its care|A station may have several communes, a commune several stations."`
	Aliases     []string     `f:"aliases,search" vi:"Tên khác" en:"Other names"`
	ValidFrom   string       `f:"valid_from,date" vi:"Có hiệu lực từ" en:"Valid from"`
	ValidTo     string       `f:"valid_to,date,index" vi:"Có hiệu lực đến" en:"Valid to"`
	Lineage     []Succession `f:"lineage" vi:"Nguồn gốc|Đơn vị tiền thân, đơn vị kế tục." en:"Lineage|Units it came from or went into."`
	Source      string       `f:"source,len=500" vi:"Nguồn" en:"Source"`
	Note        string       `f:"note,len=1000" vi:"Ghi chú" en:"Note"`
	Unconfirmed bool         `f:"unconfirmed" vi:"Chưa kiểm chứng" en:"Unconfirmed"`
}

// UnitArea is an area in a unit's care for a time.
type UnitArea struct {
	Area   change.ID `f:"area,required,ref=area" vi:"Địa bàn" en:"Area"`
	From   string    `f:"from,date" vi:"Từ" en:"From"`
	To     string    `f:"to,date" vi:"Đến" en:"To"`
	Source string    `f:"source,len=500" vi:"Nguồn" en:"Source"`
}

// Succession is one event of a unit's life.
type Succession struct {
	Relation string    `f:"relation,required,len=32" vi:"Quan hệ" en:"Relation"`
	Unit     change.ID `f:"unit,ref=unit" vi:"Đơn vị kia" en:"Other unit"`
	Date     string    `f:"date,date" vi:"Ngày" en:"Date"`
	Source   string    `f:"source,len=500" vi:"Nguồn" en:"Source"`
}

// UnitKind declares units.
func UnitKind() *kind.Kind {
	return kind.Declare[Unit](kind.Spec{Name: "unit", Title: "name", Version: 1,
		Label: kind.Text{VI: "Đơn vị", EN: "Unit"}, Plural: kind.Text{VI: "Đơn vị", EN: "Units"},
		Help: kind.Text{VI: "Ban chỉ huy, đồn, ủy ban, hội, trường.", EN: "Commands, stations, committees, unions, schools."}})
}

// InForce reports whether a period with the given first and last day (either may
// be "" for open) holds on a day, all as 2006-01-02.
func InForce(from, to, day string) bool {
	return (from == "" || from <= day) && (to == "" || day <= to)
}
