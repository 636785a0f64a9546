package node

import (
	"time"

	"bamban/internal/household"
	"bamban/internal/pack"
	"bamban/internal/projection"
)

// Children tells which records are a child's today.
func (n *Node) Children() *projection.Children {
	return projection.NewChildren(n.Projection.Get, n.isChild)
}

// isChild reports whether somebody born on a partial date is a child today, by the
// pack's age.
func (n *Node) isChild(born string) bool { return household.IsChild(born, n.childAge(), n.today()) }

// ChildrenBornFrom is a day on or after which every child of today was born.
func (n *Node) ChildrenBornFrom() string { return household.ChildrenBornFrom(n.childAge(), n.today()) }

// AsksFor says who must agree besides somebody born on a partial date, by the pack's ages.
func (n *Node) AsksFor(born string) household.Asked {
	return household.AskedOf(born, n.childAge(), n.Pack.Settings.Int(pack.ConsentAge, n.Today()), n.today())
}

func (n *Node) today() time.Time { return time.UnixMilli(n.Now()).In(n.Zone) }

func (n *Node) childAge() int { return n.Pack.Settings.Int(pack.ChildAge, n.Today()) }
