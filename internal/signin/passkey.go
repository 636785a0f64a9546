package signin

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/writer"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// pendingPasskey is a ceremony between its two halves.
type pendingPasskey struct {
	user    change.ID
	session webauthn.SessionData
	until   int64
}

const (
	passkeyMinutes = 5
	maxPending     = 1000
)

// passkeyUser is a user as the library sees one.
type passkeyUser struct {
	id          change.ID
	login, name string
	credentials []webauthn.Credential
	keys        []*projection.Record // that hold the credentials, in their order
}

func (u *passkeyUser) WebAuthnID() []byte                         { return u.id[:] }
func (u *passkeyUser) WebAuthnName() string                       { return u.login }
func (u *passkeyUser) WebAuthnDisplayName() string                { return u.name }
func (u *passkeyUser) WebAuthnCredentials() []webauthn.Credential { return u.credentials }

func relyingParty(origin string) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return nil, fault.New("passkey.failed", "")
	}
	rp, err := webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: "Bám Bản", RPOrigins: []string{origin}})
	if err != nil { // an address of numbers, for one: passkeys belong to a name
		return nil, fault.New("passkey.failed", "").Because(err)
	}
	return rp, nil
}

func (s *Service) passkeyUser(ctx context.Context, id change.ID) (*passkeyUser, error) {
	r, err := s.n.Projection.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	u, err := kind.Into[account.User](r.Kind, r.State)
	if err != nil {
		return nil, err
	}
	out := &passkeyUser{id: id, login: u.Login, name: u.Name}
	if out.keys, err = s.Passkeys(ctx, id); err != nil {
		return nil, err
	}
	for _, k := range out.keys {
		c, err := kind.Into[account.Credential](k.Kind, k.State)
		if err != nil {
			return nil, err
		}
		var wc webauthn.Credential
		if err := json.Unmarshal([]byte(c.Secret), &wc); err != nil {
			return nil, err
		}
		out.credentials = append(out.credentials, wc)
	}
	return out, nil
}

// Passkeys lists a user's passkeys.
func (s *Service) Passkeys(ctx context.Context, user change.ID) ([]*projection.Record, error) {
	all, err := s.n.Projection.FindBy(ctx, "credential", "user", user.String(), 100)
	if err != nil {
		return nil, err
	}
	var out []*projection.Record
	for _, r := range all {
		c, err := kind.Into[account.Credential](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		if c.Method == "passkey" && !c.Revoked {
			out = append(out, r)
		}
	}
	return out, nil
}

// RemovePasskey revokes one of a user's own passkeys.
func (s *Service) RemovePasskey(ctx context.Context, user, id change.ID) error {
	keys, err := s.Passkeys(ctx, user)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.ID == id {
			return s.set(ctx, user, k, account.Credential{Revoked: true})
		}
	}
	return fault.New("not_found", "")
}

func (s *Service) keep(key string, p pendingPasskey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, old := range s.passkeys {
		if old.until < s.n.Now() || len(s.passkeys) >= maxPending {
			delete(s.passkeys, k)
		}
	}
	p.until = s.n.Now() + passkeyMinutes*60_000
	s.passkeys[key] = p
}

func (s *Service) take(key string) (pendingPasskey, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.passkeys[key]
	delete(s.passkeys, key)
	if !ok || p.until < s.n.Now() {
		return p, fault.New("passkey.failed", "")
	}
	return p, nil
}

// BeginPasskey starts adding a passkey to a signed-in user; the answer is for
// navigator.credentials.create.
func (s *Service) BeginPasskey(ctx context.Context, who *Who, origin string) (any, error) {
	rp, err := relyingParty(origin)
	if err != nil {
		return nil, err
	}
	u, err := s.passkeyUser(ctx, who.Viewer.User)
	if err != nil {
		return nil, err
	}
	options, session, err := rp.BeginRegistration(u, webauthn.WithResidentKeyRequirement(protocol.ResidentKeyRequirementPreferred),
		webauthn.WithExclusions(webauthn.Credentials(u.credentials).CredentialDescriptors()))
	if err != nil {
		return nil, fault.New("passkey.failed", "").Because(err)
	}
	s.keep("add "+who.Session.String(), pendingPasskey{user: u.id, session: *session})
	return options, nil
}

