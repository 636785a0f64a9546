package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Service signs users and devices in on a node.
type Service struct {
	n *node.Node

	mu       sync.Mutex
	tries    map[string]*tries
	lastSeen map[change.ID]int64 // session → Unix milliseconds
	passkeys map[string]pendingPasskey
	tokens   cache[Device]
	open     cache[openSession]
}

// tries counts wrong passwords for a login.
type tries struct {
	wrong int
	locks int
	until int64
}

// New makes the service of a node.
func New(n *node.Node) *Service {
	return &Service{n: n, tries: map[string]*tries{}, lastSeen: map[change.ID]int64{}, passkeys: map[string]pendingPasskey{}}
}

// Who is signed in.
type Who struct {
	Viewer     *access.Viewer
	Session    change.ID
	MustChange bool
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func newToken() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (s *Service) setting(code string) int64 { return int64(s.n.Pack.Settings.Int(code, s.n.Today())) }

// Password signs in by password and gives the session's token. A wrong login and
// a wrong password are answered alike and cost alike.
func (s *Service) Password(ctx context.Context, login, password, agent string) (string, *Who, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	if err := s.locked(login); err != nil {
		return "", nil, err
	}
	user, err := s.userByLogin(ctx, login)
	if err != nil {
		return "", nil, err
	}
	stored, mustChange := "", false
	if user != nil {
		c, _, err := s.credential(ctx, user.ID, "password")
		if err != nil {
			return "", nil, err
		}
		if c != nil {
			stored, mustChange = c.Secret, c.MustChange
		}
	}
	if !CheckPassword(stored, password) {
		return "", nil, s.wrong(login)
	}
	s.right(login)
	return s.begin(ctx, user.ID, agent, "password", mustChange)
}

func (s *Service) userByLogin(ctx context.Context, login string) (*projection.Record, error) {
	if login == "" {
		return nil, nil
	}
	found, err := s.n.Projection.FindBy(ctx, "user", "login", login, 1)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// credential gives a user's credential of a method that is not revoked, or nil.
func (s *Service) credential(ctx context.Context, user change.ID, method string) (*account.Credential, *projection.Record, error) {
	all, err := s.n.Projection.FindBy(ctx, "credential", "user", user.String(), 100)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range all {
		c, err := kind.Into[account.Credential](r.Kind, r.State)
		if err != nil {
			return nil, nil, err
		}
		if c.Method == method && !c.Revoked {
			return &c, r, nil
		}
	}
	return nil, nil, nil
}

// locked refuses a login that has been tried too often.
func (s *Service) locked(login string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tries[login]
	if t == nil || s.n.Now() >= t.until {
		return nil
	}
	return fault.New("session.locked", "", "seconds", (t.until-s.n.Now())/1000+1)
}

// maxTried logins are remembered; names that nobody has can't fill the memory.
const maxTried = 10_000

// wrong counts a wrong password; each pause is twice as long as the one before,
// up to a day.
func (s *Service) wrong(login string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tries[login]
	if t == nil {
		if len(s.tries) >= maxTried {
			s.tries = map[string]*tries{}
		}
		t = &tries{}
		s.tries[login] = t
	}
	if t.wrong++; t.wrong >= int(s.setting(pack.LockoutTries)) {
		pause := s.setting(pack.LockoutMinutes) * 60_000 << min(t.locks, 10)
		t.until = s.n.Now() + min(pause, 24*3_600_000)
		t.wrong, t.locks = 0, t.locks+1
	}
	return fault.New("session.bad_password", "")
}

func (s *Service) right(login string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tries, login)
}

// begin starts a session.
func (s *Service) begin(ctx context.Context, user change.ID, agent, method string, mustChange bool) (string, *Who, error) {
	viewer, err := s.n.Viewer(ctx, user)
	if err != nil {
		return "", nil, err
	}
	token, now := newToken(), s.n.Now()
	id := s.n.Writer.NewID()
	if len(agent) > 300 {
		agent = agent[:300]
	}
	_, err = s.n.Writer.Write(ctx, user, nil, writer.Draft{Kind: "session", Record: id, Fields: kind.Fields(account.Session{
		User: user, TokenHash: hashToken(token), Started: now, Expires: now + s.setting(pack.SessionHours)*3_600_000,
		Agent: strings.ToValidUTF8(agent, "?"), Method: method})})
	if err != nil {
		return "", nil, fmt.Errorf("begin session: %w", err)
	}
	s.touch(id)
	return token, &Who{Viewer: viewer, Session: id, MustChange: mustChange}, nil
}

func (s *Service) touch(session change.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastSeen[session] = s.n.Now()
}

// Session gives who a session's token belongs to; a session.expired fault where
// it is unknown, ended, past its time or left alone too long.
func (s *Service) Session(ctx context.Context, token string) (*Who, error) {
	expired := fault.New("session.expired", "")
	if token == "" || len(token) > 100 {
		return nil, expired
	}
	version := s.n.Projection.Version("session", "credential")
	known, ok := s.open.get(version, token)
	if !ok {
		var err error
		if known, err = s.findSession(ctx, token); err != nil {
			return nil, err
		}
		s.open.put(version, token, known)
	}
	if known.id.IsZero() || known.Ended || s.n.Now() >= known.Expires || s.idle(known.id) {
		return nil, expired
	}
	viewer, err := s.n.Viewer(ctx, known.User)
	if err != nil {
		return nil, expired
	}
	s.touch(known.id)
	return &Who{Viewer: viewer, Session: known.id, MustChange: known.mustChange}, nil
}

// openSession is what is known of a session's token; a zero id is of none.
type openSession struct {
	account.Session
	id         change.ID
	mustChange bool
}

func (s *Service) findSession(ctx context.Context, token string) (openSession, error) {
	var out openSession
	found, err := s.n.Projection.FindBy(ctx, "session", "token_hash", hashToken(token), 1)
	if err != nil || len(found) == 0 {
		return out, err
	}
	if out.Session, err = kind.Into[account.Session](found[0].Kind, found[0].State); err != nil {
		return out, err
	}
	out.id = found[0].ID
	if out.Method != "password" {
		return out, nil
	}
	c, _, err := s.credential(ctx, out.User, "password")
	out.mustChange = c != nil && c.MustChange
	return out, err
}

// idle reports whether a session was left alone; one that began before this
// process starts its count now.
func (s *Service) idle(session change.ID) bool {
	limit := s.setting(pack.SessionIdleMinutes) * int64(time.Minute/time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	last, ok := s.lastSeen[session]
	return ok && limit > 0 && s.n.Now()-last > limit
}

// EndSession ends one of a user's sessions.
func (s *Service) EndSession(ctx context.Context, user, session change.ID) error {
	r, err := s.n.Projection.Get(ctx, session)
	if err != nil {
		return err
	}
	ses, err := kind.Into[account.Session](r.Kind, r.State)
	if err != nil || r.Kind.Name != "session" || ses.User != user {
		return fault.New("not_found", "")
	}
	return s.set(ctx, user, r, account.Session{Ended: true})
}

// Sessions lists a user's sessions that are not over.
func (s *Service) Sessions(ctx context.Context, user change.ID) ([]*projection.Record, error) {
	all, err := s.n.Projection.FindBy(ctx, "session", "user", user.String(), 1000)
	if err != nil {
		return nil, err
	}
	var out []*projection.Record
	for _, r := range all {
		ses, err := kind.Into[account.Session](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		if !ses.Ended && s.n.Now() < ses.Expires {
			out = append(out, r)
		}
	}
	return out, nil
}

// endAll ends every session of a user.
func (s *Service) endAll(ctx context.Context, by, user change.ID) error {
	open, err := s.Sessions(ctx, user)
	if err != nil {
		return err
	}
	for _, r := range open {
		if err := s.set(ctx, by, r, account.Session{Ended: true}); err != nil {
			return err
		}
	}
	return nil
}

// set writes the non-zero fields of a struct to a record, as the server.
func (s *Service) set(ctx context.Context, by change.ID, r *projection.Record, v any) error {
	var fields map[string]json.RawMessage
	switch v := v.(type) {
	case account.Session:
		fields = kind.Fields(v)
	case account.Credential:
		fields = kind.Fields(v)
	case account.Device:
		fields = kind.Fields(v)
	case account.User:
		fields = kind.Fields(v)
	default:
		return fmt.Errorf("set %T: not an account record", v)
	}
	_, err := s.n.Writer.Write(ctx, by, nil, writer.Draft{Kind: r.Kind.Name, Record: r.ID, Fields: fields, Seen: node.Seen(r.State, fields)})
	if err != nil {
		return fmt.Errorf("set %s %s: %w", r.Kind.Name, r.ID, err)
	}
	return nil
}
