package schema

// errorBody says in Go what docs/api.md says of every answer that is a fault.
type errorBody struct {
	Error problem `json:"error"`
}

type problem struct {
	Code  string `json:"code" doc:"Stable, machine-readable; see the catalogue of faults."`
	Field string `json:"field" doc:"Dotted path of the field at fault, or empty."`
	Text  text   `json:"text"`
	Retry bool   `json:"retry" doc:"The same request may succeed later."`
}

type text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}
