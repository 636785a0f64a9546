// Package speech declares what is said to people in the languages of their village:
// recordings of the texts of forms, of the app and of consents, and notices.
//
// It holds no personal data: what somebody says on a visit or in a consent is an
// attachment. Start at [Recording].
package speech
