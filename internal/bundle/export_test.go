package bundle

// SealWith and Read are for the golden file and the fuzz test.
var (
	SealWith = sealWith
	Read     = read
)
