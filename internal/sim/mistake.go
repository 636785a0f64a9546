package sim

import "bamban/internal/sync"

// mistake is one put in on purpose, to prove that a history would show it.
type mistake string

// The mistakes.
const (
	none            mistake = ""
	ackBeforeAppend mistake = "the server acknowledges before its log has the change"
	deafToForget    mistake = "phones keep what they are told to forget"
	wrongScope      mistake = "the server gives a phone what is another's"
)

// token shows another device's token in place of one.
func (m mistake) token(own string) string {
	if m == wrongScope && own == tokenOf("officer2") {
		return tokenOf("officer1")
	}
	return own
}

// page takes out of a page what the mistake makes a phone overlook.
func (m mistake) page(a *sync.PullAnswer) {
	if m != deafToForget {
		return
	}
	a.Forget = nil
	for i := range a.Parts {
		a.Parts[i].Gone = nil
	}
}
