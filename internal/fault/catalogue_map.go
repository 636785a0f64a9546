package fault

var mapFiles = map[string]entry{
	"map.name":        {Invalid, "Tên tệp bản đồ phải kết thúc bằng .geojson hoặc .pmtiles và chỉ gồm chữ, số, dấu cách, chấm, gạch. Hãy đổi tên tệp.", "A map file's name must end in .geojson or .pmtiles and have only letters, digits, spaces, dots and dashes. Rename the file."},
	"map.unreadable":  {Invalid, "Máy chủ không đọc được tệp này. Hãy xem quyền đọc của tệp.", "The server can't read this file. Look at who may read it."},
	"map.not_a_file":  {Invalid, "Đây không phải là một tệp (thư mục hoặc đường dẫn tắt). Hãy chép chính tệp đó vào thư mục.", "This is not a file (it is a folder or a link). Copy the file itself into the folder."},
	"map.not_pmtiles": {Invalid, "Nội dung tệp không phải PMTiles. Hãy tạo lại hoặc chép lại tệp.", "The file's content is not PMTiles. Make it or copy it again."},
	"map.version":     {Invalid, "Tệp PMTiles phiên bản {version}; ở đây đọc được phiên bản 3. Hãy chuyển tệp sang phiên bản 3 (pmtiles convert).", "The file is PMTiles version {version}; version 3 is read here. Convert it to version 3 (pmtiles convert)."},
	"map.cut":         {Invalid, "Tệp bị thiếu một phần. Hãy chép lại tệp.", "A part of the file is missing. Copy it again."},
	"map.tiles":       {Invalid, "Tệp PMTiles chứa loại ô bản đồ (số {type}) mà ở đây không vẽ được. Hãy tạo lại tệp với ô vectơ (MVT) hoặc ảnh PNG, JPEG, WebP.", "The PMTiles file has tiles of a type (number {type}) that can't be drawn here. Make it again with vector tiles (MVT) or PNG, JPEG or WebP pictures."},
	"map.compression": {Invalid, "Tệp PMTiles được nén kiểu {name} mà ở đây không mở được. Hãy tạo lại tệp với gzip hoặc không nén.", "The PMTiles file is packed with {name}, which can't be opened here. Make it again with gzip or unpacked."},
	"map.directory":   {Invalid, "Mục lục của tệp PMTiles bị hỏng hoặc bị cắt. Hãy chép lại hoặc tạo lại tệp.", "The PMTiles file's directory is broken or cut off. Copy or make the file again."},
	"map.too_large":   {Invalid, "Tệp GeoJSON lớn hơn {max}, điện thoại không giữ được. Hãy giản lược hoặc chia tệp, hoặc chuyển sang PMTiles.", "The GeoJSON file is larger than {max}, too much for phones. Simplify or split it, or convert it to PMTiles."},
	"map.too_many":    {Invalid, "Tệp GeoJSON có hơn {max} hình hoặc điểm. Hãy giản lược hoặc chia tệp.", "The GeoJSON file has more than {max} shapes or points. Simplify or split it."},
	"map.not_geojson": {Invalid, "Nội dung tệp không phải GeoJSON loại FeatureCollection. Hãy xuất lại tệp.", "The file's content is not a GeoJSON FeatureCollection. Export it again."},
	"map.geometry":    {Invalid, "Tệp GeoJSON có hình loại “{type}” mà ở đây không vẽ được.", "The GeoJSON file has shapes of type “{type}”, which can't be drawn here."},
	"map.coordinates": {Invalid, "Tọa độ trong tệp không phải kinh độ, vĩ độ (WGS 84). Hãy chuyển hệ tọa độ, ví dụ từ VN-2000, rồi xuất lại.", "The file's coordinates are not longitude and latitude (WGS 84). Convert them, for example from VN-2000, and export again."},
	"map.empty":       {Invalid, "Tệp GeoJSON không có hình nào. Hãy xuất lại tệp.", "The GeoJSON file has no shapes. Export it again."},
}
