// Package access decides who may see and do what: roles × kinds × verbs × scope
// × sensitivity. It is pure: roles come from the pack, grants and assignments
// from the caller, and it does no I/O.
//
// What no rule opens is closed. A record outside a viewer's scope is answered as
// if it were not there. Secret fields leave the server for nobody.
//
// Start with [Bind] and [Viewer.Can].
package access
