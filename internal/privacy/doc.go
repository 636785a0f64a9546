// Package privacy carries out what people may ask about the data that is kept of them:
// it runs the requests and their clocks, withdraws and restricts, copies out all that is
// held of a person, erases it with a certificate that can be checked later, and lists
// what has been kept long enough.
//
// Everything it does are changes that pass the one writer. What is erased is redacted in
// the log: the content goes, its hash stays and the chain still verifies (docs/adr/0013).
//
// Where a person's values are held is one list, [Service.holders]: a new kind that names
// people in a way of its own adds a line there, and is copied and erased like the rest.
//
// It knows no HTTP. Start with [New], [Service.Requests] and [Service.Plan].
package privacy
