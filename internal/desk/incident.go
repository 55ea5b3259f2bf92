package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// mayRegister refuses to give out numbers while the ledger lies behind an anchor outside it: they might be given out a second
// time. Registering is a right, so the refusal says how it goes on.
func (w *work) mayRegister() error {
	barred, err := w.RegistrationBarred()
	if err == nil && barred {
		err = models.Errorf(models.Conflict, "系统数据可能被恢复到了旧备份，会签说明之前暂不能在这里编号登记。"+
			"请照常接待，改用纸质登记表登记并使用预留编号；这份登记内容已保留，恢复后再点「确认登记」或发送「我的」继续。")
	}
	return err
}

// CheckAnchors compares the ledger with the anchor file and opens an incident when the ledger is older. barred tells whether
// registration waits for one to be explained; it is told even where the file could not be read.
func (d *Desk) CheckAnchors(ctx context.Context) (barred bool, err error) {
	ctx = queue.WithTurn(ctx, nil)
	lost, unread := d.lostAnchors(ctx)
	if len(lost) > 0 {
		if err := d.openIncident(ctx, lost); err != nil && models.CodeOf(err) != models.Conflict {
			return false, err // a conflict: another replica has just opened it
		}
	}
	err = d.store.Read(ctx, func(tx Tx) (err error) {
		barred, err = tx.RegistrationBarred()
		return err
	})
	return barred, errors.Join(unread, err)
}

// lostAnchors lists the signed lines of the anchor file that the ledger does not reach or does not fit, without those that
// a closed incident explains.
func (d *Desk) lostAnchors(ctx context.Context) ([]ledger.Anchor, error) {
	if d.anchors.File == nil {
		return nil, nil
	}
	lines, err := d.anchors.File.Lines()
	if err != nil {
		return nil, fmt.Errorf("read anchor file: %w", err)
	}
	var signed []ledger.Anchor
	for _, line := range lines {
		text, _ := ledger.NoteOf(line)
		if anchor, err := d.anchors.open(text); err == nil {
			signed = append(signed, anchor)
		}
	}
	var lost []ledger.Anchor
	err = d.store.Read(ctx, func(tx Tx) error {
		explained, err := explainedAnchors(tx)
		if err != nil {
			return err
		}
		signed = slices.DeleteFunc(signed, func(a ledger.Anchor) bool { return explained[a] })
		lost, err = missingFrom(tx, signed)
		return err
	})
	return lost, err
}

func explainedAnchors(tx AnchorTx) (map[ledger.Anchor]bool, error) {
	closed, err := tx.ClosedIncidents(100)
	explained := map[ledger.Anchor]bool{}
	for _, i := range closed {
		for _, a := range i.Lost {
			explained[a] = true
		}
	}
	return explained, err
}

// rootsCompared is how many of the newest anchors are compared by their roots; verify compares all of them.
const rootsCompared = 3

func missingFrom(tx LedgerTx, anchors []ledger.Anchor) ([]ledger.Anchor, error) {
	head, err := tx.LedgerHead()
	if err != nil {
		return nil, err
	}
	count, err := tx.TreeCount()
	if err != nil {
		return nil, err
	}
	stored := treeSize(count)
	var lost []ledger.Anchor
	for i, a := range anchors {
		if a.Size > head.Seq {
			lost = append(lost, a)
			continue
		}
		if i < len(anchors)-rootsCompared || a.Size > stored {
			continue
		}
		root, err := storedRoot(tx, a.Size)
		if err != nil {
			return nil, err
		}
		if root != a.Root {
			lost = append(lost, a)
		}
	}
	return lost, nil
}

func (d *Desk) openIncident(ctx context.Context, lost []ledger.Anchor) error {
	return d.transact(ctx, func(w *work) error {
		open, err := w.OpenIncidents(100)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(open, func(i ledger.Incident) bool { return i.Kind == ledger.Restored }) {
			return nil
		}
		head, err := w.LedgerHead()
		if err != nil {
			return err
		}
		furthest := slices.MaxFunc(lost, func(a, b ledger.Anchor) int { return int(a.Size - b.Size) })
		return w.openedIncident(ledger.Incident{
			Uniq: "restored:" + furthest.String(), Kind: ledger.Restored, State: ledger.IncidentOpen, AnchorSize: furthest.Size,
			AnchorRoot: furthest.Root, HeadSeq: head.Seq, Lost: lost, OpenedAt: w.now, Version: 1,
		}, SystemActor)
	})
}

