// Package intake declares what is kept of files that were taken in: an import, what
// it did and whether it was undone. The rows themselves are records like any other.
package intake
