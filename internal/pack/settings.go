package pack

import (
	"maps"
	"slices"
)

// Settings are the numbers that an office or a law decides, by date. [Load]
// makes sure that every known setting has a value within its bounds.
type Settings struct {
	List []Setting
}

// Setting is one number, with what it was from which day on.
type Setting struct {
	Code   string // one of the Setting constants
	Unit   string // days, hours, minutes, years, times or records
	Label  Text
	Values []SettingValue // oldest first
}

// SettingValue holds from a day on, until the next one takes over.
type SettingValue struct {
	Value  int
	From   string // YYYY-MM-DD; "" for the first: since ever
	Source string
}

// The settings that the program reads; a pack gives each of them.
const (
	LeaseDays           = "lease_days"             // how long a phone opens without having met its server
	PhoneLockMinutes    = "phone_lock_minutes"     // a phone left alone locks after this
	UnsentDays          = "unsent_days"            // work unsent for so long is better written to a file
	SessionHours        = "session_hours"          // how long a sign-in lasts
	SessionIdleMinutes  = "session_idle_minutes"   // a desk left alone is signed out after this
	LockoutTries        = "lockout_tries"          // wrong passwords before a pause
	LockoutMinutes      = "lockout_minutes"        // length of that pause
	PullPage            = "pull_page"              // records in one answer to a pull
	PushBatch           = "push_batch"             // changes in one push
	ChildAge            = "child_age"              // younger than this is a child
	ConsentAge          = "consent_age"            // from this age a child is asked too
	VisitDueDays        = "visit_due_days"         // a household not visited for so long is due
	BreachNoticeHours   = "breach_notice_hours"    // hours to report a breach of personal data
	AccessLogKeepMonths = "access_log_keep_months" // how long looks at records are kept
	HandoverDays        = "handover_days"          // so long what the officer before wrote of a household is let in
	DeviceRecords       = "device_records"         // more than this is not given to one device
	RecordingKB         = "recording_kb"           // largest recording of a text
	SmallCell           = "small_cell"             // a figure of fewer people is closed to who may not see persons
	DeviceSpeechMB      = "device_speech_mb"       // recordings of texts that a phone fetches ahead of use
)

// defaults are of settings that a pack may leave out.
var defaults = map[string]int{DeviceRecords: 20_000, UnsentDays: 3, HandoverDays: 60, RecordingKB: 1000, DeviceSpeechMB: 30, SmallCell: 5}

// bounds keep an edited pack from switching a protection off.
var bounds = map[string]struct{ min, max int }{
	LeaseDays:           {1, 90},
	PhoneLockMinutes:    {1, 60},
	UnsentDays:          {1, 90},
	HandoverDays:        {0, 365},
	SessionHours:        {1, 24 * 30},
	SessionIdleMinutes:  {1, 24 * 60},
	LockoutTries:        {3, 20},
	LockoutMinutes:      {1, 24 * 60},
	PullPage:            {10, 5000},
	PushBatch:           {10, 5000},
	ChildAge:            {1, 25},
	ConsentAge:          {1, 25},
	VisitDueDays:        {1, 730},
	BreachNoticeHours:   {1, 24 * 30},
	AccessLogKeepMonths: {1, 600},
	DeviceRecords:       {100, 1_000_000},
	RecordingKB:         {50, 8000},
	DeviceSpeechMB:      {0, 500},
	SmallCell:           {2, 100},
}

// Int gives a setting's value on a day (YYYY-MM-DD). Before its first day a
// setting has its first value; one that the pack leaves out has its default, and
// an unknown code gives 0.
func (s Settings) Int(code, date string) int {
	for _, setting := range s.List {
		if setting.Code != code || len(setting.Values) == 0 {
			continue
		}
		value := setting.Values[0].Value
		for _, v := range setting.Values {
			if start(v.From) <= date {
				value = v.Value
			}
		}
		return value
	}
	return defaults[code]
}

const settingFile = "settings.yaml"

func (l *loader) loadSettings(p *Pack) {
	o, ok := l.root(settingFile)
	if !ok {
		return
	}
	seen := map[string]bool{}
	o.objects("settings", true, func(o *object) {
		s := Setting{Code: o.code("code"), Unit: o.str("unit", true), Label: o.text("label", true)}
		if _, ok := bounds[s.Code]; !ok && s.Code != "" {
			o.bad("code", "setting.unknown", "code", s.Code)
		}
		if seen[s.Code] {
			o.bad("code", "setting.duplicate", "code", s.Code)
		}
		seen[s.Code] = true
		o.objects("values", true, func(o *object) { s.Values = append(s.Values, l.settingValue(o, s)) })
		if len(s.Values) == 0 {
			o.bad("values", "field.missing", "field", "values")
		}
		p.Settings.List = append(p.Settings.List, s)
	})
	o.done()
	for _, code := range slices.Sorted(maps.Keys(bounds)) {
		if _, optional := defaults[code]; !seen[code] && !optional {
			o.bad("settings", "setting.missing", "code", code)
		}
	}
}

func (l *loader) settingValue(o *object, s Setting) SettingValue {
	v := SettingValue{Value: o.integer("value", true), From: o.date("from"), Source: o.str("source", false)}
	if b, ok := bounds[s.Code]; ok && (v.Value < b.min || v.Value > b.max) {
		o.bad("value", "setting.range", "code", s.Code, "value", v.Value, "min", b.min, "max", b.max)
	}
	if n := len(s.Values); n > 0 && start(s.Values[n-1].From) >= start(v.From) {
		o.bad("from", "setting.order", "code", s.Code)
	}
	return v
}
