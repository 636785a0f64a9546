// Package backup puts a whole server into one file, while it serves, and makes a
// server of such a file again.
//
// The file is a gzipped tar, which any tool opens: first what it is (bamban.json),
// then the log, the key that opens
// bundles of unsent work, the files of attachments and the pack, last the manifest with the
// digest of all of them. What compresses is compressed; photos are stored. The log
// is copied first: every change that was acknowledged before the backup began is
// in it, and every file that was there then.
//
// What is not in it: the projection, which is made from the log, and the server's
// key. A restored server has a new identity and a new epoch, so that phones notice
// and give back what the backup does not have.
//
// A backup holds everybody's data in clear: where it is kept is the operator's care.
//
// Start with [Backup] and [Restore].
package backup
