// Package catalogue lists every kind of record that the program knows. A new kind
// is declared in its noun's package and named here, once; everything else that
// speaks of kinds asks the registry.
//
// It holds the list only: no rule, no storage, no HTTP.
package catalogue

import (
	"fmt"

	"bamban/internal/account"
	"bamban/internal/activity"
	"bamban/internal/assignment"
	"bamban/internal/household"
	"bamban/internal/indicator"
	"bamban/internal/intake"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/pack"
	"bamban/internal/place"
	"bamban/internal/program"
	"bamban/internal/rights"
	"bamban/internal/speech"
)

// Kinds gives the registry of every kind, those that others refer to first where
// that is possible. It fails only where two declarations contradict each other.
func Kinds() (*kind.Registry, error) {
	r, err := kind.NewRegistry(
		place.AreaKind(),
		place.UnitKind(),
		pack.EditionKind(),
		account.UserKind(),
		account.GrantKind(),
		account.DeviceKind(),
		household.HouseholdKind(),
		household.PersonKind(),
		household.MembershipKind(),
		assignment.Kind(),
		assignment.TaskKind(),
		household.ConsentKind(),
		household.TwinKind(),
		rights.RequestKind(),
		rights.CertificateKind(),
		program.EnrolmentKind(),
		program.StepKind(),
		program.MeasureKind(),
		program.DueKind(),
		ledger.SponsorKind(),
		ledger.FundKind(),
		ledger.StoreKind(),
		ledger.PledgeKind(),
		ledger.AllocationKind(),
		ledger.EntryKind(),
		ledger.StocktakeKind(),
		activity.VisitKind(),
		activity.NoteKind(),
		activity.PracticeKind(),
		activity.AttachmentKind(),
		speech.Kind(),
		speech.NoticeKind(),
		intake.ImportKind(),
		indicator.TargetKind(),
		account.CredentialKind(),
		account.SessionKind(),
		account.LookKind(),
		account.MeetingKind(),
		account.LossKind(),
		account.SavedListKind(),
		program.DraftKind(),
		program.EditionKind(),
	)
	if err != nil {
		return nil, fmt.Errorf("gather the kinds: %w", err)
	}
	return r, nil
}