// openedIncident writes a new incident and tells those who must explain it, and the duty office.
func (w *work) openedIncident(i ledger.Incident, by string) error {
	if err := w.AddIncident(&i); err != nil {
		return err
	}
	told, err := w.incidentReaders()
	if err != nil {
		return err
	}
	shown, err := w.incidentNotice(i)
	if err != nil {
		return err
	}
	for _, person := range told {
		if err := w.tell(fmt.Sprintf("incident:%d:%s", i.ID, person), person, notice.IncidentFound, shown); err != nil {
			return err
		}
	}
	return w.record(ledger.IncidentOpened, "ledger", by, ledger.IncidentRecord{Incident: i.ID, Kind: i.Kind, Head: i.HeadSeq, Lost: i.Lost})
}

func (w *work) incidentReaders() ([]string, error) {
	office, err := dutyOffice(w.Tx)
	if err != nil {
		return nil, err
	}
	told := userIDs(office)
	for _, role := range incidentRoles {
		staff, err := w.PeopleWith(role)
		if err != nil {
			return nil, err
		}
		told = append(told, userIDs(staff)...)
	}
	slices.Sort(told)
	return slices.Compact(told), nil
}

// incidentRoles are the two that must explain an incident together.
var incidentRoles = []people.Role{people.Auditor, people.Admin}

func (w *work) incidentNotice(i ledger.Incident) (notice.Incident, error) {
	shown := notice.Incident{ID: i.ID, Kind: i.Kind, State: i.State, AnchorSize: i.AnchorSize, HeadSeq: i.HeadSeq, Reason: petition.MaskText(i.Reason)}
	for id, title := range map[string]*string{i.SignedBy: &shown.Signed, i.CountersignedBy: &shown.Countersigned} {
		if id == "" {
			continue
		}
		person, err := w.Person(id)
		if err != nil {
			return shown, err
		}
		*title = person.Title()
	}
	return shown, nil
}

// SignIncident takes the explanation of an incident by an auditor or administrator, or the countersignature of the other. With
// none open, a reason begins one that explains something else, such as a clock that was wrong; registration goes on meanwhile.
func (d *Desk) SignIncident(ctx context.Context, by, reason string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.SignIncident)
		if err != nil {
			return err
		}
		open, err := w.OpenIncidents(1)
		if err != nil {
			return err
		}
		if len(open) == 0 {
			if open, err = w.declareIncident(by, reason); err != nil {
				return err
			}
		}
		return w.signIncident(open[0], person, reason)
	})
}

func (w *work) declareIncident(by, reason string) ([]ledger.Incident, error) {
	if reason == "" {
		return nil, models.Errorf(models.NotFound, "目前没有等待会签的台账异常。")
	}
	head, err := w.LedgerHead()
	if err != nil {
		return nil, err
	}
	declared := ledger.Incident{
		Uniq: "declared:" + w.key, Kind: ledger.Declared, State: ledger.IncidentOpen, HeadSeq: head.Seq, Lost: []ledger.Anchor{}, OpenedAt: w.now, Version: 1,
	}
	if err := w.openedIncident(declared, by); err != nil {
		return nil, err
	}
	return w.OpenIncidents(1)
}

func (w *work) signIncident(open ledger.Incident, by people.Person, reason string) error {
	var roles []string
	for _, role := range incidentRoles {
		if by.Has(role) {
			roles = append(roles, string(role))
		}
	}
	signed, err := open.Sign(by.UserID, roles, reason, w.now)
	if err != nil {
		return err
	}
	if err := w.UpdateIncident(signed); err != nil {
		return err
	}
	shown, err := w.incidentNotice(signed)
	if err != nil {
		return err
	}
	told, err := w.incidentReaders()
	if err != nil {
		return err
	}
	for _, person := range told {
		if err := w.tell(fmt.Sprintf("incident:%d:%s:%s", signed.ID, signed.State, person), person, notice.IncidentSigned, shown); err != nil {
			return err
		}
	}
	record := ledger.IncidentRecord{
		Incident: signed.ID, Kind: signed.Kind, Head: signed.HeadSeq, Lost: signed.Lost, Reason: petition.MaskText(signed.Reason),
		SignedBy: signed.SignedBy, SignedAs: signed.SignedAs, As: signed.CountersignedAs,
	}
	kind := ledger.IncidentSigned
	if signed.State == ledger.IncidentSettle {
		kind = ledger.IncidentClosed
	}
	return w.record(kind, "ledger", by.UserID, record)
}
