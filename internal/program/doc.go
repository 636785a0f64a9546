// Package program declares what help is: programs as a pack describes them, who is
// enrolled in one, the steps that an enrolment takes from proposal to follow-up, what
// it entitles to and when that is due, and what is measured of it.
//
// A program is data of a pack ([Program]); an [Enrolment] is a record. Its state is the
// fold of its steps, each of which says from where it led ([change.Move]), so that two
// replicas with the same steps are equal whatever pack they have; whether a step is one
// of the program's, and who may take it, is decided where it is admitted, by
// [Program.Admit].
//
// It knows no funds and stores: those are internal/ledger's.
package program
