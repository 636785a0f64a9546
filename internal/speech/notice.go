package speech

import (
	"bamban/internal/change"
	"bamban/internal/kind"
)

// Notice is something that people of a unit's area are told for some days. It goes to
// the phones of its unit and of those below it; what is for one place shows only on those of that place.
type Notice struct {
	Title string    `f:"title,required,len=120,search" vi:"Tiêu đề" en:"Title"`
	Text  string    `f:"text,required,len=2000" vi:"Nội dung|Viết ngắn, như khi nói. Không ghi tên hay chuyện riêng của ai." en:"Text|Short, as one speaks. Nobody's name or private matter."`
	Unit  change.ID `f:"unit,required,ref=unit,scope=unit,index" vi:"Của đơn vị|Người của đơn vị này, của các đơn vị dưới quyền và các bản phụ trách nhận được." en:"Of the unit|Who works for this unit and those below it, and in the villages in their care, gets it."`
	Area  change.ID `f:"area,ref=area,index" vi:"Chỉ cho|Một bản hoặc một xã. Để trống là cả địa bàn của đơn vị." en:"Only for|A village or a commune. Left open, all that is in the unit's care."`
	From  string    `f:"from,required,date,sort" vi:"Từ ngày" en:"From"`
	To    string    `f:"to,date,index" vi:"Đến hết ngày|Sau ngày này thông báo không còn hiện." en:"Until|After this day it is no longer shown."`
	By    change.ID `f:"by,required,ref=user,scope=user,index" vi:"Người ra thông báo" en:"By"`
}

// NoticeKind declares notices.
func NoticeKind() *kind.Kind {
	return kind.Declare[Notice](kind.Spec{Name: "notice", Title: "title", Version: 1,
		Label: kind.Text{VI: "Thông báo", EN: "Notice"}, Plural: kind.Text{VI: "Thông báo", EN: "Notices"},
		Help: kind.Text{VI: "Điều bà con và cán bộ cần biết trong một thời gian; nghe được bằng tiếng của bản.", EN: "What people and officers are to know for a while; it can be heard in the village's language."}})
}
