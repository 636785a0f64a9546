// Package cover works out who of a part of the province is seen: which households were
// visited, which are late, which nobody has ever visited or has in charge, and how many
// each officer has. It reads; it writes nothing and stores nothing.
//
// What is due follows from internal/care. Start with [Service.Of].
package cover
