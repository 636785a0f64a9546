// Package importer takes in the lists that offices have: workbooks with titles over
// merged headers, old fonts, dates as text, sums at the end. It finds the header,
// proposes what each column is, reads the rows as records (a household with its head
// in one row), says row by row what would happen, writes it, and takes it back.
//
// Every row passes the writer like any other change, as the person who sends the file;
// who is already there is looked for only among what that person may read. It guesses
// nothing that can be read in two ways: such a row is told, with what to do.
//
// It must not know HTTP, nor a province: how offices name their columns is in the pack
// ([pack.Imports]).
//
// Start with [Desk], [Recipes] and work.go.
package importer
