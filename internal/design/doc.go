// Package design is how an office makes a program without touching a file: a draft made
// from a program or from nothing, saved as it is written, checked by the same reader as a
// pack's files, tried on the records that are there without changing one, and published
// with the day from which it is in force. What is published is a record of the log; the
// node puts it over the pack's own programs ([node.Node.TakeEffect]).
//
// It knows no HTTP. Start with [Service.Begin].
package design
