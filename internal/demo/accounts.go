package demo

import (
	"context"
	"fmt"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/pack"
	"bamban/internal/signin"
)

// Account is one sign-in of a demonstration.
type Account struct {
	Login    string      `json:"login"`
	Password string      `json:"password"`
	Role     access.Text `json:"role"`
	Unit     string      `json:"unit"`
}

const officersPerStation = 3

// accounts makes one sign-in per role and the officers of every station.
// It gives the station desk's user too.
func (f *filler) accounts(ctx context.Context) ([]Account, change.ID, error) {
	var stations []pack.Unit
	units := map[string]pack.Unit{}
	for _, u := range f.n.Pack.Units {
		units[u.Type] = u // any of the type
		if u.Type == "border_station" {
			stations = append(stations, u)
		}
	}
	if len(stations) == 0 {
		return nil, change.ID{}, fmt.Errorf("demo: the pack has no station")
	}
	for _, st := range stations {
		for i := range officersPerStation {
			id, _, err := f.s.CreateUser(ctx, nil, signin.NewUser{Login: fmt.Sprintf("canbo.%s.%d", st.Code, i+1), Name: f.n.Pack.Names.Person(f.r, i == 2),
				Post: "Cán bộ vận động quần chúng", Unit: f.n.UnitID(st.Key), Role: "station_officer", Password: signin.RandomPassword(), Generated: true})
			if err != nil {
				return nil, change.ID{}, fmt.Errorf("demo officers of %s: %w", st.Code, err)
			}
			f.officers[st.Key] = append(f.officers[st.Key], id)
		}
	}
	command := f.n.Pack.Units[0]
	station := stations[0]
	commune := station.Areas[len(station.Areas)-1].Area
	partner := units["commune_committee"]
	if partner.Key == "" {
		partner = command
	}
	cares := func(area string) bool {
		return slices.ContainsFunc(station.Areas, func(a pack.UnitArea) bool { return a.Area == area && a.To == "" })
	}
	found := false
	for _, u := range f.n.Pack.Units {
		if u.Type != "commune_committee" || len(u.Areas) == 0 || found {
			continue
		}
		partner, commune = u, u.Areas[len(u.Areas)-1].Area
		found = cares(commune) // best the one that the station of the demonstration works with
	}
	f.partner, f.partnerArea = f.n.UnitID(partner.Key), f.n.AreaID(commune)
	it := command
	if u, ok := units["it_office"]; ok {
		it = u
	}
	f.station = station.Key
	var desk change.ID
	var out []Account
	for _, a := range []struct {
		login, role, post string
		unit              pack.Unit
		area              change.ID
	}{
		{"tram", "station_desk", "Chính trị viên đồn", station, change.ID{}},
		{"tinh", "provincial_desk", "Phòng Chính trị", command, change.ID{}},
		{"doitac", "partner", "Cán bộ xã", partner, f.n.AreaID(commune)},
		{"cntt", "it_officer", "Cán bộ công nghệ thông tin", it, change.ID{}},
		{"kiemtra", "auditor", "Kiểm tra", command, change.ID{}},
		{"nhahaotam", "sponsor", "Nhà hảo tâm", command, change.ID{}},
	} {
		password := signin.RandomPassword()
		name := f.n.Pack.Names.Person(f.r, a.role == "partner")
		id, _, err := f.s.CreateUser(ctx, nil, signin.NewUser{Login: a.login, Name: name, Post: a.post, Unit: f.n.UnitID(a.unit.Key), Role: a.role, Area: a.area, Password: password, Generated: true})
		if err != nil {
			return nil, change.ID{}, fmt.Errorf("demo account %s: %w", a.login, err)
		}
		switch a.role {
		case "station_desk":
			desk = id
		case "sponsor":
			f.donor = id
		}
		out = append(out, Account{a.login, password, f.roleLabel(a.role), a.unit.Name["vi"]})
	}
	return out, desk, nil
}

func (f *filler) roleLabel(code string) access.Text {
	for _, r := range f.n.Pack.Roles {
		if r.Code == code {
			return r.Label
		}
	}
	return nil
}
