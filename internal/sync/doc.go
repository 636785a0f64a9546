// Package sync is how replicas meet: push my changes, pull the records of my
// scope that moved since my cursor. PROTOCOL.md is its specification; wire.go has
// the messages, which golden files fix for Go and TypeScript alike.
//
// The protocol core ([Server.Hello], [Server.Push], [Server.Pull]) knows no HTTP,
// so that the simulator runs it over a network that it invents; http.go puts it
// on a mux. What a device may hold is computed here, from access, at each pull;
// nothing that the device says is trusted but its signature.
package sync
