package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/petition"
)

// Sealer keeps personal data readable only with keys. A data key is one report's; it is kept wrapped by a master key that
// stays with the Sealer. owner and place bind a key and a value to where they belong.
type Sealer interface {
	NewKey() []byte
	CurrentKey(ctx context.Context) (masterKey string, err error)
	Wrap(ctx context.Context, owner string, key []byte) (masterKey string, wrapped []byte, err error)
	Unwrap(ctx context.Context, owner, masterKey string, wrapped []byte) ([]byte, error)
	Forget(owner string, wrapped []byte) // an unwrapped key that is held for a short time
	Seal(ctx context.Context, key []byte, place string, plain []byte) ([]byte, error)
	Open(key []byte, place string, value []byte) ([]byte, error)
	Commit(ctx context.Context, key []byte, place, value string) (string, error) // "" for ""
}

// sealedStore seals what transactions write of people, and opens what they read, between the verbs and the store.
type sealedStore struct {
	Store
	sealer Sealer // nil: nothing is sealed
	now    func() time.Time
}

func (s *sealedStore) Transact(ctx context.Context, fn func(tx Tx) error) error {
	return s.Store.Transact(ctx, func(tx Tx) error { return fn(s.over(ctx, tx)) })
}

func (s *sealedStore) Read(ctx context.Context, fn func(tx Tx) error) error {
	return s.Store.Read(ctx, func(tx Tx) error { return fn(s.over(ctx, tx)) })
}

func (s *sealedStore) over(ctx context.Context, tx Tx) *sealedTx {
	return &sealedTx{Tx: tx, ctx: ctx, sealer: s.sealer, now: s.now, keys: map[int64]petition.DataKey{}}
}

type sealedTx struct {
	Tx
	ctx    context.Context
	sealer Sealer
	now    func() time.Time
	keys   map[int64]petition.DataKey // met in this transaction, by draft
}

// Places of values. Each key serves one report, so a place need only tell the fields of one report apart.
const (
	reportPlace   = "drafts.report"
	originalPlace = "submissions.original"
)

func petitionerPlace(p petition.Petitioner) string { return "petitioners." + string(p.Role) }

func keyOwner(draftID int64) string { return fmt.Sprintf("draft:%d", draftID) }

// open unwraps a key. It returns nil for a key that was destroyed by law.
func (tx *sealedTx) open(k petition.DataKey) ([]byte, error) {
	if k.Destroyed() {
		return nil, nil
	}
	if tx.sealer == nil {
		return nil, models.Errorf(models.Unavailable, "个人信息已加密保存，本机没有配置密钥，暂时无法读取。请联系管理员设置 DESK_KEYS。")
	}
	return tx.sealer.Unwrap(tx.ctx, keyOwner(k.DraftID), k.KeyID, k.Wrapped)
}

// keyOf returns the key of a draft, made now when there is none yet. It returns nil where nothing is to be sealed.
func (tx *sealedTx) keyOf(draftID int64, known petition.DataKey) (petition.DataKey, []byte, error) {
	if known.DraftID == 0 {
		known = tx.keys[draftID]
	}
	if known.DraftID == 0 && tx.sealer != nil {
		found, err := tx.Tx.DataKey(draftID)
		if err != nil && models.CodeOf(err) != models.NotFound {
			return known, nil, err
		}
		known = found
	}
	switch {
	case known.Destroyed():
		return known, nil, models.Errorf(models.Conflict, "这件事项的个人信息已依法删除，不能再写入。")
	case known.DraftID != 0:
		tx.keys[draftID] = known
		key, err := tx.open(known)
		return known, key, err
	case tx.sealer == nil:
		return known, nil, nil
	}
	key := tx.sealer.NewKey()
	known, err := tx.addKey(draftID, key)
	return known, key, err
}

func (tx *sealedTx) addKey(draftID int64, key []byte) (petition.DataKey, error) {
	masterKey, wrapped, err := tx.sealer.Wrap(tx.ctx, keyOwner(draftID), key)
	if err != nil {
		return petition.DataKey{}, err
	}
	k := petition.DataKey{DraftID: draftID, KeyID: masterKey, Wrapped: wrapped, CreatedAt: tx.now()}
	tx.keys[draftID] = k
	return k, tx.Tx.AddDataKey(k)
}

