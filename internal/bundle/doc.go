// Package bundle is the file in which unsent work travels: what a phone could not
// send, sealed so that only its server opens it (docs/protocol.md, "A bundle").
//
// It must not know the log, HTTP or what is inside the pushes. Start with [Open].
package bundle
