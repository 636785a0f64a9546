// Package care says, from a pack's data, how households are looked after: how many one
// officer has in charge, how soon a household is visited again by what it needs, and
// what the force means by staying with the people, with the figures that count it.
//
// It is rules only: who is in charge and who was visited is read by whoever asks.
package care
