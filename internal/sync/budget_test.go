package sync_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/klauspost/compress/gzhttp"

	"bamban/internal/activity"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/sync"
	"bamban/internal/writer"
)

// firstPull takes everything as a new device does, and counts what came: records
// that it then has, and bytes as they were on the wire.
func firstPull(t testing.TB, base, token string) (records, bytesOnWire int64) {
	t.Helper()
	have := map[string]bool{}
	for cursor, more := "", true; more; {
		body, err := json.Marshal(sync.PullRequest{Cursor: cursor})
		must(t, err)
		req, err := http.NewRequest(http.MethodPost, base+sync.PathPull, bytes.NewReader(body))
		must(t, err)
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept-Encoding", "gzip")
		res, err := http.DefaultClient.Do(req)
		must(t, err)
		raw, err := io.ReadAll(res.Body)
		must(t, err)
		must(t, res.Body.Close())
		bytesOnWire += int64(len(raw))
		if res.Header.Get("Content-Encoding") == "gzip" {
			z, err := gzip.NewReader(bytes.NewReader(raw))
			must(t, err)
			raw, err = io.ReadAll(z)
			must(t, err)
		}
		var page sync.PullAnswer
		must(t, json.Unmarshal(raw, &page))
		for _, part := range page.Parts {
			for _, b := range part.Blocks {
				for _, id := range b.ID {
					have[id] = true
				}
			}
		}
		cursor, more = page.Cursor, page.More
	}
	return int64(len(have)), bytesOnWire
}

// people writes households with people who live there and were visited.
func (o *office) people(t testing.TB, n int) {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	word := func(list ...string) string { return list[r.IntN(len(list))] }
	for i := range n {
		home, person := o.n.Writer.NewID(), o.n.Writer.NewID()
		name := fmt.Sprint(word("Lò", "Vàng", "Giàng", "Lý"), " ", word("Văn", "Thị", "A", "Mỷ"), " ", word("Páo", "Dế", "Sử", "Chư", "Hoa"))
		o.write(t,
			writer.Draft{Kind: "household", Record: home, Fields: kind.Fields(household.Household{Area: o.village, Name: name, Address: fmt.Sprint("Nhà ", i)})},
			writer.Draft{Kind: "person", Record: person, Fields: kind.Fields(household.Person{Name: name, Born: fmt.Sprint(1940 + i%80), Area: o.village})},
			writer.Draft{Kind: "membership", Record: o.n.Writer.NewID(), Fields: kind.Fields(household.Membership{Person: person, Household: home, Area: o.village})},
			writer.Draft{Kind: "visit", Record: o.n.Writer.NewID(), Fields: kind.Fields(activity.Visit{Household: home, Area: o.village, On: fmt.Sprintf("2026-03-%02d", 1+i%28), By: o.phone.User})})
	}
}

func TestTheDeclaredBudgetIsWhatAFirstPullCarries(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.people(t, 400)
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1200))
	must(t, err)
	served := httptest.NewServer(compress(o.server.Config.Handler))
	defer served.Close()
	before, err := o.n.Head(ctx)
	must(t, err)
	hello, err := o.http().Hello(ctx, o.token, sync.HelloRequest{Version: sync.Version, Budget: true})
	must(t, err)
	if after, err := o.n.Head(ctx); err != nil || after != before {
		t.Errorf("asking for the budget moved the log: %v, %v; want nothing written, as nothing was shown", after, err)
	}
	records, carried := firstPull(t, served.URL, o.token)
	within := func(what string, declared, real int64) {
		if d := declared - real; d*100 > real*15 || d*100 < -real*15 {
			t.Errorf("%s: declared %d, a first pull carried %d: off by %d%%, want within 15%%", what, declared, real, d*100/real)
		}
	}
	within("records", hello.Budget.Records, records)
	within("bytes", hello.Budget.Bytes, carried)
	if records < 1600 {
		t.Errorf("%d records came, want the 1,600 that were written and more", records)
	}
}
