// Package ledger declares money, goods and labour: who gives, where they lie, and each
// entry that moves some of one thing from one account to another.
//
// An [Entry] names an item, a quantity and two accounts, so what one account loses the
// other gains: the sum over all accounts is nought for every item, by construction and
// at every moment. Entries are only added; a correction is an entry the other way that
// names what it corrects. Balances are kept by the projection ([Tally]).
//
// A store whose balance is below nought has handed over more than it was given: that
// is kept, because it happened, and shown until a person settles it.
package ledger
