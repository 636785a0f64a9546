package access

// Text is a label in each shipped language, by language code ("vi", "en").
type Text map[string]string

// Verb is what somebody does with records of a kind.
type Verb string

// The verbs. Update covers settling, undoing and correcting too.
const (
	Read   Verb = "read"
	Create Verb = "create"
	Update Verb = "update"
	Delete Verb = "delete"
	Export Verb = "export"
)

// Reach is how a rule finds the records that it opens.
type Reach string

// The reaches, from widest to narrowest.
const (
	Everywhere Reach = "everywhere" // any record of the partition
	OfUnit     Reach = "unit"       // the areas and units of the granted unit, its sub-units included
	OfPost     Reach = "post"       // the granted unit itself and its sub-units, without the areas in their care
	OfAbove    Reach = "above"      // the units that the granted unit belongs to, not itself, without the areas in their care
	OfArea     Reach = "area"       // the granted area and all below it
	Assigned   Reach = "assigned"   // what assignments in force name: areas, households
	Own        Reach = "own"        // records about, or written by, the user
)

// Rule opens some kinds for some verbs within a reach, down to some sensitivities.
type Rule struct {
	Kinds []string // kind names; "*" is every kind that is not internal
	Verbs []Verb
	Reach Reach
	Sees  []string // sensitivities opened: plain, personal, sensitive, child, restricted
	// Consent is a purpose of consents: but for what is plain, a record opens only
	// where those whom it is about agreed to it for the viewer's unit. "" asks nobody.
	Consent string `json:",omitempty"`
}

// Role is a set of rules under a name; roles are pack data.
type Role struct {
	Code  string
	Label Text
	Help  Text
	Rules []Rule
	// Powers are things that are not about a kind of record: "users", "devices",
	// "looks" (read the access log), "quarantine" (release), "programs" (design and publish), "backup", "metrics".
	Powers []string
	// Grants lists the roles that holders may give to others, within their own reach.
	Grants []string
	// Home is the phone's first screen: "" for the officer's, "simple" for four large
	// pictures that speak.
	Home string `json:",omitempty"`
}
