package api

import (
	"net/http"

	"bamban/internal/importer"
	"bamban/internal/privacy"
	"bamban/internal/sync"
)

// list is every route of the web app's API. docs/api.md describes them; the
// OpenAPI description and the access test are made from this list.
func (s *Server) list() []Route {
	const get, post, patch, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	return []Route{
		{get, "/api/welcome", Anyone, "What this server is", nil, Welcome{}, welcome},
		{get, "/api/openapi.json", Anyone, "This API in OpenAPI 3.1", nil, nil, openAPI},
		{post, "/api/session", Anyone, "Sign in by password", SignInBody{}, Me{}, signIn},
		{post, "/api/session/passkey/begin", Anyone, "Begin to sign in by passkey", LoginBody{}, nil, beginPasskeySession},
		{post, "/api/session/passkey/finish", Anyone, "Finish signing in by passkey", nil, Me{}, finishPasskeySession},
		{del, "/api/session", Signed, "Sign out", nil, nil, signOut},

		{get, "/api/me", Signed, "Who I am and what I may do", nil, Me{}, me},
		{patch, "/api/me", Signed, "Set my language", LanguageBody{}, Me{}, setLanguage},
		{post, "/api/me/password", Signed, "Change my password", PasswordBody{}, nil, changePassword},
		{get, "/api/me/sessions", Signed, "Where I am signed in", nil, SessionList{}, mySessions},
		{del, "/api/me/sessions/{id}", Signed, "End one of my sessions", nil, nil, endMySession},
		{get, "/api/me/passkeys", Signed, "My passkeys", nil, PasskeyList{}, myPasskeys},
		{post, "/api/me/passkeys/begin", Signed, "Begin to add a passkey", nil, nil, beginPasskey},
		{post, "/api/me/passkeys/finish", Signed, "Finish adding a passkey", nil, nil, finishPasskey},
		{del, "/api/me/passkeys/{id}", Signed, "Remove a passkey", nil, nil, removePasskey},

		{get, "/api/pack", Signed, "The pack in force", nil, nil, packInForce},
		{get, "/api/kinds", Signed, "The declarations of kinds", nil, nil, kinds},
		{get, "/api/areas", Signed, "All areas of both maps", nil, AreaList{}, areas},
		{get, "/api/units", Signed, "All units", nil, UnitList{}, units},
		{get, "/api/map/{name}", Signed, "Shipped geometry", nil, nil, mapFile},
		{get, "/api/maps", Signed, "The office's map files, and what is wrong with any", nil, MapsJSON{}, mapFiles},
		{get, "/api/maps/{name}", Signed, "An office's map file, also in ranges", nil, nil, oneMapFile},
		{get, "/api/forms", Signed, "The forms of the pack, every version", nil, FormList{}, forms},
		{get, "/api/forms/{id}/{version}", Signed, "A form as it is declared", nil, nil, oneForm},
		{get, "/api/media/{name}", Signed, "A recording or picture of the pack", nil, nil, media},
		{get, "/api/today", Signed, "What needs me and what is new", nil, Today{}, today},

		{get, "/api/records/{kind}", Signed, "A page of records", nil, PageJSON{}, listRecords},
		{post, "/api/records/{kind}", Signed, "Make a record", FieldsBody{}, RecordJSON{}, createRecord},
		{get, "/api/records/{kind}/{id}", Signed, "A record", nil, RecordJSON{}, getRecord},
		{patch, "/api/records/{kind}/{id}", Signed, "Change a record", FieldsBody{}, Written{}, updateRecord},
		{del, "/api/records/{kind}/{id}", Signed, "Delete a record", nil, Written{}, deleteRecord},
		{get, "/api/records/{kind}/{id}/history", Signed, "A record's history", nil, HistoryJSON{}, history},
		{post, "/api/records/{kind}/{id}/undo", Signed, "Undo one change", ChangeBody{}, Written{}, undo},
		{post, "/api/records/{kind}/{id}/settle", Signed, "Keep one of two values", SettleBody{}, Written{}, settle},
		{get, "/api/search", Signed, "Find by text", nil, SearchJSON{}, search},
		{get, "/api/export/{kind}", Signed, "A list as a file", nil, nil, export},
		{get, "/api/imports", Signed, "The files that I am taking in", nil, ImportList{}, myImports},
		{post, "/api/imports", Signed, "Send a workbook to take in; the body is the file", nil, ImportJSON{}, openImport},
		{get, "/api/imports/{id}", Signed, "A file on its way, with its report", nil, ImportJSON{}, getImport},
		{del, "/api/imports/{id}", Signed, "Close a file", nil, nil, forgetImport},
		{get, "/api/imports/{id}/layout", Signed, "How a sheet may be read: header, columns, first rows", nil, importer.Layout{}, importLayout},
		{post, "/api/imports/{id}/check", Signed, "Begin a dry run", importer.Mapping{}, ImportJSON{}, checkImport},
		{post, "/api/imports/{id}/run", Signed, "Begin to write what was checked", RunBody{}, ImportJSON{}, runImport},
		{post, "/api/imports/{id}/undo", Signed, "Begin to take a whole import back", nil, ImportJSON{}, undoImport},
		{get, "/api/imports/{id}/remarks", Signed, "The sheet with what is to be mended", nil, nil, importRemarks},
		{get, "/api/files/{digest}", Signed, "An attachment's bytes, or a recording's", nil, nil, file},
		{post, "/api/recordings", Signed, "Record a text in a language; the body is the sound", nil, RecordJSON{}, createRecording},

		{get, "/api/programs", Signed, "Programs, and where their enrolments stand", nil, ProgramsJSON{}, listPrograms},
		{get, "/api/programs/{code}/check", Signed, "Is somebody eligible, and helped already", nil, CheckJSON{}, checkProgram},
		{post, "/api/enrolments", Signed, "Propose somebody for a program", ProposalBody{}, RecordJSON{}, propose},
		{post, "/api/enrolments/step", Signed, "Move enrolments to a step", StepBody{}, RunJSON{}, running("enrolment", takeStep)},
		{post, "/api/enrolments/undo", Signed, "Take a run of steps back", UndoBody{}, RunJSON{}, running("enrolment", undoSteps)},
		{get, "/api/enrolments/{id}/overlaps", Signed, "What looks like the same help", nil, OverlapsJSON{}, enrolmentOverlaps},
		{post, "/api/enrolments/{id}/overlaps", Signed, "Decide about an overlap", DecideBody{}, Written{}, decideOverlap},
		{post, "/api/dues", Signed, "Work out what is due", DuesBody{}, DuesJSON{}, makeDues},
		{post, "/api/dues/undo", Signed, "Take back what a run worked out", UndoBody{}, RunJSON{}, running("due", dropDues)},
		{post, "/api/dues/pay", Signed, "Hand over what is due", PayBody{}, RunJSON{}, running("due", payDues)},
		{post, "/api/dues/pay/undo", Signed, "Take back what a run handed over", UndoBody{}, RunJSON{}, running("due", undoPay)},
		{post, "/api/entries", Signed, "Write into the ledger", EntryBody{}, RecordJSON{}, enter},
		{post, "/api/entries/{id}/reverse", Signed, "Take an entry back by another", NoteBody{}, RecordJSON{}, reverseEntry},
		{get, "/api/balances", Signed, "What accounts hold, and that all add up", nil, BalancesJSON{}, balances},
		{get, "/api/coverage", Signed, "Who is seen, late, or never visited, and how many each officer has", nil, CoverJSON{}, coverage},
		{get, "/api/money", Signed, "What programs received, gave and have left", nil, MoneyJSON{}, money},
		{get, "/api/accounts/{id}/statement", Signed, "A store's or a fund's book over some months", nil, StatementsJSON{}, statement},
		{post, "/api/accounts/{id}/count", Signed, "Record what was counted in a store", CountBody{}, RecordJSON{}, countStore},
		{get, "/api/given", Signed, "What I gave as a sponsor, and what became of it", nil, GivenJSON{}, given},
		{get, "/api/figures", Signed, "Figures of an area or a unit in a period", nil, FiguresJSON{}, figures},
		{get, "/api/figures/{code}/records", Signed, "The records behind a figure", nil, PageJSON{}, figureRecords},

		{get, "/api/requests", Signed, "What people asked about their data, late first", nil, RequestsJSON{}, listRequests},
		{post, "/api/requests", Signed, "Write down what somebody asks about their data", AskBody{}, RecordJSON{}, makeRequest},
		{get, "/api/requests/{id}", Signed, "A request and its clock", nil, RequestsJSON{}, getRequest},
		{post, "/api/requests/{id}", Signed, "Acknowledge, extend or close a request", ActBody{}, RequestsJSON{}, actOnRequest},
		{get, "/api/persons/{id}/consents", Signed, "What a person has agreed to", nil, ConsentsJSON{}, personConsents},
		{post, "/api/persons/{id}/consents", Signed, "Write a consent down", ConsentBody{}, RecordJSON{}, giveConsent},
		{post, "/api/consents/{id}/withdraw", Signed, "Withdraw a consent", ForBody{}, nil, withdrawConsent},
		{post, "/api/persons/{id}/restrict", privacy.Power, "Close what is kept of a person, or open it again", RestrictBody{}, nil, restrictPerson},
		{get, "/api/persons/{id}/copy", Signed, "All that is held of a person, for the person", nil, nil, personCopy},
		{get, "/api/persons/{id}/erasure", privacy.Power, "What erasing a person would take, and what stays", nil, ErasureJSON{}, erasurePlan},
		{post, "/api/persons/{id}/erasure", privacy.Power, "Erase what is kept of a person", EraseBody{}, RecordJSON{}, erasePerson},
		{get, "/api/certificates/{id}/check", Signed, "Does an erasure still hold", nil, CheckedJSON{}, checkCertificate},
		{get, "/api/retention", privacy.Power, "What has been kept long enough", nil, RetentionJSON{}, retention},
		{post, "/api/retention", privacy.Power, "Erase what has been kept long enough", ExpireBody{}, ExpiredJSON{}, expire},

		{get, "/api/conflicts", Signed, "Values to settle", nil, ConflictsJSON{}, conflicts},
		{get, "/api/quarantine", "quarantine", "What waits in quarantine", nil, QuarantineJSON{}, quarantine},
		{post, "/api/quarantine/release", "quarantine", "Let a change take effect", ChangeBody{}, nil, release},

		{get, "/api/looks", "looks", "The access log", nil, LooksJSON{}, looks},
		{post, "/api/users", "users", "Make a user", NewUserBody{}, NewUserJSON{}, createUser},
		{post, "/api/users/{id}/password", "users", "Give a one-time password", nil, NewUserJSON{}, resetPassword},
		{post, "/api/users/{id}/status", "users", "Suspend or reactivate", StatusBody{}, nil, setUserStatus},
		{post, "/api/devices", "devices", "Invite a device", NewDeviceBody{}, NewDeviceJSON{}, createDevice},
		{post, "/api/devices/{id}/revoke", "devices", "Revoke a device", ReasonBody{}, nil, revokeDevice},
		{get, "/api/users/{id}/budget", "devices", "What a user's part costs a phone", nil, BudgetJSON{}, userBudget},
		{get, "/api/devices/{id}/holds", "devices", "What is on a device", nil, HoldsJSON{}, deviceHolds},
		{get, "/api/households/{id}/devices", Signed, "Which devices hold a household", nil, HoldersJSON{}, holders},
		{post, "/api/devices/{id}/restore", "devices", "Take a revocation back", ReasonBody{}, nil, restoreDevice},
		{post, "/api/bundles", "devices", "Read a phone's file of unsent work", nil, sync.BundleAnswer{}, readBundle},
		{post, "/api/devices/{id}/reopen", "devices", "Give a code that opens a closed phone again", nil, NewDeviceJSON{}, reopenDevice},
		{post, "/api/move", Signed, "Move a household to another village", MoveBody{}, nil, moveHousehold},
	}
}