// FinishPasskey adds the passkey that the browser made.
func (s *Service) FinishPasskey(ctx context.Context, who *Who, origin, name string, response []byte) error {
	p, err := s.take("add " + who.Session.String())
	if err != nil {
		return err
	}
	rp, err := relyingParty(origin)
	if err != nil {
		return err
	}
	u, err := s.passkeyUser(ctx, p.user)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBody(bytes.NewReader(response))
	if err != nil {
		return fault.New("passkey.failed", "").Because(err)
	}
	made, err := rp.CreateCredential(u, p.session, parsed)
	if err != nil {
		return fault.New("passkey.failed", "").Because(err)
	}
	raw, err := json.Marshal(made)
	if err != nil {
		return err
	}
	if name = strings.TrimSpace(name); name == "" {
		name = s.n.Today()
	}
	_, err = s.n.Writer.Write(ctx, u.id, nil, writer.Draft{Kind: "credential", Record: s.n.Writer.NewID(), Fields: kind.Fields(account.Credential{
		User: u.id, Method: "passkey", Secret: string(raw), KeyID: base64.RawURLEncoding.EncodeToString(made.ID), Name: name})})
	return err
}

// BeginPasskeySession starts a sign-in by passkey; the answer is for
// navigator.credentials.get. A login that nobody has is answered as one without
// passkeys is.
func (s *Service) BeginPasskeySession(ctx context.Context, login, origin string) (any, error) {
	rp, err := relyingParty(origin)
	if err != nil {
		return nil, err
	}
	r, err := s.userByLogin(ctx, strings.ToLower(strings.TrimSpace(login)))
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, fault.New("passkey.none", "login")
	}
	u, err := s.passkeyUser(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	if len(u.credentials) == 0 {
		return nil, fault.New("passkey.none", "login")
	}
	options, session, err := rp.BeginLogin(u)
	if err != nil {
		return nil, fault.New("passkey.failed", "").Because(err)
	}
	s.keep("in "+session.Challenge, pendingPasskey{user: u.id, session: *session})
	return options, nil
}

// FinishPasskeySession signs in by what the browser answered.
func (s *Service) FinishPasskeySession(ctx context.Context, origin, agent string, response []byte) (string, *Who, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBody(bytes.NewReader(response))
	if err != nil {
		return "", nil, fault.New("passkey.failed", "").Because(err)
	}
	p, err := s.take("in " + parsed.Response.CollectedClientData.Challenge)
	if err != nil {
		return "", nil, err
	}
	rp, err := relyingParty(origin)
	if err != nil {
		return "", nil, err
	}
	u, err := s.passkeyUser(ctx, p.user)
	if err != nil {
		return "", nil, err
	}
	used, err := rp.ValidateLogin(u, p.session, parsed)
	if err != nil {
		return "", nil, fault.New("passkey.failed", "").Because(err)
	}
	if err := s.keepUse(ctx, u, used); err != nil {
		return "", nil, err
	}
	return s.begin(ctx, u.id, agent, "passkey", false)
}

// keepUse stores what a passkey said of itself as it was used: how often that was,
// and whether it is backed up. One that counts backwards may be a copy, and which of
// the two is its owner's can't be told: none of them opens any more (WebAuthn
// §6.1.1 leaves that to the relying party; the password is there).
func (s *Service) keepUse(ctx context.Context, u *passkeyUser, used *webauthn.Credential) error {
	i := slices.IndexFunc(u.credentials, func(c webauthn.Credential) bool { return bytes.Equal(c.ID, used.ID) })
	if i < 0 {
		return fault.New("passkey.failed", "")
	}
	was, err := json.Marshal(u.credentials[i])
	if err != nil {
		return err
	}
	now, err := json.Marshal(used)
	if err != nil {
		return err
	}
	if !bytes.Equal(was, now) {
		if err := s.set(ctx, u.id, u.keys[i], account.Credential{Secret: string(now)}); err != nil {
			return err
		}
	}
	if used.Authenticator.CloneWarning {
		s.n.Slog.Warn("a passkey counts backwards and may be a copy", "user", u.login, "passkey", u.keys[i].ID)
		return fault.New("passkey.copied", "")
	}
	return nil
}
