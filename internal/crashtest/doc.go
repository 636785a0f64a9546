// Package crashtest kills a real process that is writing, again and again, and
// looks at what it leaves: every change that was acknowledged must be there, the
// files must open, and a rebuild must give what is held. It holds tests only.
package crashtest
