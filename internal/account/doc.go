// Package account declares who may use the system and what the system keeps of
// them: users, role grants, devices; and, internal to the server, credentials,
// sessions and looks (the access log). All live in the log like everything else,
// so every grant, sign-in and look has its time and author and cannot be removed
// unseen. Secrets are stored hashed and never leave the server.
package account
