// Package rights is what people may ask about the data that is kept of them: the
// request and its clocks, the certificate of an erasure, and the rules of a pack about
// what is kept although erasing was asked, and for how long records are kept at all
// (Law 91/2025/QH15, Decree 356/2025/NĐ-CP).
//
// It is kinds and rules only: it reads no record and erases nothing. The days, the
// holidays and the reasons are the pack's, in rights.yaml.
//
// Start with [Request] and [Rules.State].
package rights
