// Package node is one replica's core, put together: the log, the projection that
// follows it, the writer before it, the server's own device, the pack in force,
// and who sees what today. The program, the simulator, the bench and the tests
// all open a node; what they put around it differs.
//
// It must not know HTTP. Start with [Open].
package node
