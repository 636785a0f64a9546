package account

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Loss is what a device told of its memory: that it was wiped or went back in time,
// and how far its own changes had gone. It is beside the device's record, as
// [Meeting] is.
type Loss struct {
	Device change.ID `f:"device,required,ref=device,index" vi:"Thiết bị" en:"Device"`
	User   change.ID `f:"user,ref=user,scope=user,index" vi:"Người giữ" en:"Held by"`
	At     int64     `f:"at,required,instant" vi:"Lúc báo" en:"When told"`
	Cause  string    `f:"cause,required,len=20" vi:"Nguyên nhân" en:"Cause"`
	Last   int64     `f:"last" vi:"Số của việc cuối máy đã ghi" en:"Number of the last change it wrote"`
}

// LossKind declares losses.
func LossKind() *kind.Kind {
	return kind.Declare[Loss](kind.Spec{Name: "loss", Title: "device", Version: 1, Internal: true,
		Label: kind.Text{VI: "Lần mất bộ nhớ", EN: "Memory loss"}, Plural: kind.Text{VI: "Các lần mất bộ nhớ", EN: "Memory losses"}})
}
