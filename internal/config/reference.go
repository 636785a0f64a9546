package config

import (
	"bytes"
	"fmt"
)

// ReferenceFile is where the page of a language is kept, from the module's root.
func ReferenceFile(lang string) string {
	if lang == "vi" {
		return "docs/configuration.vi.md"
	}
	return "docs/configuration.md"
}

// Reference is the manual's page of settings, in "vi" or "en".
func Reference(lang string) []byte {
	w := words[1]
	pick := func(t text) string { return t.EN }
	if lang == "vi" {
		w, pick = words[0], func(t text) string { return t.VI }
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!-- %s -->\n# %s\n\n%s\n\n```yaml\n%s\n```\n\n", w.made, w.title, w.intro, example)
	fmt.Fprintf(&b, "| %s | %s | %s | %s |\n|---|---|---|---|\n", w.name, w.help, w.want, w.preset)
	serve, demo := Default("serve"), Default("demo")
	for i := range settings {
		s := &settings[i]
		preset := code(s.get(&serve), w.none)
		if d := s.get(&demo); d != s.get(&serve) {
			preset += "; demo: " + code(d, w.none)
		}
		fmt.Fprintf(&b, "| `%s`<br>`--%s`<br>`%s` | %s | %s | %s |\n", s.Name, s.flagName(), s.envName(), pick(s.Help), pick(s.Want), preset)
	}
	return b.Bytes()
}

func code(v, none string) string {
	if v == "" {
		return none
	}
	return "`" + v + "`"
}

const example = `# bamban serve --config bamban.yaml
data: /var/lib/bamban
addr: :443
public_url: https://bamban.example.vn
tls_cert: /etc/bamban/tls.crt
tls_key: /etc/bamban/tls.key`

// words of the page.
var words = [2]struct{ made, title, intro, name, help, want, preset, none string }{
	{"Do \"make gen\" viết ra từ internal/config; đừng sửa tay.", "Cài đặt",
		"Mỗi cài đặt đặt được bằng cờ dòng lệnh, biến môi trường, hoặc tệp YAML nêu ở `--config` (hay `BAMBAN_CONFIG`). Cờ được lấy trước, rồi biến môi trường, rồi tệp, rồi giá trị mặc định. Cờ về việc trả lời yêu cầu (địa chỉ, TLS, tệp gửi lên) chỉ có ở `serve` và `demo`. Giá trị sai thì chương trình không chạy, nêu tên cài đặt và cách sửa.",
		"Tên trong tệp, cờ, biến môi trường", "Để làm gì", "Nhận giá trị", "Mặc định", "trống"},
	{"Made by \"make gen\" from internal/config; don't edit.", "Settings",
		"Each setting is a flag, an environment variable, or a line of the YAML file named by `--config` (or `BAMBAN_CONFIG`). The flag goes first, then the environment, then the file, then the default. What is about answering requests (addresses, TLS, uploads) has flags in `serve` and `demo` only. With a wrong value the program doesn't start: it names the setting and says what it takes.",
		"Name in the file, flag, environment", "What it is for", "Takes", "Default", "nothing"},
}
