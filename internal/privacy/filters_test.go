package privacy_test

import (
	"context"
	"slices"
	"testing"

	"bamban/internal/kind"
	"bamban/internal/rights"
	"bamban/internal/saved"
)

// What an officer typed to find somebody goes with the person: from the list, from every
// file; the list's other conditions stay, and its owner reads that words were taken out.
func TestASavedFilterThatFindsAnErasedPersonLosesTheWordsAndSaysSo(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	f := o.family()
	lists, officer := &saved.Service{Node: o.n}, o.user("canbo", "station_desk").Viewer
	keep := func(name, query string) {
		_, err := lists.Keep(ctx, officer, saved.Keeping{Kind: "household", Name: name, Query: query, Columns: []string{"name", "code"}, Shared: true})
		must(t, err)
	}
	keep("Tìm chị", "f.poverty=poor&q="+"quynhxanh")
	keep("Nhà "+secretName, "sort=name")
	keep("Họ Vừ", "q=vu")
	keep("Đổi ý", "q=quynhxanh")
	keep("Đổi ý", "f.poverty=near_poor")
	plan, err := o.s.Plan(ctx, o.desk, f.her)
	must(t, err)
	counts := func(lines []rights.Line) int64 {
		if i := slices.IndexFunc(lines, func(l rights.Line) bool { return l.Kind == "saved_list" }); i >= 0 {
			return lines[i].Records
		}
		return 0
	}
	if got := counts(plan.Lines); got != 3 {
		t.Errorf("the plan counts %d saved lists, want 3", got)
	}
	id := o.erased(&f)
	c, err := kind.Into[rights.Certificate](o.get(id).Kind, o.get(id).State)
	must(t, err)
	if got := counts(c.Lines); got != 3 {
		t.Errorf("the certificate counts %d saved lists, want 3", got)
	}
	all, err := lists.Of(ctx, officer)
	must(t, err)
	got := map[string]string{}
	for _, l := range all {
		got[l.Name] = l.Query
		if (l.Cleared != "") != (l.Name == "Tìm chị" || l.Name == "…") || len(l.Columns) != 2 || l.Unit.IsZero() {
			t.Errorf("%q: cleared on %q, columns %v, shared with %s", l.Name, l.Cleared, l.Columns, l.Unit)
		}
	}
	if len(got) != 4 || got["Đổi ý"] != "f.poverty=near_poor" || got["Tìm chị"] != "f.poverty=poor" || got["…"] != "sort=name" || got["Họ Vừ"] != "q=vu" {
		t.Errorf("the lists are now %v", got)
	}
	if check, err := o.s.Check(ctx, o.desk, id); err != nil || !check.Holds() {
		t.Errorf("the certificate: %+v %v", check, err)
	}
	keep("Tìm chị", "f.poverty=poor")
	all, err = lists.Of(ctx, officer)
	must(t, err)
	for _, l := range all {
		if l.Name == "Tìm chị" && l.Cleared != "" {
			t.Error("saved again, it still says that words were taken out")
		}
	}
	must(t, o.n.Close())
	left := o.traces("uynhxanh")
	o.open()
	if len(left) > 0 {
		t.Errorf("the words are still in %v", left)
	}
}
