package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Welcome is what anyone may know of this server.
type Welcome struct {
	Product   string    `json:"product"`
	Version   string    `json:"version"`
	Demo      bool      `json:"demo"`
	Languages []string  `json:"languages"`
	Accounts  []Account `json:"accounts,omitempty"`
}

// SignInBody is a login and a password.
type SignInBody struct {
	Login    string `json:"login"`
	Password string `json:"password"`
}

// LoginBody is a login.
type LoginBody struct {
	Login string `json:"login"`
}

// LanguageBody is a screen language: vi or en.
type LanguageBody struct {
	Language string `json:"language"`
}

// PasswordBody changes one's own password.
type PasswordBody struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// Me is who is signed in and what they may do.
type Me struct {
	User       MeUser             `json:"user"`
	Unit       *MeUnit            `json:"unit,omitempty"`
	Roles      []MeRole           `json:"roles"`
	Powers     []string           `json:"powers"`
	May        map[string]MayJSON `json:"may"`
	MustChange bool               `json:"mustChange,omitempty"`
	Demo       bool               `json:"demo,omitempty"`
	Version    string             `json:"version"`
	ServerTime int64              `json:"serverTime"`
	Today      string             `json:"today"`
}

// MeUser is the user.
type MeUser struct {
	ID       string `json:"id"`
	Login    string `json:"login"`
	Name     string `json:"name"`
	Post     string `json:"post,omitempty"`
	Language string `json:"language"`
	Unit     string `json:"unit,omitempty"`
}

// MeUnit is the user's unit.
type MeUnit struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
}

// MeRole is a role that the user holds, and where.
type MeRole struct {
	Code  string            `json:"code"`
	Label map[string]string `json:"label"`
	Unit  string            `json:"unit,omitempty"`
	Area  string            `json:"area,omitempty"`
}

// MayJSON is what the user may do with a kind somewhere.
type MayJSON struct {
	Read   bool     `json:"read"`
	Create bool     `json:"create"`
	Update bool     `json:"update"`
	Delete bool     `json:"delete"`
	Export bool     `json:"export"`
	Sees   []string `json:"sees"`
}

func welcome(c *call) (any, error) {
	return Welcome{Product: "Bám Bản", Version: c.s.Version, Demo: len(c.s.Accounts) > 0, Languages: []string{"vi", "en"}, Accounts: c.s.Accounts}, nil
}

func signIn(c *call) (any, error) {
	var b SignInBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	token, who, err := c.s.SignIn.Password(c, b.Login, b.Password, c.r.UserAgent())
	if err != nil {
		return nil, err
	}
	c.setCookie(token, 0)
	c.who = who
	return me(c)
}

func (c *call) setCookie(token string, maxAge int) {
	http.SetCookie(c.w, &http.Cookie{Name: cookieName, Value: token, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: c.s.Secure, SameSite: http.SameSiteStrictMode})
}

func signOut(c *call) (any, error) {
	if err := c.s.SignIn.EndSession(c, c.who.Viewer.User, c.who.Session); err != nil {
		return nil, err
	}
	c.setCookie("", -1)
	return nil, nil
}

func me(c *call) (any, error) {
	v := c.who.Viewer
	r, err := c.s.Node.Projection.Get(c, v.User)
	if err != nil {
		return nil, err
	}
	u, err := kind.Into[account.User](r.Kind, r.State)
	if err != nil {
		return nil, err
	}
	out := Me{User: MeUser{r.ID.String(), u.Login, u.Name, u.Post, u.Language, idText(u.Unit)}, Roles: []MeRole{}, Powers: v.Powers, May: map[string]MayJSON{},
		MustChange: c.who.MustChange, Demo: len(c.s.Accounts) > 0, Version: c.s.Version, ServerTime: c.s.Node.Now(), Today: c.s.Node.Today()}
	if out.Powers == nil {
		out.Powers = []string{}
	}
	if out.User.Language == "" {
		out.User.Language = "vi"
	}
	if unit, err := c.s.Node.Projection.Get(c, u.Unit); err == nil {
		out.Unit = &MeUnit{unit.ID.String(), projection.Title(unit), text(unit, "type")}
	}
	for _, g := range v.Grants {
		role := MeRole{Code: g.Role, Unit: idText(g.Unit), Area: idText(g.Area)}
		for _, known := range c.s.Node.Pack.Roles {
			if known.Code == g.Role {
				role.Label = known.Label
			}
		}
		out.Roles = append(out.Roles, role)
	}
	for _, k := range c.s.Node.Kinds.All() {
		if !k.Internal {
			out.May[k.Name] = MayJSON{v.May(access.Read, k), v.May(access.Create, k), v.May(access.Update, k), v.May(access.Delete, k), v.May(access.Export, k), v.SeesAnywhere(k).Names()}
		}
	}
	return out, nil
}

