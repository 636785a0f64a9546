package account

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// User is somebody who signs in.
type User struct {
	Login     string    `f:"login,required,len=64,form=login,unique,search" vi:"Tên đăng nhập" en:"Sign-in name"`
	Name      string    `f:"name,name,required,sort,search" vi:"Họ và tên" en:"Full name"`
	Unit      change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	Post      string    `f:"post,len=100" vi:"Chức vụ" en:"Post"`
	Phone     string    `f:"phone,len=32,personal" vi:"Điện thoại" en:"Telephone"`
	Language  string    `f:"language,len=8" vi:"Ngôn ngữ màn hình" en:"Screen language"`
	Status    string    `f:"status,machine,index" vi:"Tình trạng" en:"Status"`
	Generated bool      `f:"generated" vi:"Dữ liệu tạo sinh" en:"Generated"`
}

// UserKind declares users.
func UserKind() *kind.Kind {
	return kind.Declare[User](kind.Spec{Name: "user", Title: "name", Version: 1,
		Label: kind.Text{VI: "Người dùng", EN: "User"}, Plural: kind.Text{VI: "Người dùng", EN: "Users"},
		Help: kind.Text{VI: "Người được đăng nhập vào hệ thống.", EN: "Somebody who may sign in."},
		Machines: map[string][]kind.State{"status": {
			{Code: "active", Label: kind.Text{VI: "Đang dùng", EN: "Active"}, Next: []string{"suspended"}},
			{Code: "suspended", Label: kind.Text{VI: "Tạm khóa", EN: "Suspended"}, Next: []string{"active"}},
		}}})
}

// Grant gives a user a role within a unit or an area, from a day to a day.
type Grant struct {
	User change.ID `f:"user,required,ref=user,scope=user,index" vi:"Người dùng" en:"User"`
	Role string    `f:"role,required,len=64,index" vi:"Vai trò" en:"Role"`
	Unit change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Trong đơn vị" en:"Within unit"`
	Area change.ID `f:"area,ref=area,index" vi:"Trong địa bàn" en:"Within area"`
	From string    `f:"from,required,date" vi:"Từ ngày" en:"From"`
	To   string    `f:"to,date,index" vi:"Đến ngày" en:"To"`
}

// GrantKind declares role grants.
func GrantKind() *kind.Kind {
	return kind.Declare[Grant](kind.Spec{Name: "grant", Title: "role", Version: 1,
		Label: kind.Text{VI: "Trao vai trò", EN: "Role grant"}, Plural: kind.Text{VI: "Trao vai trò", EN: "Role grants"},
		Help: kind.Text{VI: "Ai có vai trò gì, ở đâu, trong thời gian nào.", EN: "Who has which role, where, and for how long."}})
}

// Device is a replica that writes: a phone, a station box, the server itself.
type Device struct {
	User      change.ID `f:"user,ref=user,scope=user,index" vi:"Người giữ" en:"Held by"`
	Unit      change.ID `f:"unit,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	Name      string    `f:"name,required,len=100,sort,search" vi:"Tên máy" en:"Name"`
	Tag       string    `f:"tag,required,len=8,index,server" vi:"Số máy|Có trong mọi phiên bản do máy này ghi." en:"Tag|Part of every version that this device writes."`
	Key       string    `f:"key,len=100,server" vi:"Khóa công khai|P-256, dạng điểm không nén, base64." en:"Public key|P-256, uncompressed point, base64."`
	Status    string    `f:"status,machine,index" vi:"Tình trạng" en:"Status"`
	Reason    string    `f:"reason,len=500" vi:"Lý do" en:"Reason"`
	Held      []string  `f:"held,secret,len=5000" vi:"Đang giữ|Các địa bàn, đơn vị, hộ mà máy đã nhận." en:"Holds|Areas, units and households that the device has received."`
	Taking    []string  `f:"taking,secret,len=5000" vi:"Đang nhận" en:"Receiving"`
	TokenHash string    `f:"token_hash,secret,len=64,index" vi:"Mã phiên (băm)" en:"Token (hashed)"`
	CodeHash  string    `f:"code_hash,secret,len=64,index" vi:"Mã dùng một lần (băm)" en:"One-time code (hashed)"`
	CodeUntil int64     `f:"code_until,instant" vi:"Mã dùng một lần đến" en:"One-time code until"`
	Half      string    `f:"half,secret,len=64" vi:"Nửa khóa mở lại|Một mình nó không mở được gì; nửa kia nằm trên máy." en:"Half of the reopening key|Opens nothing alone; the other half is on the phone."`
	DoorHash  string    `f:"door_hash,secret,len=64,index" vi:"Mã gõ cửa (băm)" en:"Door token (hashed)"`
	SealedAt  int64     `f:"sealed_at,instant,server" vi:"Máy báo đã niêm phong lúc" en:"Confirmed that it sealed itself"`
}

// DeviceKind declares devices.
func DeviceKind() *kind.Kind {
	return kind.Declare[Device](kind.Spec{Name: "device", Title: "name", Version: 1,
		Label: kind.Text{VI: "Thiết bị", EN: "Device"}, Plural: kind.Text{VI: "Thiết bị", EN: "Devices"},
		Help: kind.Text{VI: "Điện thoại hay máy trạm được ghi danh.", EN: "An enrolled phone or station box."},
		Machines: map[string][]kind.State{"status": {
			{Code: "invited", Label: kind.Text{VI: "Chờ ghi danh", EN: "Invited"}, Next: []string{"active", "revoked"}},
			{Code: "active", Label: kind.Text{VI: "Đang dùng", EN: "Active"}, Next: []string{"revoked"}},
			{Code: "revoked", Label: kind.Text{VI: "Đã thu hồi", EN: "Revoked"}, Next: []string{"sealed", "active"}},
			{Code: "sealed", Label: kind.Text{VI: "Đã niêm phong", EN: "Sealed"}, Next: []string{"active"}},
		}}})
}
