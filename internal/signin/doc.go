// Package signin is how somebody becomes a viewer: passwords (argon2id) with
// lock-out, passkeys (WebAuthn), sessions of browsers and tokens of devices. All
// tokens are opaque and stored hashed; every sign-in, grant and revocation is a
// record in the log.
//
// It must not know HTTP. Start with [Service.Password] and [Service.Session].
package signin