func (tx *sealedTx) sealJSON(key []byte, place string, value any) ([]byte, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", place, err)
	}
	return tx.sealer.Seal(tx.ctx, key, place, plain)
}

func (tx *sealedTx) openJSON(key []byte, place string, sealed []byte, into any) error {
	plain, err := tx.sealer.Open(key, place, sealed)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return fmt.Errorf("decode %s", place) // the cause may quote what it could not read
	}
	return nil
}

// CreateDraft seals the report under a key of its own.
func (tx *sealedTx) CreateDraft(d *petition.Draft) error {
	if tx.sealer == nil {
		return tx.Tx.CreateDraft(d)
	}
	key := tx.sealer.NewKey()
	row, err := tx.sealedDraft(*d, key)
	if err != nil {
		return err
	}
	if err := tx.Tx.CreateDraft(&row); err != nil {
		return err
	}
	d.ID, d.Sealed = row.ID, row.Sealed
	d.Key, err = tx.addKey(d.ID, key)
	return err
}

func (tx *sealedTx) sealedDraft(d petition.Draft, key []byte) (petition.Draft, error) {
	var err error
	d.Sealed, err = tx.sealJSON(key, reportPlace, d.Report)
	d.Report = petition.Report{}
	return d, err
}

// UpdateDraft seals the report as it is now.
func (tx *sealedTx) UpdateDraft(d *petition.Draft) error {
	known, key, err := tx.keyOf(d.ID, d.Key)
	if err != nil {
		return err
	}
	if key == nil {
		return tx.Tx.UpdateDraft(d)
	}
	row, err := tx.sealedDraft(*d, key)
	if err != nil {
		return err
	}
	if err := tx.Tx.UpdateDraft(&row); err != nil {
		return err
	}
	d.Version, d.Sealed, d.Key = row.Version, row.Sealed, known
	return nil
}

// openDraft fills in the report. That of an erased case stays empty.
func (tx *sealedTx) openDraft(d petition.Draft, err error) (petition.Draft, error) {
	if err != nil {
		return d, err
	}
	if d.Key.DraftID != 0 {
		tx.keys[d.ID] = d.Key
	}
	if d.Sealed == nil {
		return d, nil
	}
	key, err := tx.open(d.Key)
	if err != nil || key == nil {
		return d, err
	}
	return d, tx.openJSON(key, reportPlace, d.Sealed, &d.Report)
}

// Draft returns a draft, opened.
func (tx *sealedTx) Draft(id int64) (petition.Draft, error) { return tx.openDraft(tx.Tx.Draft(id)) }

// DraftByOrigin returns a draft, opened.
func (tx *sealedTx) DraftByOrigin(origin string) (petition.Draft, error) {
	return tx.openDraft(tx.Tx.DraftByOrigin(origin))
}

// DraftsOf returns drafts, opened.
func (tx *sealedTx) DraftsOf(owner string, states []petition.DraftState, limit int) ([]petition.Draft, error) {
	return tx.openDrafts(tx.Tx.DraftsOf(owner, states, limit))
}

// DraftsDiscarded returns reports that were given up, opened.
func (tx *sealedTx) DraftsDiscarded(owner string, after time.Time, limit int) ([]petition.Draft, error) {
	return tx.openDrafts(tx.Tx.DraftsDiscarded(owner, after, limit))
}

// ForgottenDrafts returns unfinished reports that nobody went on with, opened.
func (tx *sealedTx) ForgottenDrafts(stage petition.Watched, begunBefore, stillSince time.Time, limit int) ([]petition.Draft, error) {
	return tx.openDrafts(tx.Tx.ForgottenDrafts(stage, begunBefore, stillSince, limit))
}

func (tx *sealedTx) openDrafts(drafts []petition.Draft, err error) ([]petition.Draft, error) {
	for i := range drafts {
		if drafts[i], err = tx.openDraft(drafts[i], err); err != nil {
			return nil, err
		}
	}
	return drafts, err
}

// CreateCase seals what the first submission says of people, under the key of its draft.
func (tx *sealedTx) CreateCase(c *petition.Case, s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner) error {
	return tx.createSealed(s, petitioners, func(row *petition.Submission, named []petition.Petitioner) error {
		return tx.Tx.CreateCase(c, row, v, named)
	})
}

