package config

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// text is words in each shipped language.
type text struct{ VI, EN string }

// setting is one line of the list: a name, words for people, and how it is read.
type setting struct {
	Name    string // in the file; the flag has "-" for "_", the environment is BAMBAN_ and upper case
	Help    text
	Want    text // what values it takes
	isBool  bool
	serving bool // about answering requests: a flag of the commands that do
	get     func(*Config) string
	set     func(*Config, string) bool // false: the value can't be used
}

func (s *setting) flagName() string { return strings.ReplaceAll(s.Name, "_", "-") }
func (s *setting) envName() string  { return envPrefix + strings.ToUpper(s.Name) }

// Bounds of the settings.
const (
	// MaxUpload is the largest attachment that a record can describe, in bytes.
	MaxUpload  = 64 << 20
	minUpload  = 64 << 10
	maxReaders = 64
	maxText    = 1000

	maxUploadDays = 365
)

var settings = []setting{
	{Name: "data",
		Help: text{"Thư mục giữ nhật ký, bản chiếu, khóa máy chủ và ảnh.", "Folder of the log, the projection, the server's key and the photos."},
		Want: text{"đường dẫn tới một thư mục", "a path to a folder"},
		get:  func(c *Config) string { return c.Data },
		set:  func(c *Config, v string) bool { c.Data = v; return v != "" && isPath(v) }},
	{Name: "pack",
		Help: text{"Thư mục của bộ dữ liệu tỉnh; để trống là bộ có sẵn trong chương trình.", "Folder of the pack; empty is the one built in."},
		Want: text{"đường dẫn tới một thư mục, hoặc để trống", "a path to a folder, or nothing"},
		get:  func(c *Config) string { return c.Pack },
		set:  func(c *Config, v string) bool { c.Pack = v; return isPath(v) }},
	{Name: "addr", serving: true,
		Help: text{"Địa chỉ lắng nghe; cổng 0 là một cổng trống bất kỳ.", "Address to listen on; port 0 is any free port."},
		Want: text{"máy:cổng, ví dụ :8080 hoặc 127.0.0.1:8080", "host:port, for example :8080 or 127.0.0.1:8080"},
		get:  func(c *Config) string { return c.Addr },
		set:  func(c *Config, v string) bool { c.Addr = v; return isAddr(v) }},
	{Name: "public_url", serving: true,
		Help: text{"Địa chỉ mà mọi người mở trong trình duyệt; cần khi có máy trung gian đứng trước.", "Address that people open in the browser; needed behind a proxy."},
		Want: text{"địa chỉ http hoặc https không có đường dẫn, ví dụ https://bamban.example.vn", "an http or https address without a path, for example https://bamban.example.vn"},
		get:  func(c *Config) string { return c.PublicURL },
		set:  setPublicURL},
	{Name: "tls_cert", serving: true,
		Help: text{"Tệp chứng chỉ TLS (PEM); để trống là không mã hóa tại máy chủ này.", "TLS certificate file (PEM); empty is no TLS at this server."},
		Want: text{"đường dẫn tới một tệp, hoặc để trống", "a path to a file, or nothing"},
		get:  func(c *Config) string { return c.TLSCert },
		set:  func(c *Config, v string) bool { c.TLSCert = v; return isPath(v) }},
	{Name: "tls_key", serving: true,
		Help: text{"Tệp khóa riêng của chứng chỉ TLS (PEM).", "Private key file of the TLS certificate (PEM)."},
		Want: text{"đường dẫn tới một tệp, hoặc để trống", "a path to a file, or nothing"},
		get:  func(c *Config) string { return c.TLSKey },
		set:  func(c *Config, v string) bool { c.TLSKey = v; return isPath(v) }},
	{Name: "log_level",
		Help: text{"Ghi nhật ký vận hành từ mức nào.", "From which level the server's messages are written."},
		Want: text{"debug, info, warn hoặc error", "debug, info, warn or error"},
		get:  func(c *Config) string { return c.LogLevel },
		set: func(c *Config, v string) bool {
			c.LogLevel = v
			return slices.Contains([]string{"debug", "info", "warn", "error"}, v)
		}},
	{Name: "log_format",
		Help: text{"Dạng của nhật ký vận hành: cho người đọc hoặc cho máy.", "Form of the server's messages: for people or for machines."},
		Want: text{"text hoặc json", "text or json"},
		get:  func(c *Config) string { return c.LogFormat },
		set:  func(c *Config, v string) bool { c.LogFormat = v; return v == "text" || v == "json" }},
	{Name: "metrics", serving: true, isBool: true,
		Help: text{"Trả số đo vận hành tại /metrics (dạng Prometheus).", "Answer with figures of the server at /metrics (Prometheus)."},
		Want: text{"true hoặc false", "true or false"},
		get:  func(c *Config) string { return strconv.FormatBool(c.Metrics) },
		set: func(c *Config, v string) (ok bool) {
			c.Metrics = v == "true"
			return c.Metrics || v == "false"
		}},
	{Name: "max_upload_bytes", serving: true,
		Help: text{"Tệp kèm lớn nhất được nhận.", "The largest attachment that is taken."},
		Want: text{"số byte từ 64KiB đến 64MiB; viết được KiB, MiB", "bytes from 64KiB to 64MiB; KiB and MiB may be used"},
		get:  func(c *Config) string { return strconv.FormatInt(c.MaxUpload, 10) },
		set: func(c *Config, v string) bool {
			n, ok := parseBytes(v)
			c.MaxUpload = n
			return ok && n >= minUpload && n <= MaxUpload
		}},
	{Name: "upload_days", serving: true,
		Help: text{"Tệp gửi dở không ai gửi tiếp sau ngần này ngày thì xóa; điện thoại sẽ gửi lại từ đầu.", "Days after which an unfinished upload that nobody went on with is removed; the phone begins it again."},
		Want: text{"số nguyên từ 1 đến 365", "a whole number from 1 to 365"},
		get:  func(c *Config) string { return strconv.Itoa(c.UploadDays) },
		set:  func(c *Config, v string) bool { return setNumber(&c.UploadDays, v, maxUploadDays) }},
	{Name: "readers",
		Help: text{"Số kết nối đọc dữ liệu cùng lúc; mỗi kết nối dùng khoảng 2 MB bộ nhớ.", "Connections that read at the same time; each takes about 2 MB of memory."},
		Want: text{"số nguyên từ 1 đến 64", "a whole number from 1 to 64"},
		get:  func(c *Config) string { return strconv.Itoa(c.Readers) },
		set:  func(c *Config, v string) bool { return setNumber(&c.Readers, v, maxReaders) }},
}

