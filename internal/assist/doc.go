// Package assist carries help from a proposal to what was given: it gathers the facts of
// who is proposed, finds what looks like the same help, takes steps of one enrolment or
// of thousands with one undo, works out what is due, and hands it over.
//
// It decides nothing that a replica must agree on: all it does are changes that pass the
// writer like any other ([program.Program.Admit]). Start with [Service].
package assist
