// Package household declares the people that the work is for: households,
// persons, who lives where (membership), and what each has consented to.
//
// The poverty status of a household is read from the commune's decisions and
// kept per year with its decision number; it is never computed. Ethnicity and
// identity papers are sensitive; a person under the pack's child age is a child
// and opens only to those who care for children (Law 91/2025/QH15, Decree
// 356/2025/NĐ-CP).
package household
