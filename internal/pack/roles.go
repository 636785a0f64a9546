package pack

import (
	"slices"
	"strings"

	"bamban/internal/access"
)

const roleFile = "roles.yaml"

// What roles may say; the words are those of the access package.
var (
	verbs         = names(access.Read, access.Create, access.Update, access.Delete, access.Export)
	reaches       = names(access.Everywhere, access.OfUnit, access.OfPost, access.OfAbove, access.OfArea, access.Assigned, access.Own)
	sensitivities = []string{"plain", "personal", "sensitive", "child", "restricted"}
	homes         = []string{"simple"}
	powers        = []string{"users", "devices", "looks", "quarantine", "programs", "backup", "metrics", "rights"}
)

func names[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

func (l *loader) loadRoles(p *Pack) {
	o, ok := l.root(roleFile)
	if !ok {
		return
	}
	seen := map[string]bool{}
	var grants []*object
	o.objects("roles", true, func(o *object) {
		r := access.Role{
			Code: o.code("code"), Label: o.text("label", true), Help: o.text("help", true),
			Powers: o.words("powers", "role.power", false, powers),
			Grants: o.strings("grants", false),
			Home:   o.str("home", false),
		}
		if r.Home != "" && !slices.Contains(homes, r.Home) {
			o.bad("home", "role.home", "value", r.Home, "known", strings.Join(homes, ", "))
		}
		o.objects("rules", true, func(o *object) { r.Rules = append(r.Rules, l.rule(o)) })
		if seen[r.Code] {
			o.bad("code", "role.duplicate", "code", r.Code)
		}
		seen[r.Code] = true
		grants = append(grants, o)
		p.Roles = append(p.Roles, r)
	})
	o.done()
	for i, o := range grants {
		for _, code := range p.Roles[i].Grants {
			if !seen[code] {
				o.bad("grants", "role.unknown", "code", code)
			}
		}
	}
}

func (l *loader) rule(o *object) access.Rule {
	r := access.Rule{
		Kinds: o.words("kinds", "role.kind", true, l.kinds),
		Sees:  o.words("sees", "role.sensitivity", true, sensitivities),
		Reach: access.Reach(o.str("reach", true)), Consent: o.str("consent", false),
	}
	for _, v := range o.words("verbs", "role.verb", true, verbs) {
		r.Verbs = append(r.Verbs, access.Verb(v))
	}
	if r.Reach != "" && !slices.Contains(reaches, string(r.Reach)) {
		o.bad("reach", "role.reach", "value", r.Reach, "known", strings.Join(reaches, ", "))
	}
	if v := l.vocabulary["consent_purpose"]; r.Consent != "" && (v == nil || !slices.ContainsFunc(v.Terms, func(t Term) bool { return t.Code == r.Consent })) {
		o.bad("consent", "role.consent", "value", r.Consent)
	}
	return r
}

// words reads a list whose entries must be known; with nothing known, anything
// goes. "*" stands for all kinds.
func (o *object) words(field, code string, required bool, known []string) []string {
	out := o.strings(field, required)
	for _, word := range out {
		if len(known) == 0 || slices.Contains(known, word) || field == "kinds" && word == "*" {
			continue
		}
		at := o.at(field)
		for _, n := range o.list(field, false) {
			if n.Value == word {
				at = nodeAt(o.file, n)
			}
		}
		o.l.add(at, code, o.field(field), "value", word, "known", strings.Join(known, ", "))
	}
	return out
}
