package sim

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"bamban/internal/account"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/writer"
	"bamban/packs"
)

// The little province: two communes of two villages, a station in each, a command.
var (
	villages = []string{"village/1", "village/2", "village/3", "village/4"}
	stations = []string{"unit/station1", "unit/station2"}
)

// person of the staff; phones are given out in this order.
type person struct {
	login, role, unit, area string
}

var staff = []person{
	{"officer1", "station_officer", "unit/station1", ""},
	{"officer2", "station_officer", "unit/station1", ""},
	{"desk1", "station_desk", "unit/station1", ""},
	{"officer3", "station_officer", "unit/station2", ""},
	{"reporter", "village_reporter", "unit/station1", "village/1"},
	{"province", "provincial_desk", "unit/command", ""},
}

// desks are who works at the server itself.
var desks = []string{"desk1", "province"}

const (
	homesEach = 3 // households in each village at the beginning
	genesis   = int64(1_772_000_000_000)
	partition = "99"
)

// stem is the little province before anything happens: files to start from.
type stem struct {
	pack  *pack.Pack
	files map[string][]byte
	homes []change.ID
}

func littlePack() (*pack.Pack, error) {
	full, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		return nil, fmt.Errorf("sim: the pack has problems: %s", problems[0])
	}
	name := func(s string) pack.Text { return pack.Text{"vi": s, "en": s} }
	p := *full
	p.Name, p.Digest, p.Partition, p.Words, p.Attribution, p.Names = "little", strings.Repeat("51", 32), partition, nil, nil, pack.Names{}
	p.Areas = []pack.Area{{Key: "province", Code: "99", Level: "province", Name: name("Tỉnh"), FullName: name("Tỉnh")}}
	p.Units = []pack.Unit{{Key: "unit/command", Code: "C", Type: "provincial_command", Name: name("Ban Chỉ huy")}}
	for i := range 2 {
		key := fmt.Sprintf("commune/%d", i+1)
		p.Areas = append(p.Areas, pack.Area{Key: key, Code: key, Level: "commune", Name: name(key), FullName: name(key), Parent: "province"})
		p.Units = append(p.Units, pack.Unit{Key: stations[i], Code: stations[i], Type: "border_station", Name: name(stations[i]), Parent: "unit/command", Areas: []pack.UnitArea{{Area: key}}})
	}
	for i, key := range villages {
		p.Areas = append(p.Areas, pack.Area{Key: key, Code: key, Level: "village", Name: name(key), FullName: name(key), Parent: fmt.Sprintf("commune/%d", i/2+1)})
	}
	p.Settings.List = append([]pack.Setting{}, full.Settings.List...)
	for i := range p.Settings.List {
		if s := &p.Settings.List[i]; s.Code == pack.PullPage || s.Code == pack.PushBatch {
			s.Values = []pack.SettingValue{{Value: 7}}
		}
	}
	return &p, nil
}

// keyFrom makes a P-256 key that depends on a name alone.
func keyFrom(name string) (*ecdsa.PrivateKey, error) {
	sum := sha256.Sum256([]byte("sim key " + name))
	return ecdsa.ParseRawPrivateKey(elliptic.P256(), sum[:])
}

func writeServerKey(dir, name string) error {
	key, err := keyFrom(name)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "server.key"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600)
}

func tokenOf(login string) string { return "token of " + login }

func tagOf(login string) change.Device {
	sum := sha256.Sum256([]byte("sim tag " + login))
	return change.Device(uint64(sum[0])<<40|uint64(sum[1])<<32|uint64(sum[2])<<24|uint64(sum[3])<<16) | 1
}

// filler gives the bytes of a random source, for ids and salts.
func filler(r *rand.Rand) func([]byte) {
	return func(b []byte) {
		for i := range b {
			b[i] = byte(r.Uint32())
		}
	}
}

// tempDir makes a folder in memory where there is such a place.
func tempDir() (string, error) {
	if base := "/dev/shm"; isDir(base) {
		if dir, err := os.MkdirTemp(base, "bamban-sim-"); err == nil {
			return dir, nil
		}
	}
	return os.MkdirTemp("", "bamban-sim-")
}

