// Package sqlite opens SQLite in earnest: one writer connection, a pool of
// read-only ones, write-ahead log, prepared statements kept per connection.
//
// It is the only package that knows the driver (github.com/ncruces/go-sqlite3,
// chosen by measurement in docs/adr/0003). It holds no SQL of its own.
package sqlite
