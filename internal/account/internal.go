package account

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Credential is one way in: a password (argon2id, PHC string) or a passkey.
type Credential struct {
	User       change.ID `f:"user,required,ref=user,scope=user,index" vi:"Người dùng" en:"User"`
	Method     string    `f:"method,required,len=16,index" vi:"Cách đăng nhập" en:"Method"`
	Secret     string    `f:"secret,secret,len=4000" vi:"Bí mật (băm)" en:"Secret (hashed)"`
	KeyID      string    `f:"key_id,secret,len=400,index" vi:"Mã khóa" en:"Key id"`
	MustChange bool      `f:"must_change" vi:"Phải đổi khi đăng nhập" en:"Must be changed at sign-in"`
	Name       string    `f:"name,len=100" vi:"Tên" en:"Name"`
	Revoked    bool      `f:"revoked,index" vi:"Đã hủy" en:"Revoked"`
}

// CredentialKind declares credentials.
func CredentialKind() *kind.Kind {
	return kind.Declare[Credential](kind.Spec{Name: "credential", Title: "method", Version: 1, Internal: true,
		Label: kind.Text{VI: "Cách đăng nhập", EN: "Credential"}, Plural: kind.Text{VI: "Cách đăng nhập", EN: "Credentials"}})
}

// Session is one sign-in in a browser, until it expires or is ended.
type Session struct {
	User      change.ID `f:"user,required,ref=user,scope=user,index" vi:"Người dùng" en:"User"`
	TokenHash string    `f:"token_hash,required,secret,len=64,index" vi:"Mã phiên (băm)" en:"Token (hashed)"`
	Started   int64     `f:"started,required,instant" vi:"Bắt đầu" en:"Started"`
	Expires   int64     `f:"expires,required,instant" vi:"Hết hạn" en:"Expires"`
	Agent     string    `f:"agent,len=300" vi:"Trình duyệt" en:"Browser"`
	Method    string    `f:"method,len=16" vi:"Cách đăng nhập" en:"Method"`
	Ended     bool      `f:"ended,index" vi:"Đã kết thúc" en:"Ended"`
}

// SessionKind declares sessions.
func SessionKind() *kind.Kind {
	return kind.Declare[Session](kind.Spec{Name: "session", Title: "agent", Version: 1, Internal: true,
		Label: kind.Text{VI: "Phiên đăng nhập", EN: "Session"}, Plural: kind.Text{VI: "Phiên đăng nhập", EN: "Sessions"}})
}

// Look is one line of the access log: who saw child or sensitive fields, of
// which records, when and why; and every export and import. What is done at the
// server's shell has no user: By says who was at it, on which machine.
type Look struct {
	User    change.ID `f:"user,ref=user,scope=user,index" vi:"Ai" en:"Who"`
	By      string    `f:"by,len=200" vi:"Ở máy chủ" en:"At the server"`
	Unit    change.ID `f:"unit,ref=unit,scope=unit,index" vi:"Đơn vị" en:"Unit"`
	At      int64     `f:"at,required,instant,sort" vi:"Lúc" en:"When"`
	Kind    string    `f:"kind,required,len=64,index" vi:"Loại bản ghi" en:"Kind"`
	Records []string  `f:"records,len=1000" vi:"Bản ghi" en:"Records"`
	Count   int64     `f:"count" vi:"Số bản ghi" en:"Number of records"`
	Opened  []string  `f:"opened" vi:"Mức nhạy cảm đã mở" en:"Sensitivities opened"`
	Why     string    `f:"why,required,len=16,index" vi:"Việc" en:"Why"`
}

// LookKind declares looks.
func LookKind() *kind.Kind {
	return kind.Declare[Look](kind.Spec{Name: "look", Title: "why", Version: 1, Internal: true, AddOnly: true,
		Label: kind.Text{VI: "Lượt xem", EN: "Look"}, Plural: kind.Text{VI: "Nhật ký xem", EN: "Access log"}})
}
