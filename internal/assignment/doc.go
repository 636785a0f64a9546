// Package assignment declares who is responsible for whom or what, as what, from
// a day to a day: the officer in charge of a household, the reporter of a village.
// What a device holds follows from it. Beside it stand tasks: what is asked of one
// user, by when.
package assignment
