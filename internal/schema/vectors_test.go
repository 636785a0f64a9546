package schema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"bamban/internal/catalogue"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/schema"
)

var update = flag.Bool("update", false, "write the sample's declaration into testdata/validate.json")

const vectorsPath = "../../testdata/validate.json"

// sample has a field of every type.
type sample struct {
	Title   string          `f:"title,required" vi:"Tiêu đề" en:"Title"`
	Area    change.ID       `f:"area,required,ref=sample" vi:"Nơi" en:"Place"`
	Person  string          `f:"person,name" vi:"Họ tên" en:"Name"`
	Remark  string          `f:"remark,len=20" vi:"Ghi chú" en:"Remark"`
	Count   int64           `f:"count,min=0,max=100" vi:"Số" en:"Count"`
	Price   int64           `f:"price,money" vi:"Giá" en:"Price"`
	Weight  float64         `f:"weight,min=0,max=1000" vi:"Cân nặng" en:"Weight"`
	At      int64           `f:"at,instant" vi:"Lúc" en:"At"`
	Done    bool            `f:"done" vi:"Xong" en:"Done"`
	Day     string          `f:"day,date" vi:"Ngày" en:"Day"`
	Born    string          `f:"born,partial" vi:"Sinh" en:"Born"`
	Colour  string          `f:"colour,term=colour" vi:"Màu" en:"Colour"`
	Colours []string        `f:"colours,term=colour,len=3" vi:"Các màu" en:"Colours"`
	Friends []change.ID     `f:"friends,ref=sample" vi:"Bạn" en:"Friends"`
	Tags    []string        `f:"tags,len=5" vi:"Nhãn" en:"Tags"`
	Place   *kind.Pos       `f:"place" vi:"Vị trí" en:"Position"`
	Steps   []step          `f:"steps,len=3" vi:"Các bước" en:"Steps"`
	Year    map[string]year `f:"year" vi:"Theo năm" en:"By year"`
	State   string          `f:"state,machine" vi:"Tình trạng" en:"State"`
	File    string          `f:"file,digest" vi:"Tệp" en:"File"`
}

type step struct {
	What string    `f:"what,required" vi:"Việc" en:"What"`
	N    int64     `f:"n" vi:"Số" en:"Number"`
	Who  change.ID `f:"who,ref=sample" vi:"Ai" en:"Who"`
}

type year struct {
	Status   string `f:"status,required,term=colour" vi:"Màu" en:"Status"`
	Decision string `f:"decision,len=64" vi:"Quyết định" en:"Decision"`
}

func sampleKind() *kind.Kind {
	return kind.Declare[sample](kind.Spec{Name: "sample", Title: "title", Version: 1,
		Label: kind.Text{VI: "Mẫu", EN: "Sample"}, Plural: kind.Text{VI: "Mẫu", EN: "Samples"}, Help: kind.Text{VI: "Chỉ để thử.", EN: "For tests only."},
		Machines: map[string][]kind.State{"state": {
			{Code: "open", Label: kind.Text{VI: "Mở", EN: "Open"}, Next: []string{"closed"}},
			{Code: "closed", Label: kind.Text{VI: "Đóng", EN: "Closed"}},
		}}})
}

type vectors struct {
	Vocabularies vocabularies      `json:"vocabularies"`
	Kinds        []json.RawMessage `json:"kinds"`
	Cases        []vector          `json:"cases"`
}

type vector struct {
	About  string                     `json:"about"`
	Kind   string                     `json:"kind"`
	Fields map[string]json.RawMessage `json:"fields"`
	IsNew  bool                       `json:"isNew"`
	Fault  *struct{ Code, Field string }
}

type vocabularies map[string][]string

// HasTerm implements kind.Vocabularies.
func (v vocabularies) HasTerm(vocabulary, code string) bool {
	return slices.Contains(v[vocabulary], code)
}

