package household

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Household is a home and the people of it.
type Household struct {
	Area      change.ID          `f:"area,required,ref=area,scope=area,index" vi:"Thôn, bản" en:"Village"`
	Name      string             `f:"name,name,required,personal,sort,search" vi:"Chủ hộ|Họ và tên người đứng đầu hộ." en:"Head of household|Full name of the person who heads the household."`
	Code      string             `f:"code,len=32,index,search" vi:"Số hộ|Số trong sổ của xã, nếu có." en:"Number|Its number in the commune's register, if it has one."`
	Address   string             `f:"address,personal" vi:"Nơi ở|Chỉ dẫn để tìm thấy nhà." en:"Place|How to find the house."`
	Point     *kind.Pos          `f:"point,personal" vi:"Vị trí nhà" en:"Position of the house"`
	Phone     string             `f:"phone,len=32,personal,search" vi:"Điện thoại" en:"Telephone"`
	Poverty   map[string]Poverty `f:"poverty,latest=status" vi:"Diện hộ theo năm|Theo quyết định của xã; hệ thống không tự xếp loại." en:"Poverty status by year|As the commune decided; never computed here."`
	Since     string             `f:"since,partial" vi:"Ở từ" en:"Living here since"`
	Ended     string             `f:"ended,date,index" vi:"Kết thúc ngày" en:"Ended on"`
	EndReason string             `f:"end_reason,term=end_reason" vi:"Lý do kết thúc" en:"Why it ended"`
	Generated bool               `f:"generated" vi:"Dữ liệu tạo sinh|Không phải hộ có thật." en:"Generated|Not a real household."`
}

// Poverty is the commune's decision for one year.
type Poverty struct {
	Status   string `f:"status,required,term=poverty_status" vi:"Diện" en:"Status"`
	Decision string `f:"decision,len=64" vi:"Số quyết định" en:"Decision number"`
	Source   string `f:"source,len=200" vi:"Nguồn" en:"Source"`
}

// HouseholdKind declares households.
func HouseholdKind() *kind.Kind {
	return kind.Declare[Household](kind.Spec{Name: "household", Title: "name", Version: 1,
		Label: kind.Text{VI: "Hộ gia đình", EN: "Household"}, Plural: kind.Text{VI: "Hộ gia đình", EN: "Households"},
		Help: kind.Text{VI: "Một nhà và những người trong nhà.", EN: "A home and the people of it."}})
}
