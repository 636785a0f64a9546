package sim

func Gist(s string) string { return gist(s) }
