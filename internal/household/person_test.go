package household_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"bamban/internal/household"
)

// A list leaves the children out of its order by comparing with one day: nobody
// whom IsChild tells to be a child may be on its other side.
func TestEveryChildWasBornFromThatDayOn(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		t.Fatal(err)
	}
	const seed = 5
	r := rand.New(rand.NewPCG(seed, 0))
	near, far := 0, 0
	for range 20_000 {
		age := 14 + r.IntN(5)
		on := time.Date(2024, 1, 1, 0, 0, 0, 0, zone).Add(time.Duration(r.IntN(3*366*24*60)) * time.Minute)
		born := on.AddDate(-age, 0, r.IntN(9)-4).Format(time.DateOnly)[:[]int{4, 7, 10}[r.IntN(3)]]
		from := household.ChildrenBornFrom(age, on)
		after := born >= from[:len(born)]
		if household.IsChild(born, age, on) && !after {
			t.Fatalf("seed %d: born %s is a child under %d on %s and before %s", seed, born, age, on, from)
		}
		if len(born) == 10 && after != household.IsChild(born, age, on) {
			near++
		} else {
			far++
		}
	}
	if near == 0 || near > far {
		t.Errorf("the day is loose for %d dates and tight for %d, want it loose for the few next to the birthday", near, far)
	}
}
