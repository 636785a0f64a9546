package sync_test

import (
	"testing"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/speech"
	"bamban/internal/writer"
)

// notice writes a notice of a unit.
func (o *office) notice(t testing.TB, unit change.ID, title string) change.ID {
	t.Helper()
	id := o.n.Writer.NewID()
	o.write(t, writer.Draft{Kind: "notice", Record: id, Fields: kind.Fields(speech.Notice{Title: title, Text: title, Unit: unit, From: "2026-01-01", By: o.phone.User})})
	return id
}

func TestANoticeOfTheCommandReachesThePhonesOfItsStationsAndAStationsNoOther(t *testing.T) {
	o := newOffice(t)
	var command, own, other change.ID
	for _, u := range o.n.Pack.Units {
		if u.Type != "border_station" {
			continue
		}
		if own.IsZero() {
			own, command = o.n.UnitID(u.Key), o.n.UnitID(u.Parent)
			continue
		}
		other = o.n.UnitID(u.Key)
	}
	fromCommand, fromOwn, fromOther := o.notice(t, command, "Của tỉnh"), o.notice(t, own, "Của đồn"), o.notice(t, other, "Của đồn khác")
	for _, role := range []string{"station_desk", "station_officer"} {
		if role == "station_officer" {
			o.officer(t)
		}
		o.sync(t)
		for id, want := range map[change.ID]bool{fromCommand: true, fromOwn: true, fromOther: false} {
			if _, has := o.phone.Store.Records[id]; has != want {
				t.Errorf("%s: notice %v on the phone: %v, want %v", role, id, has, want)
			}
		}
	}
	fund := o.n.Writer.NewID()
	o.write(t, writer.Draft{Kind: "fund", Record: fund, Fields: kind.Fields(ledger.Fund{Name: "Quỹ tỉnh", Unit: command})})
	o.sync(t)
	if _, has := o.phone.Store.Records[fund]; has {
		t.Error("what else is of the command came with its notices")
	}
}
