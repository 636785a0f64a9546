package privacy_test

import (
	"context"
	"testing"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/rights"
)

func TestARequestIsAnsweredExtendedOnceAndClosedWithAWord(t *testing.T) {
	o := newOffice(t)
	f := o.family()
	ctx := context.Background()
	id, err := o.s.Ask(ctx, o.desk, rights.Request{Person: f.her, What: rights.Restrict, Asker: "chị", Relation: "self", Channel: "phone"})
	must(t, err)
	must(t, o.s.Answer(ctx, o.desk, id))
	wants(t, o.s.Answer(ctx, o.desk, id), "rights.answered")
	wants(t, o.s.Extend(ctx, o.desk, id, " "), "rights.why")
	must(t, o.s.Extend(ctx, o.desk, id, "chờ xã"))
	wants(t, o.s.Extend(ctx, o.desk, id, "nữa"), "rights.no_more_time")
	wants(t, o.s.Close(ctx, o.desk, id, "refused", ""), "rights.why")
	must(t, o.s.Close(ctx, o.desk, id, "refused", "đã giải thích"))
	wants(t, o.s.Close(ctx, o.desk, id, "done", ""), "rights.closed")
	open, err := o.s.Requests(ctx, o.desk, false)
	must(t, err)
	closed, err := o.s.Requests(ctx, o.desk, true)
	must(t, err)
	if len(open) != 0 || len(closed) != 1 || closed[0].Request.Outcome != "refused" {
		t.Errorf("%d open and %d closed, want none and the one refused", len(open), len(closed))
	}
}

func TestLateRequestsComeFirstAndAreCounted(t *testing.T) {
	o := newOffice(t)
	f := o.family()
	ctx := context.Background()
	for _, day := range []string{"", "2024-03-04", "2025-03-03"} {
		_, err := o.s.Ask(ctx, o.desk, rights.Request{Person: f.her, What: rights.See, Asker: "chị", Relation: "self", Channel: "spoken", Received: day})
		must(t, err)
	}
	all, err := o.s.Requests(ctx, o.desk, false)
	must(t, err)
	if len(all) != 3 || all[0].Request.Received != "2024-03-04" || !all[1].State.Late || all[2].State.Late {
		t.Errorf("got %+v, want the longest late first and the new one last", all)
	}
	late, open, err := o.s.Late(ctx, o.desk)
	if late != 2 || open != 3 || err != nil {
		t.Errorf("%d late of %d (%v), want 2 of 3", late, open, err)
	}
	_, err = o.s.Ask(ctx, o.desk, rights.Request{Person: f.her, What: rights.See, Asker: "chị", Relation: "self", Channel: "spoken", Received: "2999-01-01"})
	wants(t, err, "rights.future")
}

func TestAConsentNeedsWhomTheLawAsks(t *testing.T) {
	o := newOffice(t)
	f := o.family()
	ctx := context.Background()
	child := o.write("person", map[string]rawMessage{"area": text(o.village.String()), "name": text("Vừ A Bé"), "born": text("2016-02")})
	c := household.Consent{Person: child, Purpose: "publish", Form: "written", Note: "giấy ở tủ số 2"}
	_, err := o.s.Give(ctx, o.desk, c)
	wants(t, err, "consent.no_guardian")
	c.Guardian = f.her
	_, err = o.s.Give(ctx, o.desk, c)
	wants(t, err, "consent.no_assent")
	c.Assent = true
	given, err := o.s.Give(ctx, o.desk, c)
	must(t, err)
	share := household.Consent{Person: f.her, Purpose: household.SharePartner, Form: "written"}
	_, err = o.s.Give(ctx, o.desk, share)
	wants(t, err, "consent.no_partner")
	share.Partner = o.unit
	_, err = o.s.Give(ctx, o.desk, share)
	wants(t, err, "consent.no_proof")

	request, err := o.s.Ask(ctx, o.desk, rights.Request{Person: child, What: rights.Withdraw, Consent: given, Asker: "mẹ", Relation: "guardian", Channel: "spoken"})
	must(t, err)
	must(t, o.s.Withdraw(ctx, o.desk, given, request))
	wants(t, o.s.Withdraw(ctx, o.desk, given, change.ID{}), "consent.withdrawn")
	all, err := o.s.Consents(ctx, o.desk, child)
	must(t, err)
	if len(all.Records) != 1 || all.Stand[given] || !all.Asks.Assent {
		t.Errorf("got %+v, want one that doesn't stand", all)
	}
	if got := o.shows(request, "status"); got != rights.Closed {
		t.Errorf("the request is %q after what it asked was done", got)
	}
}

func TestWhoMayNotIsTurnedAway(t *testing.T) {
	o := newOffice(t)
	f := o.family()
	ctx := context.Background()
	officer := o.user("can.bo", "station_officer")
	if officer.Viewer.Can(access.Read, o.get(f.her).Kind, access.At{Area: o.village}) {
		t.Fatal("the officer reads her: the test can't fail")
	}
	_, err := o.s.Plan(ctx, officer, f.her)
	wants(t, err, "forbidden")
	_, err = o.s.Copy(ctx, officer, f.her)
	wants(t, err, "forbidden")
	wants(t, o.s.Restrict(ctx, officer, f.her, true, change.ID{}), "forbidden")
	_, err = o.s.Retention(ctx, officer)
	wants(t, err, "forbidden")
	_, err = o.s.Ask(ctx, officer, rights.Request{Person: f.her, What: rights.See, Asker: "chị", Relation: "self", Channel: "spoken"})
	wants(t, err, "not_found")
	_, err = o.s.Erase(ctx, o.desk, f.her, change.ID{}, "Ai Đó")
	wants(t, err, "rights.other_name")
}
