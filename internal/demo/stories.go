package demo

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"bamban/internal/activity"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/writer"
)

// home is a household that a story may be about.
type home struct{ id, area, officer change.ID }

// stories leaves something to settle: a telephone number that a phone and the desk
// wrote without seeing each other, a visit dated three years ahead, and one to a
// household outside the officer's scope.
func (f *filler) stories(ctx context.Context, desk change.ID) error {
	if len(f.mine) == 0 || len(f.others) == 0 {
		return nil // a demonstration of a handful of households
	}
	viewer, err := f.n.Viewer(ctx, desk)
	if err != nil {
		return err
	}
	mine, other := f.mine[0], f.others[0]
	phone := kind.Fields(household.Household{Phone: "0912 000 111"})
	if _, err := f.n.Writer.Write(ctx, desk, viewer, writer.Draft{Kind: "household", Record: mine.id, Fields: phone}); err != nil {
		return fmt.Errorf("demo story of the desk: %w", err)
	}
	for i, h := range f.mine[1:min(len(f.mine), 6)] {
		fields := kind.Fields(household.Household{Address: addresses[i%len(addresses)]})
		if _, err := f.n.Writer.Write(ctx, desk, viewer, writer.Draft{Kind: "household", Record: h.id, Fields: fields}); err != nil {
			return fmt.Errorf("demo story of the desk: %w", err)
		}
	}
	if err := f.tasks(ctx, desk); err != nil {
		return err
	}
	return f.phoneStory(ctx, mine, other)
}

// tasks asks something of the station's officers, one thing late and one to come.
func (f *filler) tasks(ctx context.Context, desk change.ID) error {
	viewer, err := f.n.Viewer(ctx, desk)
	if err != nil {
		return err
	}
	today := time.UnixMilli(f.n.Now()).In(f.n.Zone)
	for i, h := range f.mine[:min(len(f.mine), 2*len(asked))] {
		t := assignment.Task{Title: asked[i%len(asked)], User: h.officer, Unit: f.n.UnitID(f.station), Household: h.id, Area: h.area, By: desk, Status: "open", Generated: true,
			On: today.AddDate(0, 0, -7).Format(time.DateOnly), Due: today.AddDate(0, 0, 6*i-4).Format(time.DateOnly)}
		if _, err := f.n.Writer.Write(ctx, desk, viewer, writer.Draft{Kind: "task", Record: f.id(), Fields: kind.Fields(t)}); err != nil {
			return fmt.Errorf("demo task: %w", err)
		}
	}
	return nil
}

// asked of officers: everyday things, about nobody.
var asked = []string{"Xem mái nhà trước mùa mưa, chụp ảnh chỗ dột", "Hỏi gia đình cần giống ngô hay giống lạc", "Mời chủ hộ dự họp bản tối thứ Bảy"}

var addresses = []string{"Cạnh nhà văn hóa bản, mái tôn xanh", "Đầu bản, dưới gốc mít", "Lối rẽ trái qua suối nhỏ", "Sau trường mầm non", "Nhà sàn đầu dốc"}

// phoneStory enrols an officer's phone and pushes what it wrote while away.
func (f *filler) phoneStory(ctx context.Context, mine, other home) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return err
	}
	_, code, _, err := f.s.Invite(ctx, nil, mine.officer, "Điện thoại tổ công tác (tạo sinh)")
	if err != nil {
		return fmt.Errorf("demo phone: %w", err)
	}
	e, err := f.s.Enrol(ctx, code, point)
	if err != nil {
		return fmt.Errorf("demo phone: %w", err)
	}
	now := f.n.Now()
	today := time.UnixMilli(now).In(f.n.Zone)
	visit := func(h home, day time.Time) map[string]json.RawMessage {
		return kind.Fields(activity.Visit{Household: h.id, Area: h.area, On: day.Format(time.DateOnly), By: mine.officer, Unit: f.n.UnitID(f.station), Met: 2, Note: notes[0]})
	}
	b := &change.Batch{Partition: e.Partition, Device: e.Tag, User: e.User, From: 1}
	add := func(at int64, kindName string, record change.ID, fields map[string]json.RawMessage) {
		c := &change.Change{N: uint64(len(b.Contents)) + 1, Time: change.TimeAt(at), Op: change.Set, Kind: kindName, KindV: 1, Record: record, Fields: fields, Salt: make([]byte, change.SaltBytes)}
		for i := range c.Salt {
			c.Salt[i] = byte(f.r.Uint32())
		}
		b.Contents = append(b.Contents, c.Encode())
	}
	const hour = 3_600_000
	add(now-2*hour, "household", mine.id, kind.Fields(household.Household{Phone: "0987 000 222"}))
	add(now-hour, "visit", f.id(), visit(mine, today))
	add(now-hour/2, "visit", f.id(), visit(other, today))
	add(now+3*365*24*hour, "visit", f.id(), visit(mine, today))
	if err := b.Sign(rand.Reader, key); err != nil {
		return err
	}
	viewer, err := f.n.Viewer(ctx, e.User)
	if err != nil {
		return err
	}
	if _, err := f.n.Writer.Push(ctx, b, viewer, &key.PublicKey); err != nil {
		return fmt.Errorf("demo phone pushes: %w", err)
	}
	return nil
}