// CreateSubmission seals what a further submission says of people, under the key of its draft.
func (tx *sealedTx) CreateSubmission(s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner) error {
	return tx.createSealed(s, petitioners, func(row *petition.Submission, named []petition.Petitioner) error {
		return tx.Tx.CreateSubmission(row, v, named)
	})
}

func (tx *sealedTx) createSealed(s *petition.Submission, petitioners []petition.Petitioner, create func(*petition.Submission, []petition.Petitioner) error) error {
	_, key, err := tx.keyOf(s.DraftID, petition.DataKey{})
	if err != nil {
		return err
	}
	if key == nil {
		return create(s, petitioners)
	}
	row, named, err := tx.sealSubmission(key, *s, petitioners)
	if err != nil {
		return err
	}
	if err := create(&row, named); err != nil {
		return err
	}
	row.Original = s.Original
	*s = row
	for i := range petitioners {
		petitioners[i].ID, petitioners[i].SubmissionID, petitioners[i].Sealed = named[i].ID, named[i].SubmissionID, named[i].Sealed
	}
	return nil
}

// sealSubmission returns the rows as they are kept.
func (tx *sealedTx) sealSubmission(key []byte, s petition.Submission, petitioners []petition.Petitioner) (petition.Submission, []petition.Petitioner, error) {
	var err error
	if s.Sealed, err = tx.sealer.Seal(tx.ctx, key, originalPlace, []byte(s.Original)); err != nil {
		return s, nil, err
	}
	s.Original = ""
	named := make([]petition.Petitioner, len(petitioners))
	for i, p := range petitioners {
		named[i] = p.With(petition.Personal{})
		if named[i].Sealed, err = tx.sealJSON(key, petitionerPlace(p), p.Personal()); err != nil {
			return s, nil, err
		}
	}
	return s, named, nil
}

// SubmissionOfDraft returns what a draft became, opened.
func (tx *sealedTx) SubmissionOfDraft(draftID int64) (petition.Submission, error) {
	s, err := tx.Tx.SubmissionOfDraft(draftID)
	if err != nil || s.Sealed == nil {
		return s, err
	}
	k, known := tx.keys[draftID]
	if !known {
		if k, err = tx.Tx.DataKey(draftID); err != nil {
			return s, err
		}
	}
	key, err := tx.open(k)
	if err != nil || key == nil {
		return s, err
	}
	original, err := tx.sealer.Open(key, originalPlace, s.Sealed)
	s.Original = string(original)
	return s, err
}

// LeadPetitioner returns who speaks for the newest submission, opened; after an erasure, without personal data.
func (tx *sealedTx) LeadPetitioner(caseID int64) (petition.Petitioner, error) {
	return tx.openPetitioner(tx.Tx.LeadPetitioner(caseID))
}

// PetitionersOf returns who is named in a submission, opened.
func (tx *sealedTx) PetitionersOf(submissionID int64, limit int) ([]petition.Petitioner, error) {
	return tx.openPetitioners(tx.Tx.PetitionersOf(submissionID, limit))
}

// LeadsOf returns who speaks for the cases, opened.
func (tx *sealedTx) LeadsOf(caseIDs []int64) ([]petition.Petitioner, error) {
	return tx.openPetitioners(tx.Tx.LeadsOf(caseIDs))
}

// PetitionersAfter returns petitioners by id, opened.
func (tx *sealedTx) PetitionersAfter(id int64, limit int) ([]petition.Petitioner, error) {
	return tx.openPetitioners(tx.Tx.PetitionersAfter(id, limit))
}

func (tx *sealedTx) openPetitioners(named []petition.Petitioner, err error) ([]petition.Petitioner, error) {
	for i := range named {
		if named[i], err = tx.openPetitioner(named[i], err); err != nil {
			return nil, err
		}
	}
	return named, err
}

func (tx *sealedTx) openPetitioner(p petition.Petitioner, err error) (petition.Petitioner, error) {
	if err != nil || p.Sealed == nil {
		return p, err
	}
	key, err := tx.open(p.Key)
	if err != nil || key == nil {
		return p, err
	}
	var own petition.Personal
	err = tx.openJSON(key, petitionerPlace(p), p.Sealed, &own)
	return p.With(own), err
}
