package account

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Meeting is what a device declared when it last met the server: how far its own
// changes go, and which households the unsent ones are about. It is beside the
// device's record, so that a meeting moves nothing that phones receive.
type Meeting struct {
	Device change.ID `f:"device,required,ref=device,index" vi:"Thiết bị" en:"Device"`
	User   change.ID `f:"user,ref=user,scope=user,index" vi:"Người giữ" en:"Held by"`
	At     int64     `f:"at,required,instant" vi:"Lúc" en:"When"`
	Last   int64     `f:"last" vi:"Số của thay đổi cuối trên máy" en:"Number of the last change on the device"`
	About  []string  `f:"about,len=200" vi:"Hộ có việc chưa gửi" en:"Households with unsent work"`
}

// MeetingKind declares meetings.
func MeetingKind() *kind.Kind {
	return kind.Declare[Meeting](kind.Spec{Name: "meeting", Title: "device", Version: 1, Internal: true,
		Label: kind.Text{VI: "Lần gặp máy chủ", EN: "Meeting"}, Plural: kind.Text{VI: "Các lần gặp máy chủ", EN: "Meetings"}})
}
