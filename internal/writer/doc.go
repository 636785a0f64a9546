// Package writer is the one way in: every change, from a phone, a station or the
// desk, passes here on its way to the log. It checks that a batch was signed by
// its device, decides for each change whether it takes effect or goes to
// quarantine with a reason, appends in groups with one durable commit, folds
// into the projection, and answers item by item.
//
// Two goroutines work side by side: one appends to the log, one folds what was
// appended; an answer is given when both are done, so whoever was answered reads
// their own write. What was appended and could not be folded (a full disk) is
// folded later: the log is the truth.
//
// It must not know HTTP or JSON of any API. Start with [Writer.Push] (signed
// batches) and [Writer.Write] (the server's own, for a desk session).
package writer