// setNumber reads a whole number from 1 up to a bound.
func setNumber(to *int, v string, most int) bool {
	n, err := strconv.Atoi(v)
	*to = n
	return err == nil && n >= 1 && n <= most
}

func isPath(v string) bool { return len(v) <= maxText && !strings.ContainsRune(v, 0) }

func isAddr(v string) bool {
	host, port, err := net.SplitHostPort(v)
	if err != nil || strings.ContainsAny(host, " /") {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}

func setPublicURL(c *Config, v string) bool {
	c.PublicURL = strings.TrimSuffix(v, "/")
	if v == "" {
		return true
	}
	u, err := url.Parse(c.PublicURL)
	return err == nil && len(v) <= maxText && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" &&
		u.User == nil && u.Path == "" && u.RawQuery == "" && u.Fragment == "" && c.PublicURL == u.Scheme+"://"+u.Host
}

// parseBytes reads 67108864, 65536KiB or 64MiB.
func parseBytes(v string) (int64, bool) {
	unit := int64(1)
	for suffix, size := range map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20} {
		if rest, ok := strings.CutSuffix(v, suffix); ok {
			v, unit = strings.TrimSpace(rest), size
		}
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < 0 || n > 1<<40 {
		return 0, false
	}
	return n * unit, true
}
