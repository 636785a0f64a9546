// Package bench measures the budgets that this program promises, on the machine
// that it runs on, beside the plain alternative in the same run: an insert loop
// without anything around it, a writer of one row a transaction, reading
// everything. It states the machine and quotes ratios; absolute figures of shared
// machines are noise.
package bench
