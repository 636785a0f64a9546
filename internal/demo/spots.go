package demo

import (
	"math"
	"math/rand/v2"

	"bamban/internal/kind"
	"bamban/internal/pack"
)

// spots makes up where houses stand: villages within some kilometres of the point of
// the commune that holds or held them, houses within some hundred metres of their
// village. Of every fifth house nobody has noted it.
type spots struct {
	r       *rand.Rand
	areas   map[string]*pack.Area
	village map[string]*kind.Pos
}

func newSpots(p *pack.Pack, seed uint64) *spots {
	s := &spots{r: rand.New(rand.NewPCG(seed, 40)), areas: map[string]*pack.Area{}, village: map[string]*kind.Pos{}}
	for i := range p.Areas {
		s.areas[p.Areas[i].Key] = &p.Areas[i]
	}
	return s
}

// of gives a new house's position in a village; nil where nobody has noted it.
func (s *spots) of(v *pack.Area) *kind.Pos {
	middle, known := s.village[v.Key]
	if !known {
		if a := s.around(v); a != nil {
			middle = s.near(a.Lat, a.Lon, 0.03)
		}
		s.village[v.Key] = middle
	}
	if middle == nil || s.r.IntN(5) == 0 {
		return nil
	}
	spot := s.near(middle.Lat, middle.Lon, 0.004)
	spot.Acc = float64(4 + s.r.IntN(12))
	return spot
}

// around is the nearest area above that has a point: a former one first, as it is
// smaller.
func (s *spots) around(v *pack.Area) *pack.Area {
	for _, w := range v.Within {
		if a := s.areas[w.Area]; a != nil && a.HasPoint {
			return a
		}
	}
	for a, left := s.areas[v.Parent], 8; a != nil && left > 0; a, left = s.areas[a.Parent], left-1 {
		if a.HasPoint {
			return a
		}
	}
	return nil
}

// near draws a position about a middle, in degrees.
func (s *spots) near(lat, lon, reach float64) *kind.Pos {
	at := func(v float64) float64 { return math.Round((v+s.r.NormFloat64()*reach/2)*1e5) / 1e5 }
	return &kind.Pos{Lat: at(lat), Lon: at(lon)}
}
