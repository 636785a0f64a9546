package pack

var geoCatalogue = map[string]entryText{
	"geo.elsewhere":       {"Loại tệp bản đồ này không đọc từ gói. Hãy chuyển sang GeoJSON, hoặc chép tệp vào thư mục maps của máy chủ.", "A map file of this type isn't read from a pack. Convert it to GeoJSON, or copy it into the server's folder maps."},
	"geo.too_large":       {"Tệp bản đồ của gói lớn hơn {max} MB; mọi điện thoại đều phải tải. Hãy giản lược hình, hoặc chép tệp vào thư mục maps của máy chủ.", "The pack's map file is over {max} MB, and every phone fetches it. Simplify its shapes, or copy it into the server's folder maps."},
	"geo.not_geojson":     {"Tệp không phải JSON đúng từ chỗ này: {reason}. Hãy xuất lại tệp.", "From here on the file is not good JSON: {reason}. Export it again."},
	"geo.not_collection":  {"Tệp không phải GeoJSON loại FeatureCollection. Hãy xuất lại tệp.", "The file is not a GeoJSON FeatureCollection. Export it again."},
	"geo.empty":           {"Tệp không có hình nào. Hãy xuất lại hoặc bỏ tệp.", "The file has no shapes. Export it again or take it out."},
	"geo.no_geometry":     {"Mục này không có hình. Hãy thêm hình hoặc bỏ mục.", "This feature has no geometry. Give it one or take it out."},
	"geo.geometry":        {"Hình loại “{value}” không vẽ được. Hãy dùng Point, LineString, Polygon hoặc dạng Multi của chúng.", "A geometry of type \"{value}\" can't be drawn. Use Point, LineString, Polygon or their Multi forms."},
	"geo.shape":           {"Tọa độ không đúng dạng của hình loại “{value}”. Hãy xuất lại tệp.", "The coordinates are not those of a \"{value}\". Export the file again."},
	"geo.coordinates":     {"Tọa độ không phải kinh độ rồi vĩ độ (WGS 84). Hãy chuyển hệ tọa độ, ví dụ từ VN-2000, rồi xuất lại.", "The coordinates are not longitude and then latitude (WGS 84). Convert them, for example from VN-2000, and export again."},
	"geo.too_many":        {"Tệp có hơn {max} hình. Hãy giản lược hoặc gộp hình.", "The file has more than {max} shapes. Simplify or join them."},
	"geo.too_many_points": {"Các tệp bản đồ của gói có hơn {max} điểm tính đến đây. Hãy giản lược hình.", "The pack's map files have more than {max} points by here. Simplify the shapes."},
	"geo.unknown_area":    {"Gói không có địa bàn “{value}” mà hình này nói tới. Hãy sửa kỳ (era) và mã, hoặc thêm địa bàn.", "The pack has no area \"{value}\", which this shape speaks of. Correct its era and code, or add the area."},
}
