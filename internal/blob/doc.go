// Package blob keeps the bytes of attachments in a folder, each file under its
// SHA-256: the same photo sent twice is kept once, and a file can't change without
// being found out.
//
// A file is there whole or not at all: it is written beside, hashed on the way,
// synced and then renamed. What type it is, is read from its content and never
// from what somebody says; only the types of [Allowed] are taken.
//
// It knows nothing of records or of who may read them. Start with [Store.Put] and
// [Store.Open].
package blob
