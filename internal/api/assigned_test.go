package api_test

import (
	"context"
	"encoding/json"
	"testing"

	"bamban/internal/activity"
	"bamban/internal/api"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// An officer in charge of one household has at the desk what their phone has by
// sync: what is around the household, and nothing else of its village.
func TestAnOfficerOfOneHouseholdHasWhatIsAroundIt(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	home, neighbour := o.in["household"], o.n.Writer.NewID()
	if _, err := o.n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "household", Record: neighbour, Fields: kind.Fields(household.Household{Area: o.in["village"], Name: "Sùng A Thử"})}); err != nil {
		t.Fatal(err)
	}
	stranger := o.person(t, household.Person{Name: "Sùng Thị Thử", Born: "1980"})
	for _, who := range []change.ID{o.in["person"], stranger} {
		o.about(t, who, "Kể Riêng")
	}
	for _, where := range []change.ID{home, neighbour} {
		o.notes(t, where)
	}
	around, err := o.n.Projection.AroundHousehold(ctx, home)
	if err != nil {
		t.Fatal(err)
	}
	has := map[change.ID]bool{}
	for _, r := range around {
		has[r.ID] = true
	}
	for kindName, least := range map[string]int{"household": 1, "person": 1, "membership": 1, "visit": 0, "note": 2, "attachment": 2, "consent": 1} {
		want := 0
		if err := o.n.Projection.Each(ctx, kindName, func(r *projection.Record) error {
			status := map[bool]int{true: 200, false: 404}[has[r.ID]]
			if has[r.ID] {
				want++
			}
			if w := o.ask("station_officer", "GET", "/api/records/"+kindName+"/"+r.ID.String(), ""); w.Code != status {
				t.Errorf("a %s, around the household %v, is answered %d", kindName, has[r.ID], w.Code)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var page api.PageJSON
		if err := json.Unmarshal(o.ask("station_officer", "GET", "/api/records/"+kindName+"?limit=200", "").Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		if page.Total != int64(want) || len(page.Rows) != want || want < least {
			t.Errorf("the list of %s has %d rows and a total of %d, want %d, at least %d", kindName, len(page.Rows), page.Total, want, least)
		}
	}
	for who, want := range map[change.ID]int{home: 200, o.in["person"]: 200, neighbour: 404, stranger: 404} {
		if w := o.ask("station_officer", "GET", "/api/files/"+o.digests[who][0], ""); w.Code != want {
			t.Errorf("a photo: %d, want %d", w.Code, want)
		}
	}
}

// notes makes a note and a photo of a household.
func (o *office) notes(t *testing.T, home change.ID) {
	t.Helper()
	by, village := o.users["station_desk"], o.in["village"]
	digest, size := o.file(t, home.String())
	o.digests[home] = append(o.digests[home], digest)
	if _, err := o.n.Writer.Write(context.Background(), by, nil,
		writer.Draft{Kind: "note", Record: o.n.Writer.NewID(), Fields: kind.Fields(activity.Note{Subject: home, Area: village, Text: "mái dột", By: by, On: "2026-03-01"})},
		writer.Draft{Kind: "attachment", Record: o.n.Writer.NewID(), Fields: kind.Fields(activity.Attachment{Subject: home, Area: village, Kind: "photo", Digest: digest, Size: size, Media: "image/jpeg", By: by})}); err != nil {
		t.Fatal(err)
	}
}

func TestAnOfficerWritesAboutTheHouseholdGivenToThem(t *testing.T) {
	o := newOffice(t)
	for who, want := range map[change.ID]int{o.in["household"]: 201, o.in["person"]: 201, o.out["household"]: 403, o.out["person"]: 403} {
		body := `{"fields":{"subject":"` + who.String() + `","area":"` + o.in["village"].String() + `","text":"mái dột","on":"2026-03-01","by":"` + o.users["station_officer"].String() + `"}}`
		if w := o.ask("station_officer", "POST", "/api/records/note", body); w.Code != want {
			t.Errorf("a note: %d %s, want %d", w.Code, w.Body, want)
		}
	}
}
