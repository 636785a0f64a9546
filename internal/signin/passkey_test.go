package signin_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/signin"
	"bamban/internal/writer"
	"bamban/packs"

	"github.com/go-webauthn/webauthn/webauthn"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const origin, host, login = "https://bamban.example.vn", "bamban.example.vn", "tram"

// authenticator is a passkey's device in software: a key.
type authenticator struct {
	s    *signin.Service
	n    *node.Node
	user change.ID
	key  *ecdsa.PrivateKey
}

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	ctx := context.Background()
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n, err := node.Open(ctx, node.Options{Dir: t.TempDir(), Pack: p})
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	a := &authenticator{n: n, s: signin.New(n)}
	a.user, _, err = a.s.CreateUser(ctx, nil, signin.NewUser{Login: login, Name: "Người Thử", Unit: n.UnitID(p.Units[0].Key), Role: "station_desk"})
	must(t, err)
	a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	point, err := a.key.PublicKey.Bytes()
	must(t, err)
	// The key in COSE: EC2, ES256, P-256, x, y.
	cose := append([]byte{0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32}, point[1:33]...)
	cose = append(append(cose, 0x22, 0x58, 32), point[33:]...)
	raw, err := json.Marshal(webauthn.Credential{ID: []byte("khóa"), PublicKey: cose, Flags: webauthn.CredentialFlags{UserPresent: true}})
	must(t, err)
	_, err = n.Writer.Write(ctx, a.user, nil, writer.Draft{Kind: "credential", Record: n.Writer.NewID(), Fields: kind.Fields(account.Credential{
		User: a.user, Method: "passkey", Secret: string(raw), KeyID: base64.RawURLEncoding.EncodeToString([]byte("khóa")), Name: "máy"})})
	must(t, err)
	return a
}

// signIn answers a challenge with a count of uses, and gives the fault's code.
func (a *authenticator) signIn(t *testing.T, count uint32) string {
	t.Helper()
	ctx, b64 := context.Background(), base64.RawURLEncoding.EncodeToString
	options, err := a.s.BeginPasskeySession(ctx, login, origin)
	must(t, err)
	raw, err := json.Marshal(options)
	must(t, err)
	var asked struct{ PublicKey struct{ Challenge string } }
	must(t, json.Unmarshal(raw, &asked))
	client, err := json.Marshal(map[string]string{"type": "webauthn.get", "challenge": asked.PublicKey.Challenge, "origin": origin})
	must(t, err)
	rp, hash := sha256.Sum256([]byte(host)), sha256.Sum256(client)
	data := binary.BigEndian.AppendUint32(append(rp[:], 1), count)
	signed := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, signed[:])
	must(t, err)
	answer, err := json.Marshal(map[string]any{"id": b64([]byte("khóa")), "rawId": b64([]byte("khóa")), "type": "public-key", "response": map[string]string{
		"authenticatorData": b64(data), "clientDataJSON": b64(client), "signature": b64(signature), "userHandle": b64(a.user[:])}})
	must(t, err)
	token, _, err := a.s.FinishPasskeySession(ctx, origin, "test", answer)
	if (token == "") != (err != nil) {
		t.Errorf("token %q and error %v", token, err)
	}
	if err != nil {
		return fault.As(err).Code
	}
	return ""
}

func (a *authenticator) stored(t *testing.T) webauthn.Authenticator {
	t.Helper()
	keys, err := a.s.Passkeys(context.Background(), a.user)
	must(t, err)
	c, err := kind.Into[account.Credential](keys[0].Kind, keys[0].State)
	must(t, err)
	var out webauthn.Credential
	must(t, json.Unmarshal([]byte(c.Secret), &out))
	return out.Authenticator
}

func TestAPasskeyThatCountsBackwardsOpensNothingAnyMore(t *testing.T) {
	a := newAuthenticator(t)
	for _, step := range []struct {
		count  uint32
		want   string
		stored uint32
	}{{5, "", 5}, {6, "", 6}, {900, "", 900}, {7, "passkey.copied", 900}, {901, "passkey.copied", 901}} {
		if got := a.signIn(t, step.count); got != step.want {
			t.Errorf("count %d: %q, want %q", step.count, got, step.want)
		}
		if got := a.stored(t).SignCount; got != step.stored {
			t.Errorf("after count %d, %d is stored, want %d", step.count, got, step.stored)
		}
	}
}

// Passkeys that are kept in a cloud count nothing: they say 0 each time.
func TestAPasskeyThatDoesNotCountGoesOnOpening(t *testing.T) {
	a := newAuthenticator(t)
	for range 3 {
		if got := a.signIn(t, 0); got != "" {
			t.Errorf("a passkey that does not count: %q", got)
		}
	}
	if a.stored(t).CloneWarning {
		t.Error("it is taken for a copy")
	}
}

func TestAnAddressOfNumbersHasNoPasskeysAndSaysSo(t *testing.T) {
	a := newAuthenticator(t)
	if _, err := a.s.BeginPasskeySession(context.Background(), login, "http://192.168.1.20:8080"); fault.As(err).Code != "passkey.failed" {
		t.Errorf("%v, want passkey.failed", err)
	}
}
