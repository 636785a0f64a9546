package api

// Append writes the page the way that answers do.
func (p *PageJSON) Append(b []byte) []byte { return p.appendJSON(b) }
