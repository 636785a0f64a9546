package pack

import "bamban/internal/kind"

// Edition is one published version of a pack, kept as a record so that the log
// holds what every earlier figure and form was made with. The latest published
// edition is the one in force.
type Edition struct {
	Name      string `f:"name,required,len=64,index,search" vi:"Tên" en:"Name"`
	Version   string `f:"version,required,len=32,index" vi:"Phiên bản" en:"Version"`
	Digest    string `f:"digest,digest,required,index" vi:"Mã nội dung|SHA-256 của nội dung." en:"Digest|SHA-256 of the body."`
	Published int64  `f:"published,required,instant,sort" vi:"Công bố lúc" en:"Published at"`
	Title     string `f:"title,required" vi:"Tiêu đề" en:"Title"`
	Body      string `f:"body,required,len=4194304" vi:"Nội dung|Cả bộ dữ liệu, dạng JSON." en:"Body|The whole pack, as JSON."`
}

// EditionKind declares published packs.
func EditionKind() *kind.Kind {
	return kind.Declare[Edition](kind.Spec{Name: "pack", Title: "title", Version: 1, AddOnly: true,
		Label: kind.Text{VI: "Bộ dữ liệu tỉnh", EN: "Pack"}, Plural: kind.Text{VI: "Bộ dữ liệu tỉnh", EN: "Packs"},
		Help: kind.Text{VI: "Địa bàn, đơn vị, vai trò, danh mục của một tỉnh, theo phiên bản.", EN: "A province's areas, units, roles and lists, by version."}})
}
