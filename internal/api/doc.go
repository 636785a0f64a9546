// Package api is the JSON API of the web app. routes.go is the flat list of
// routes; each handler takes the same steps in the same order: who, parse,
// allowed, call, write. Handlers hold no rules: those are in access, writer and
// the noun packages. What leaves passes render.go, the one place where fields are
// hidden by sensitivity and looks at children's and sensitive data are noted.
package api
