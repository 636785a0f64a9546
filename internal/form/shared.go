package form

import "cel.dev/cel-go/cel"

// Functions are the functions of forms, for expressions elsewhere in a pack that
// should read the same. The day of today is not among them.
func Functions() []cel.EnvOption { return functionOptions()[1:] }
