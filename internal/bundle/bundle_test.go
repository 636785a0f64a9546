package bundle_test

import (
	"bytes"
	"crypto/ecdh"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"testing"

	"bamban/internal/bundle"
	"bamban/internal/change"
	"bamban/internal/fault"
)

var update = flag.Bool("update", false, "write the golden file anew")

const goldenFile = "../../testdata/bundle/bundle.json"

// vector is a bundle with all that it was made of; TypeScript makes the same.
type vector struct {
	Server    string        `json:"server"`    // private key, PKCS 8 is not needed: the scalar, base64
	Public    string        `json:"public"`    // the point that phones are told
	Ephemeral string        `json:"ephemeral"` // private key of the one bundle
	Header    bundle.Header `json:"header"`
	Pushes    []string      `json:"pushes"`
	Files     []string      `json:"files"` // base64
	Bundle    string        `json:"bundle"`
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func keyOf(t testing.TB, b byte) *ecdh.PrivateKey {
	t.Helper()
	k, err := ecdh.P256().NewPrivateKey(bytes.Repeat([]byte{b}, 32))
	must(t, err)
	return k
}

func sample(t testing.TB) (bundle.Header, *bundle.Body, []byte) {
	t.Helper()
	h := bundle.Header{Partition: "12", Device: change.Device(0xA0000000000A), First: 7, Last: 8, MadeAt: 1_772_000_000_000, Changes: 2, Files: 1}
	b := &bundle.Body{Pushes: [][]byte{[]byte(`{"from":7,"changes":[{"v":"Lò Văn <Thử>"}]}`), []byte(`{"from":8,"changes":[{}]}`)}, Files: [][]byte{{0xff, 0xd8, 0xff, 0}}}
	raw, err := bundle.SealWith(h, b, keyOf(t, 7).PublicKey(), keyOf(t, 9))
	must(t, err)
	return h, b, raw
}

func TestTheGoldenBundleIsWhatIsSealedNow(t *testing.T) {
	h, b, raw := sample(t)
	b64 := base64.StdEncoding.EncodeToString
	v := vector{Server: b64(keyOf(t, 7).Bytes()), Public: b64(keyOf(t, 7).PublicKey().Bytes()), Ephemeral: b64(keyOf(t, 9).Bytes()), Header: h,
		Pushes: []string{string(b.Pushes[0]), string(b.Pushes[1])}, Files: []string{b64(b.Files[0])}, Bundle: b64(raw)}
	var want bytes.Buffer
	e := json.NewEncoder(&want)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	must(t, e.Encode(v))
	if *update {
		must(t, os.MkdirAll("../../testdata/bundle", 0o755))
		must(t, os.WriteFile(goldenFile, want.Bytes(), 0o644))
	}
	have, err := os.ReadFile(goldenFile)
	must(t, err)
	if !bytes.Equal(have, want.Bytes()) {
		t.Errorf("the bundle is not what is sealed now; if that is meant, run with -update\n%s", want.Bytes())
	}
}

func TestABundleOpensToWhatWasSealed(t *testing.T) {
	h, b, raw := sample(t)
	gotH, got, err := bundle.Open(raw, keyOf(t, 7))
	must(t, err)
	if gotH != h || len(got.Pushes) != 2 || !bytes.Equal(got.Pushes[0], b.Pushes[0]) || !bytes.Equal(got.Files[0], b.Files[0]) {
		t.Errorf("opened %+v %q, want %+v %q", gotH, got, h, b)
	}
	if _, _, err := bundle.Open(raw, keyOf(t, 8)); !errors.Is(err, fault.New("bundle.damaged", "")) {
		t.Errorf("another server's key: %v, want bundle.damaged", err)
	}
}

func TestOneAlteredByteAnywhereOpensNothing(t *testing.T) {
	_, _, raw := sample(t)
	for i := range raw {
		bad := bytes.Clone(raw)
		bad[i] ^= 1
		if _, body, err := bundle.Open(bad, keyOf(t, 7)); err == nil || body != nil {
			t.Errorf("byte %d altered: %v, want a fault and nothing", i, err)
		}
		if _, body, err := bundle.Open(raw[:i], keyOf(t, 7)); err == nil || body != nil {
			t.Errorf("cut at %d: %v, want a fault and nothing", i, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	_, _, raw := sample(f)
	f.Add(raw)
	f.Add([]byte(bundle.Magic))
	f.Add(append([]byte(bundle.Magic), 0xff, 0xff, 0xff, 0xff))
	key := keyOf(f, 7)
	f.Fuzz(func(t *testing.T, in []byte) {
		_, body, err := bundle.Open(in, key)
		if err != nil && fault.As(err).Class() == fault.Internal {
			t.Errorf("%v, want a fault with words", err)
		}
		if (err == nil) != (body != nil) {
			t.Errorf("body %v with error %v", body, err)
		}
	})
}

func FuzzBody(f *testing.F) {
	f.Add([]byte{1, 0, 0, 0, 2, '{', '}', 2, 0, 0, 0, 1, 0xff})
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{3, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, in []byte) {
		b, err := bundle.Read(in)
		if err != nil {
			return
		}
		n := 5 * (len(b.Pushes) + len(b.Files))
		for _, part := range append(b.Pushes, b.Files...) {
			n += len(part)
		}
		if n != len(in) {
			t.Errorf("parts of %d bytes out of %d", n, len(in))
		}
	})
}
