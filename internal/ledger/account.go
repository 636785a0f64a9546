package ledger

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Sponsor is somebody who gives.
type Sponsor struct {
	Name      string    `f:"name,required,sort,search" vi:"Tên nhà tài trợ|Cơ quan, doanh nghiệp, nhóm hoặc người." en:"Name of the sponsor|An office, a firm, a group or a person."`
	Type      string    `f:"type,required,term=sponsor_type,index" vi:"Loại" en:"Type"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị tiếp nhận" en:"Unit that keeps the contact"`
	User      change.ID `f:"user,ref=user,scope=user,index" vi:"Tài khoản của nhà tài trợ" en:"The sponsor's account here"`
	Contact   string    `f:"contact,len=500,personal" vi:"Liên hệ" en:"Contact"`
	Note      string    `f:"note,len=1000,personal" vi:"Ghi chú" en:"Note"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// SponsorKind declares sponsors.
func SponsorKind() *kind.Kind {
	return kind.Declare[Sponsor](kind.Spec{Name: "sponsor", Title: "name", Version: 1,
		Label: kind.Text{VI: "Nhà tài trợ", EN: "Sponsor"}, Plural: kind.Text{VI: "Nhà tài trợ", EN: "Sponsors"},
		Help: kind.Text{VI: "Ai góp tiền, hàng, công.", EN: "Who gives money, goods or labour."}})
}

// Fund is money or goods for a purpose.
type Fund struct {
	Name      string    `f:"name,required,sort,search" vi:"Tên quỹ, nguồn" en:"Name"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị quản lý" en:"Unit that runs it"`
	Program   string    `f:"program,len=64,index" vi:"Cho chương trình" en:"For the program"`
	Budget    bool      `f:"budget,index" vi:"Tiền ngân sách|Phải có danh sách ký nhận và quyết toán." en:"Budget money|Needs a signed list and a settlement."`
	Purpose   string    `f:"purpose,len=1000" vi:"Mục đích, điều kiện" en:"Purpose and conditions"`
	Closed    string    `f:"closed,date,index" vi:"Đóng ngày" en:"Closed on"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// FundKind declares funds.
func FundKind() *kind.Kind {
	return kind.Declare[Fund](kind.Spec{Name: "fund", Title: "name", Version: 1,
		Label: kind.Text{VI: "Quỹ, nguồn", EN: "Fund"}, Plural: kind.Text{VI: "Quỹ, nguồn", EN: "Funds"},
		Help: kind.Text{VI: "Tiền, hàng để riêng cho một mục đích.", EN: "Money or goods kept for a purpose."}})
}

// Store is where goods and cash lie: of the command, of a station, an officer's bag.
type Store struct {
	Name      string    `f:"name,required,sort,search" vi:"Tên kho, tủ tiền, túi hàng" en:"Name"`
	Type      string    `f:"type,required,term=store_type,index" vi:"Loại" en:"Type"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	Keeper    change.ID `f:"keeper,ref=user,scope=user,index" vi:"Người giữ" en:"Keeper"`
	Closed    string    `f:"closed,date,index" vi:"Đóng ngày" en:"Closed on"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// StoreKind declares stores.
func StoreKind() *kind.Kind {
	return kind.Declare[Store](kind.Spec{Name: "store", Title: "name", Version: 1,
		Label: kind.Text{VI: "Kho", EN: "Store"}, Plural: kind.Text{VI: "Các kho", EN: "Stores"},
		Help: kind.Text{VI: "Nơi để hàng và tiền: kho của Ban Chỉ huy, của đồn, túi của cán bộ.", EN: "Where goods and cash lie: the command's store, a station's, an officer's bag."}})
}

// Pledge is what a sponsor has promised.
type Pledge struct {
	Sponsor   change.ID `f:"sponsor,required,ref=sponsor,index" vi:"Nhà tài trợ" en:"Sponsor"`
	Fund      change.ID `f:"fund,ref=fund,index" vi:"Vào quỹ" en:"Into the fund"`
	Program   string    `f:"program,len=64,index" vi:"Cho chương trình" en:"For the program"`
	Enrolment change.ID `f:"enrolment,ref=enrolment,index" vi:"Cho hồ sơ" en:"For the enrolment"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	Item      string    `f:"item,required,term=item,index" vi:"Tiền, hàng, công" en:"Money, goods or labour"`
	Quantity  int64     `f:"quantity,required,min=1" vi:"Số lượng" en:"Quantity"`
	On        string    `f:"on,required,date,sort" vi:"Ngày hứa" en:"Promised on"`
	By        string    `f:"due,date,index" vi:"Hẹn trao trước ngày" en:"Promised by"`
	Ends      string    `f:"ends,len=200" vi:"Hỗ trợ đến khi|Hết lớp 12, đủ 18 tuổi… theo lời hứa." en:"Support ends when|Grade 12, age 18… as promised."`
	Status    string    `f:"status,machine,index" vi:"Tình trạng" en:"Status"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// PledgeKind declares pledges.
func PledgeKind() *kind.Kind {
	return kind.Declare[Pledge](kind.Spec{Name: "pledge", Title: "on", Version: 1,
		Flow:  kind.Flow{Program: "program", Unit: "unit", Item: "item", Quantity: "quantity", On: "on", Sort: []string{"status"}},
		Label: kind.Text{VI: "Lời hứa tài trợ", EN: "Pledge"}, Plural: kind.Text{VI: "Lời hứa tài trợ", EN: "Pledges"},
		Help: kind.Text{VI: "Điều nhà tài trợ đã hứa; khi trao thì ghi vào sổ.", EN: "What a sponsor has promised; what is given goes into the ledger."},
		Machines: map[string][]kind.State{"status": {
			{Code: "open", Label: kind.Text{VI: "Chờ trao", EN: "Promised"}, Next: []string{"kept", "dropped"}},
			{Code: "kept", Label: kind.Text{VI: "Đã trao đủ", EN: "Kept"}, Next: []string{"open"}},
			{Code: "dropped", Label: kind.Text{VI: "Không trao", EN: "Dropped"}, Next: []string{"open"}},
		}}})
}

// Allocation sets some of a fund, or a promised share of the family or of another
// giver, aside for one enrolment.
type Allocation struct {
	Enrolment change.ID `f:"enrolment,required,ref=enrolment,about,index" vi:"Cho hồ sơ" en:"For the enrolment"`
	Program   string    `f:"program,required,len=64,index" vi:"Chương trình" en:"Program"`
	Funder    string    `f:"funder,len=64,index" vi:"Bên góp" en:"Funder"`
	Fund      change.ID `f:"fund,ref=fund,index" vi:"Từ quỹ" en:"From the fund"`
	Area      change.ID `f:"area,required,ref=area,scope=area,index" vi:"Địa bàn" en:"Area"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	Item      string    `f:"item,required,term=item,index" vi:"Tiền, hàng, công" en:"Money, goods or labour"`
	Quantity  int64     `f:"quantity,required,min=1" vi:"Số lượng" en:"Quantity"`
	On        string    `f:"on,required,date,sort" vi:"Ngày" en:"On"`
	By        change.ID `f:"by,required,ref=user,scope=user,index" vi:"Người ghi" en:"By"`
	Decision  string    `f:"decision,len=64" vi:"Số quyết định" en:"Decision number"`
	Corrects  change.ID `f:"corrects,ref=allocation,replaces" vi:"Thay cho" en:"Corrects"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// AllocationKind declares allocations.
func AllocationKind() *kind.Kind {
	return kind.Declare[Allocation](kind.Spec{Name: "allocation", Title: "on", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Phần được phân bổ", EN: "Allocation"}, Plural: kind.Text{VI: "Các phần phân bổ", EN: "Allocations"},
		Help: kind.Text{VI: "Phần của một quỹ hay một bên góp, dành cho một hồ sơ.", EN: "A share of a fund or of a giver, set aside for one enrolment."}})
}
