package demo

import (
	"context"
	"fmt"
	"time"

	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/signin"
	"bamban/internal/speech"
	"bamban/internal/writer"
)

// visitedByReporter is how many households a reporter is asked to look in on.
const visitedByReporter = 2

// reporter makes a sign-in of somebody in a village of the station, with a few
// households to look in on and a notice to hear of. No voice is made up: nobody spoke.
func (f *filler) reporter(ctx context.Context, desk change.ID) (*Account, error) {
	role := f.simpleRole()
	if role == "" || len(f.mine) == 0 {
		return nil, nil
	}
	village, unit := f.mine[0].area, f.n.UnitID(f.station)
	a := Account{"bantruong", signin.RandomPassword(), f.roleLabel(role), f.unitNamed(f.station)}
	user, _, err := f.s.CreateUser(ctx, nil, signin.NewUser{Login: a.Login, Name: f.n.Pack.Names.Person(f.r, false), Post: "Trưởng bản", Unit: unit, Role: role, Area: village, Password: a.Password, Generated: true})
	if err != nil {
		return nil, fmt.Errorf("demo reporter: %w", err)
	}
	today := time.UnixMilli(f.n.Now()).In(f.n.Zone)
	for _, h := range f.mine[:min(len(f.mine), visitedByReporter)] {
		s := assignment.Assignment{User: user, Unit: unit, Role: "household_support", Household: h.id, Area: h.area, From: today.AddDate(0, -1, 0).Format(time.DateOnly)}
		f.drafts = append(f.drafts, writer.Draft{Kind: "assignment", Record: f.id(), Fields: kind.Fields(s)})
	}
	n := speech.Notice{Title: "Họp bản tối thứ bảy", Text: "Mời bà con đến nhà văn hóa họp bản lúc bảy giờ tối thứ bảy, bàn việc sửa đường vào bản.", Unit: unit, Area: village,
		From: today.Format(time.DateOnly), To: today.AddDate(0, 0, 14).Format(time.DateOnly), By: desk}
	f.drafts = append(f.drafts, writer.Draft{Kind: "notice", Record: f.id(), Fields: kind.Fields(n)})
	return &a, f.flush(ctx)
}

// simpleRole is the pack's role whose phone opens with four pictures, if it has one.
func (f *filler) simpleRole() string {
	for _, r := range f.n.Pack.Roles {
		if r.Home != "" {
			return r.Code
		}
	}
	return ""
}

func (f *filler) unitNamed(key string) string {
	for _, u := range f.n.Pack.Units {
		if u.Key == key {
			return u.Name["vi"]
		}
	}
	return ""
}