func text(r *projection.Record, field string) string {
	var s string
	if raw := r.State.Value(field, r.Kind); raw != nil && json.Unmarshal(raw, &s) == nil {
		return s
	}
	return ""
}

func setLanguage(c *call) (any, error) {
	var b LanguageBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if b.Language != "vi" && b.Language != "en" {
		return nil, fault.New("field.unknown_term", "language", "term", clip(b.Language), "vocabulary", "language")
	}
	r, err := c.s.Node.Projection.Get(c, c.who.Viewer.User)
	if err != nil {
		return nil, err
	}
	fields := kind.Fields(account.User{Language: b.Language})
	// One's own language is one's own to set, whatever the role.
	if _, err := c.s.Node.Writer.Write(c, r.ID, nil, writer.Draft{Kind: "user", Record: r.ID, Fields: fields, Seen: node.Seen(r.State, fields)}); err != nil {
		return nil, err
	}
	return me(c)
}

func changePassword(c *call) (any, error) {
	var b PasswordBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	return nil, c.s.SignIn.ChangePassword(c, c.who, b.Old, b.New)
}

// SessionList is where the user is signed in.
type SessionList struct {
	Sessions []SessionJSON `json:"sessions"`
}

// SessionJSON is one sign-in.
type SessionJSON struct {
	ID      string `json:"id"`
	Started int64  `json:"started"`
	Expires int64  `json:"expires"`
	Agent   string `json:"agent"`
	Method  string `json:"method"`
	Current bool   `json:"current,omitempty"`
}

func mySessions(c *call) (any, error) {
	records, err := c.s.SignIn.Sessions(c, c.who.Viewer.User)
	if err != nil {
		return nil, err
	}
	out := SessionList{Sessions: []SessionJSON{}}
	for _, r := range records {
		s, err := kind.Into[account.Session](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		out.Sessions = append(out.Sessions, SessionJSON{r.ID.String(), s.Started, s.Expires, s.Agent, s.Method, r.ID == c.who.Session})
	}
	return out, nil
}

// pathID reads the id of the path; one that is not well-formed is not found.
func (c *call) pathID() (change.ID, error) {
	id, err := change.ParseID(c.r.PathValue("id"))
	if err != nil {
		return id, fault.New("not_found", "")
	}
	return id, nil
}

func endMySession(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	return nil, c.s.SignIn.EndSession(c, c.who.Viewer.User, id)
}

// PasskeyList is the user's passkeys.
type PasskeyList struct {
	Passkeys []PasskeyJSON `json:"passkeys"`
}

// PasskeyJSON is one passkey.
type PasskeyJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Made int64  `json:"made"`
}

func myPasskeys(c *call) (any, error) {
	records, err := c.s.SignIn.Passkeys(c, c.who.Viewer.User)
	if err != nil {
		return nil, err
	}
	out := PasskeyList{Passkeys: []PasskeyJSON{}}
	for _, r := range records {
		out.Passkeys = append(out.Passkeys, PasskeyJSON{r.ID.String(), text(r, "name"), r.State.Origin.Time.Milli()})
	}
	return out, nil
}

func beginPasskey(c *call) (any, error) { return c.s.SignIn.BeginPasskey(c, c.who, c.origin()) }

func finishPasskey(c *call) (any, error) {
	raw, err := c.raw()
	if err != nil {
		return nil, err
	}
	return nil, c.s.SignIn.FinishPasskey(c, c.who, c.origin(), c.r.URL.Query().Get("name"), raw)
}

func (c *call) raw() ([]byte, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, MaxBody))
	if err != nil {
		return nil, fault.New("body.too_large", "", "max", "1 MiB").Because(err)
	}
	return raw, nil
}

func removePasskey(c *call) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	return nil, c.s.SignIn.RemovePasskey(c, c.who.Viewer.User, id)
}

func beginPasskeySession(c *call) (any, error) {
	var b LoginBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	return c.s.SignIn.BeginPasskeySession(c, b.Login, c.origin())
}

func finishPasskeySession(c *call) (any, error) {
	raw, err := c.raw()
	if err != nil {
		return nil, err
	}
	token, who, err := c.s.SignIn.FinishPasskeySession(context.WithoutCancel(c), c.origin(), c.r.UserAgent(), raw)
	if err != nil {
		return nil, err
	}
	c.setCookie(token, 0)
	c.who = who
	return me(c)
}
