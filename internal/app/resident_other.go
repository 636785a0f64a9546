//go:build !linux

package app

// dropStartPages does nothing here: the system trims by itself, or has no call for it.
func dropStartPages() {}