func isDir(path string) bool {
	i, err := os.Stat(path)
	return err == nil && i.IsDir()
}

func makeStem() (*stem, error) {
	p, err := littlePack()
	if err != nil {
		return nil, err
	}
	dir, err := tempDir()
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := writeServerKey(dir, "server 0"); err != nil {
		return nil, err
	}
	ctx := context.Background()
	r := rand.New(rand.NewPCG(0, 0))
	now := genesis
	n, err := node.Open(ctx, node.Options{Dir: dir, Pack: p, Readers: 1, Random: filler(r), Now: func() int64 { now++; return now }})
	if err != nil {
		return nil, err
	}
	s := &stem{pack: p, files: map[string][]byte{}}
	err = s.populate(ctx, n)
	if err == nil {
		err = n.Log.NewEpoch(ctx, 2)
	}
	if closeErr := n.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("sim: make the little province: %w", err)
	}
	for _, name := range []string{node.LogFile, node.ProjectionFile} {
		if s.files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func userID(login string) change.ID { return node.StableID(partition, "user", login) }

func (s *stem) populate(ctx context.Context, n *node.Node) error {
	var drafts []writer.Draft
	add := func(kindName string, id change.ID, fields map[string]json.RawMessage) {
		drafts = append(drafts, writer.Draft{Kind: kindName, Record: id, Fields: fields})
	}
	for _, u := range staff {
		id := userID(u.login)
		key, err := keyFrom(u.login)
		if err != nil {
			return err
		}
		point, err := key.PublicKey.Bytes()
		if err != nil {
			return err
		}
		token := sha256.Sum256([]byte(tokenOf(u.login)))
		add("user", id, kind.Fields(account.User{Login: u.login, Name: u.login, Unit: n.UnitID(u.unit), Status: "active"}))
		add("grant", node.StableID(partition, "grant", u.login), kind.Fields(account.Grant{User: id, Role: u.role, Unit: n.UnitID(u.unit), Area: n.AreaID(u.area), From: "2020-01-01"}))
		device := node.StableID(partition, "device", u.login)
		add("device", device, kind.Fields(account.Device{User: id, Unit: n.UnitID(u.unit), Name: u.login, Tag: tagOf(u.login).String(), Status: "invited"}))
		add("device", device, kind.Fields(account.Device{Key: base64.StdEncoding.EncodeToString(point), TokenHash: hex.EncodeToString(token[:]), Status: "active"}))
	}
	for v, key := range villages {
		area := n.AreaID(key)
		for i := range homesEach {
			home := n.Writer.NewID()
			s.homes = append(s.homes, home)
			add("household", home, kind.Fields(household.Household{Area: area, Name: fmt.Sprintf("Hộ %d.%d", v+1, i+1), Phone: "090"}))
			for j, born := range []string{"1980-02-03", "2019"} {
				who := n.Writer.NewID()
				add("person", who, kind.Fields(household.Person{Area: area, Name: fmt.Sprintf("Người %d.%d.%d", v+1, i+1, j+1), Born: born, Ethnicity: "hmong"}))
				add("membership", n.Writer.NewID(), kind.Fields(household.Membership{Household: home, Person: who, Area: area, From: "2020"}))
			}
		}
	}
	duty := func(login, unit string, home change.ID, area string) {
		add("assignment", n.Writer.NewID(), kind.Fields(assignment.Assignment{User: userID(login), Unit: n.UnitID(unit), Role: "household_in_charge", Household: home, Area: n.AreaID(area), From: "2020-01-01"}))
	}
	duty("officer1", stations[0], change.ID{}, villages[0])
	duty("officer1", stations[0], s.homes[homesEach], "")
	duty("officer2", stations[0], s.homes[0], "")
	duty("officer2", stations[0], s.homes[1], "")
	duty("officer3", stations[1], change.ID{}, villages[2])
	_, err := n.Writer.Write(ctx, change.ID{}, nil, drafts...)
	return err
}
