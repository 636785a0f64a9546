package main

import "math"

// point is longitude and latitude, in degrees.
type point [2]float64

// box is west, south, east, north.
type box [4]float64

func (b box) holds(p point) bool {
	return p[0] >= b[0] && p[0] <= b[2] && p[1] >= b[1] && p[1] <= b[3]
}

// clip cuts a ring to the box, one side after the other (Sutherland–Hodgman).
// The last point is not repeated.
func (b box) clip(ring []point) []point {
	if n := len(ring); n > 1 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	for side := range 4 {
		axis, limit, sign := side%2, b[side], 1.0
		if side >= 2 {
			sign = -1
		}
		inside := func(p point) bool { return sign*(p[axis]-limit) >= 0 }
		var out []point
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			if inside(p) {
				out = append(out, p)
			}
			if inside(p) != inside(q) {
				t := (limit - p[axis]) / (q[axis] - p[axis])
				out = append(out, point{p[0] + t*(q[0]-p[0]), p[1] + t*(q[1]-p[1])})
			}
		}
		ring = out
	}
	for i, p := range ring {
		ring[i] = point{math.Round(p[0]*1e5) / 1e5, math.Round(p[1]*1e5) / 1e5}
	}
	return ring
}

// longest gives the longest run of a line that stays inside the box.
func (b box) longest(lines [][]point) []point {
	var best []point
	for _, line := range lines {
		first := 0
		for i := 0; i <= len(line); i++ {
			if i < len(line) && b.holds(line[i]) {
				continue
			}
			if i-first > len(best) {
				best = line[first:i]
			}
			first = i + 1
		}
	}
	return best
}

// shared gives the stretches of the first rings whose edges the others have too.
func shared(rings, others [][]point) [][]point {
	type edge [2]point
	theirs := map[edge]bool{}
	for _, ring := range others {
		for i := 1; i < len(ring); i++ {
			theirs[edge{ring[i-1], ring[i]}] = true
			theirs[edge{ring[i], ring[i-1]}] = true
		}
	}
	var out [][]point
	for _, ring := range rings {
		var run []point
		for i := 1; i < len(ring); i++ {
			if theirs[edge{ring[i-1], ring[i]}] {
				if run == nil {
					run = []point{ring[i-1]}
				}
				run = append(run, ring[i])
			} else if run != nil {
				out = append(out, run)
				run = nil
			}
		}
		if run != nil {
			out = append(out, run)
		}
	}
	return out
}

func nearest(line []point, to point) int {
	best, least := 0, math.Inf(1)
	for i, p := range line {
		if d := metres(p, to); d < least {
			best, least = i, d
		}
	}
	return best
}

const metresPerDegree = 111_320

// flat puts a point on a plane, in metres; good for a few hundred kilometres.
func flat(p point) (x, y float64) {
	return p[0] * metresPerDegree * math.Cos(22*math.Pi/180), p[1] * metresPerDegree
}

func metres(p, q point) float64 {
	px, py := flat(p)
	qx, qy := flat(q)
	return math.Hypot(px-qx, py-qy)
}

// simplify drops points that lie within the tolerance of the line through the
// others (Douglas–Peucker). The ends stay, so a closed ring stays closed.
func simplify(line []point, tolerance float64) []point {
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	var mark func(a, b int)
	mark = func(a, b int) {
		far, most := 0, tolerance
		for i := a + 1; i < b; i++ {
			if d := off(line[i], line[a], line[b]); d > most {
				far, most = i, d
			}
		}
		if far > 0 {
			keep[far] = true
			mark(a, far)
			mark(far, b)
		}
	}
	mark(0, len(line)-1)
	var out []point
	for i, p := range line {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

// off is the distance in metres of p from the stretch a–b.
func off(p, a, b point) float64 {
	px, py := flat(p)
	ax, ay := flat(a)
	bx, by := flat(b)
	dx, dy := bx-ax, by-ay
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(1, max(0, ((px-ax)*dx+(py-ay)*dy)/length))
	}
	return math.Hypot(px-ax-t*dx, py-ay-t*dy)
}
