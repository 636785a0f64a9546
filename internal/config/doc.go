// Package config is what the person who runs the server may set: one struct,
// loaded once, at the start. A flag goes before the environment (BAMBAN_…), the
// environment before the YAML file (--config), the file before the default.
//
// It holds settings of one process only. What an office decides (areas, roles,
// words, ages) is in the pack. Nothing here is a secret, so all of it may be
// logged.
//
// Start with [Load]. The list of settings is in settings.go, and the reference
// page of the manual is made from it by [Reference].
package config
