package fault

// figures: what is wrong with a question about figures, or with a target.
var figures = map[string]entry{
	"figure.unknown":         {Invalid, "Không có chỉ tiêu “{code}”. Hãy chọn một chỉ tiêu có sẵn.", "There is no indicator “{code}”. Choose one that is."},
	"figure.none":            {NotFound, "Bộ dữ liệu của tỉnh chưa khai chỉ tiêu nào.", "The province's pack declares no indicators."},
	"figure.calendar":        {Invalid, "Không có lịch “{calendar}”. Hãy chọn một lịch có sẵn.", "There is no calendar “{calendar}”. Choose one that is."},
	"figure.period":          {Invalid, "Không đọc được kỳ “{period}”. Hãy viết 2026, 2026-H1, 2026-Q1, 2026-03 hoặc 2026-03-05.", "The period “{period}” can't be read. Write 2026, 2026-H1, 2026-Q1, 2026-03 or 2026-03-05."},
	"figure.by":              {Invalid, "Không chia được theo “{by}”. Hãy dùng area, month, unit hoặc dim.", "Figures can't be broken down by “{by}”. Use area, month, unit or dim."},
	"figure.map":             {Invalid, "Không có bản đồ “{map}”. Hãy dùng new hoặc old.", "There is no map “{map}”. Use new or old."},
	"figure.dim":             {Invalid, "Chỉ tiêu “{code}” không chia theo “{dim}”.", "The indicator “{code}” is not broken down by “{dim}”."},
	"figure.outside":         {Forbidden, "Số liệu của nơi này ở ngoài phạm vi của bạn. Hãy chọn địa bàn hoặc đơn vị mình phụ trách.", "The figures of this place are outside your scope. Choose an area or a unit in your care."},
	"figure.closed":          {Forbidden, "Ô này quá nhỏ, chỉ người được xem thông tin từng người mới mở được.", "This cell is small; only those who may see persons can open it."},
	"target.place":           {Invalid, "Chỉ tiêu giao cần một địa bàn hoặc một đơn vị. Hãy chọn một trong hai.", "A target needs an area or a unit. Choose one of the two."},
	"target.two_places":      {Invalid, "Chỉ tiêu giao có cả địa bàn và đơn vị. Hãy giữ một.", "The target has both an area and a unit. Keep one."},
	"target.area_not_then":   {Invalid, "Địa bàn này không tồn tại trong kỳ {period}. Hãy chọn địa bàn của kỳ đó.", "This area does not exist in {period}. Choose one of that time."},
	"target.unit_not_then":   {Invalid, "Đơn vị này không hoạt động trong kỳ {period}. Hãy chọn đơn vị của kỳ đó.", "This unit does not exist in {period}. Choose one of that time."},
	"target.period_too_fine": {Invalid, "Chỉ tiêu giao theo tháng, quý, nửa năm hoặc năm, không theo ngày.", "A target is for a month, a quarter, a half or a year, not for a day."},
}
