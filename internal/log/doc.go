// Package log is the log of changes: the only thing ever written. It says what
// an entry is and what a log must do; the homes are log/sqlite (embedded) and,
// later, a replicated stream. log/logtest holds the contract both must pass.
//
// An entry is one signed batch of a device, as it was sent, with the time at
// which it was received and the verdicts that the receiving server gave. Entries
// are numbered from 1 without gaps and chained by hash. The chain is over the
// hash of each change's content, so that a person's data can be erased, as the
// law requires, while the chain still proves that nothing else was touched.
package log
