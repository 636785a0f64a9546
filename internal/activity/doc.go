// Package activity declares what is done and said in the field: visits, notes,
// and the photos and recordings that go with them. All are add-only: a
// correction is a new record that points at the old one.
package activity