func readVectors(t *testing.T) vectors {
	t.Helper()
	raw, err := os.ReadFile(vectorsPath)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		declared, err := json.Marshal([]*kind.Kind{sampleKind()})
		if err != nil {
			t.Fatal(err)
		}
		raw = regexp.MustCompile(`(?m)^ "kinds": .*,$`).ReplaceAllLiteral(raw, slices.Concat([]byte(` "kinds": `), declared, []byte(",")))
		if err := os.WriteFile(vectorsPath, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var v vectors
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("testdata/validate.json: %v", err)
	}
	if len(v.Cases) < 60 {
		t.Fatalf("testdata/validate.json has %d cases, want at least 60", len(v.Cases))
	}
	return v
}

func vectorKinds(t *testing.T) map[string]*kind.Kind {
	t.Helper()
	r, err := catalogue.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*kind.Kind{"sample": sampleKind()}
	for _, k := range r.All() {
		out[k.Name] = k
	}
	return out
}

func TestValidateSaysWhatTheSharedVectorsSay(t *testing.T) {
	v, declared := readVectors(t), vectorKinds(t)
	for _, c := range v.Cases {
		k := declared[c.Kind]
		if k == nil {
			t.Errorf("%s: no kind %q", c.About, c.Kind)
			continue
		}
		err := k.Validate(c.Fields, c.IsNew, v.Vocabularies)
		var f *fault.Fault
		switch {
		case c.Fault == nil && err != nil:
			t.Errorf("%s: got %v, want no fault", c.About, err)
		case c.Fault == nil:
		case !errors.As(err, &f):
			t.Errorf("%s: got %v, want %s at %s", c.About, err, c.Fault.Code, c.Fault.Field)
		case f.Code != c.Fault.Code || f.Field != c.Fault.Field:
			t.Errorf("%s: got %s at %s, want %s at %s", c.About, f.Code, f.Field, c.Fault.Code, c.Fault.Field)
		}
	}
}

func TestTheVectorsSampleIsTheOneDeclared(t *testing.T) {
	v := readVectors(t)
	want, err := json.Marshal(sampleKind())
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Kinds) != 1 || !bytes.Equal(v.Kinds[0], want) {
		t.Errorf("testdata/validate.json has another declaration of the sample; run: go test ./internal/schema -update")
	}
	seen := map[kind.Type]bool{}
	for _, f := range sampleKind().Fields {
		seen[f.Type] = true
	}
	for _, f := range []kind.Type{kind.String, kind.Name, kind.Int, kind.Money, kind.Decimal, kind.Bool, kind.Date, kind.Partial, kind.Instant, kind.Term,
		kind.Terms, kind.Ref, kind.Refs, kind.Texts, kind.Position, kind.List, kind.Keyed, kind.Machine, kind.Digest} {
		if !seen[f] {
			t.Errorf("the sample has no field of type %s", f)
		}
	}
}

// Every change that the server takes must fit the form that its description
// gives, or clients made from it would refuse good data.
func TestTheDescribedFormsTakeWhatValidateTakes(t *testing.T) {
	v := readVectors(t)
	r, err := catalogue.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := schema.OpenAPI(append(r.All(), sampleKind()), nil)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	add(t, c, "mem:///api.json", raw)
	forms := map[string]*jsonschema.Schema{}
	for kindName, name := range map[string]string{"sample": "Sample", "household": "Household", "visit": "Visit", "attachment": "Attachment", "consent": "Consent", "person": "Person"} {
		for _, part := range []string{"Fields", "New"} {
			s, err := c.Compile("mem:///api.json#/components/schemas/" + name + part)
			if err != nil {
				t.Fatal(err)
			}
			forms[kindName+part] = s
		}
	}
	caught := 0
	for _, vec := range v.Cases {
		form := forms[vec.Kind+"Fields"]
		if vec.IsNew && string(vec.Fields[change.Deleted]) != "true" {
			form = forms[vec.Kind+"New"]
		}
		body, err := json.Marshal(vec.Fields)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		err = form.Validate(value)
		if vec.Fault == nil && err != nil {
			t.Errorf("%s: the described form refuses what Validate takes: %v", vec.About, err)
		}
		if vec.Fault != nil && err != nil {
			caught++
		}
	}
	// Terms, key lengths in bytes and null characters can't be told by a JSON Schema.
	if caught < 60 {
		t.Errorf("the described forms catch %d of the faults, want at least 60: are they too loose?", caught)
	}
}
