package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/queue"
)

// Renderer turns what people must learn into requests to the platform.
type Renderer struct {
	AgentID int64
	Receipt DrawReceipt // nil: receipts are not drawn

	Attachment ReadAttachment
	Roster     MakeRosterFile
}

// messages has one renderer for each kind; a kind without one is a mistake that a test finds.
var messages = map[notice.Kind]func(data []byte) (outmsg.Message, error){
	notice.Plain:            as(func(t notice.Text) outmsg.Message { return outmsg.Text{Content: t.Text} }),
	notice.VisitQuestion:    as(visitQuestion),
	notice.VisitCard:        as(visitCard),
	notice.VisitCardClosed:  as(visitCardClosed),
	notice.VisitEdit:        as(visitEdit),
	notice.VisitProgress:    as(visitProgress),
	notice.VisitKept:        as(visitKept),
	notice.VisitDiscarded:   as(visitDiscarded),
	notice.CaseRegistered:   as(caseRegistered),
	notice.ProgressKept:     as(progressKept),
	notice.StepTaken:        as(stepTaken),
	notice.CaseNews:         as(caseNews),
	notice.CaseCard:         as(caseCard),
	notice.CaseStepClosed:   as(caseStepClosed),
	notice.CaseCardTurned:   as(caseCard),
	notice.StepProposed:     as(stepProposed),
	notice.StepTurned:       as(stepProposed),
	notice.StepInFull:       as(stepInFull),
	notice.CaseStepWords:    as(caseStepWords),
	notice.ClockDigest:      as(clockDigest),
	notice.OldestBoard:      as(oldestBoard),
	notice.ClockRecomputed:  as(clockRecomputed),
	notice.PetitionerToTell: as(petitionerToTell),
	notice.UnprovenBoard:    as(unprovenBoard),
	notice.SupervisionDue:   as(supervisionDue),
	notice.AnnualReportDue:  as(annualReportDue),
	notice.AnnualReportDone: as(annualReportDue),
	notice.CaseClassified:   as(caseClassified),
	notice.CaseRated:        as(caseRated),
	notice.CaseOpened:       as(caseOpened),
	notice.ApprovalCard:     as(approvalCard),
	notice.ApprovalClosed:   as(approvalClosed),
	notice.ApprovalAsked:    as(approvalAsked),
	notice.ApprovalOutcome:  as(approvalOutcome),
	notice.ApprovalDone:     as(approvalDone),
	notice.ReasonWanted:     as(reasonWanted),
	notice.DutyReminder:     as(dutyReminder),
	notice.DutyClosed:       as(dutyClosed),
	notice.DutyConfirmed:    as(dutyConfirmed),
	notice.DutyUnconfirmed:  as(dutyUnconfirmed),
	notice.DutyLate:         as(dutyLate),
	notice.DutyAssigned:     as(dutyAssigned),
	notice.DutyWithdrawn:    as(dutyWithdrawn),
	notice.TroubleInbound:   as(troubleInbound),
	notice.TroubleSorry:     as(troubleSorry),
	notice.TroubleSend:      as(troubleSend),
	notice.TroubleWork:      as(troubleWork),
	notice.CalendarMissing:  as(calendarMissing),
	notice.DraftForgotten:   as(draftForgotten),
	notice.DraftPassedOn:    as(draftPassedOn),
	notice.DraftTaken:       as(draftTaken),
	notice.WorkToHandOver:   as(workToHandOver),
	notice.WorkHandedOver:   as(workHandedOver),
	notice.AttachmentTaken:  as(attachmentTaken),
	notice.AttachmentList:   as(attachmentList),
	notice.AttachmentPlace:  as(attachmentPlace),
	notice.ListCard:         as(listCard),
	notice.ListTurned:       as(listCard),
	notice.ReceiptAgain:     as(receiptAgain),
	notice.StillUnsolved:    as(stillUnsolved),
	notice.TicketNews:       as(ticketNews),
	notice.BookingOffer:     as(bookingOffer),
	notice.BookingAsk:       as(bookingAsk),
	notice.BookingClosed:    as(bookingClosed),
	notice.BookingNews:      as(bookingNews),
	notice.BookingList:      as(bookingList),
	notice.BookingAfter:     as(bookingAfter),
	notice.BookingTurned:    as(bookingAfter),
	notice.RosterReading:    as(rosterReading),
	notice.RosterPreview:    as(rosterPreview),
	notice.RosterNews:       as(rosterNews),
	notice.RosterUndoAsk:    as(rosterUndoAsk),
	notice.RosterUndoClosed: as(rosterUndoClosed),
	notice.RosterUndone:     as(rosterUndone),

	notice.RosterPreviewClosed: as(rosterPreviewClosed),
	notice.TicketsReconciled:   as(ticketsReconciled),
	notice.CheckpointMade:      as(checkpointMade),
	notice.DutyLogLine:         as(dutyLogLine),
	notice.IncidentFound:       as(incidentFound),
	notice.IncidentSigned:      as(incidentSigned),
	notice.AmendAsked:          as(amendAsked),
	notice.AmendDecided:        as(amendDecided),
	notice.ApprovalConfirm:     as(approvalConfirm),
	notice.ApprovalShown:       as(approvalCard),
	notice.ApprovalRenewed:     as(approvalRenewed),
	notice.ApprovalMoved:       as(approvalMoved),
	notice.ApprovalActed:       as(approvalActed),
	notice.ConfirmWanted:       as(confirmWanted),
	notice.ApprovalDigest:      as(approvalDigest),
	notice.InstructionGiven:    as(instructionGiven),
	notice.InstructionDue:      as(instructionDue),
	notice.InstructionAnswered: as(instructionAnswered),
	notice.DelegationKept:      as(delegationKept),
	notice.DelegationTold:      as(delegationTold),
	notice.DutyStandIn:         as(dutyStandIn),
	notice.DutyStandInGone:     as(dutyStandInGone),
	notice.DutyToLead:          as(dutyToLead),
	notice.DutyPhones:          as(dutyPhones),
	notice.DutyOpen:            as(dutyOpen),
	notice.DutyTroubled:        as(dutyTroubled),
	notice.DutyArrival:         as(dutyArrival),
	notice.DutyBoardItem:       as(dutyBoardItem),
	notice.DutyBoardMorning:    as(dutyBoardMorning),
	notice.StationRoster:       as(stationRoster),
	notice.DutyHandover:        as(dutyHandover),
	notice.DutyWeek:            as(dutyWeek),
	notice.SwapCard:            as(swapCard),
	notice.SwapCardClosed:      as(swapCardClosed),
	notice.SwapNews:            as(swapNews),
	notice.ContactsChanged:     as(contactsChanged),
	notice.StaffLeft:           as(staffLeft),
	notice.StaffRenamed:        as(staffRenamed),
	notice.RolesAsked:          as(rolesAsked),
	notice.RolesGiven:          as(rolesGiven),
	notice.RolesChanged:        as(rolesChanged),
	notice.FunctionsCard:       as(functionsCard),
	notice.PaperNews:           as(paperNews),
	notice.PaperReconciled:     as(paperReconciled),
	notice.RepeatCard:          as(repeatCard),
	notice.RepeatCardClosed:    as(repeatCardClosed),
	notice.RepeatDecided:       as(repeatDecided),
}

func as[D any](render func(D) outmsg.Message) func([]byte) (outmsg.Message, error) {
	return func(data []byte) (outmsg.Message, error) {
		var d D
		if err := json.Unmarshal(data, &d); err != nil {
			return nil, fmt.Errorf("read notice data: %w", err)
		}
		return render(d), nil
	}
}

// files are the kinds that are pictures or files.
var files = map[notice.Kind]func(Renderer, context.Context, queue.Outbound) (queue.Rendered, error){
	notice.ReceiptPicture: Renderer.receipt, notice.AttachmentSent: Renderer.attachment, notice.RosterFile: Renderer.rosterFile,
}

// MayJoin holds for all but files, which are made for themselves alone.
func (r Renderer) MayJoin(row queue.Outbound) bool { return files[notice.Kind(row.Kind)] == nil }

// Render makes the request for a row. code is the response_code for rows that amend a card.
func (r Renderer) Render(ctx context.Context, row queue.Outbound, code string) (queue.Rendered, error) {
	if _, group := duty.IsGroup(row.Recipient); group && !notice.MayGoToGroup(notice.Kind(row.Kind)) {
		return queue.Rendered{}, fmt.Errorf("render %q: it may not go to a group", row.Kind)
	}
	if file, ok := files[notice.Kind(row.Kind)]; ok {
		return file(r, ctx, row)
	}
	render, ok := messages[notice.Kind(row.Kind)]
	if !ok {
		return queue.Rendered{}, fmt.Errorf("render %q: no such kind", row.Kind)
	}
	message, err := render(row.Data)
	if err != nil {
		return queue.Rendered{}, fmt.Errorf("render %q: %w", row.Kind, err)
	}
	if row.Amends {
		body, err := outmsg.UpdateCardBody([]string{row.Recipient}, r.AgentID, code, message)
		return queue.Rendered{Endpoint: "message/update_template_card", Request: body}, err
	}
	text := ""
	if plain, ok := message.(outmsg.Text); ok {
		plain.Content = outmsg.ClipBytes(plain.Content, maxTextBytes)
		message, text = plain, plain.Content
	}
	rendered, err := r.send(row.Recipient, message, queue.SuppressionSeconds(row.ID))
	rendered.Text = text
	return rendered, err
}

const maxTextBytes = 2048

// JoinText makes one message of several; it fails when they are too long together.
func (r Renderer) JoinText(recipient string, first int64, texts []string) (queue.Rendered, error) {
	joined := strings.Join(texts, "\n\n")
	if len(joined) > maxTextBytes {
		return queue.Rendered{}, fmt.Errorf("join %d texts: %d bytes are too long for one message", len(texts), len(joined))
	}
	return r.send(recipient, outmsg.Text{Content: joined}, queue.SuppressionSeconds(first))
}

func (r Renderer) send(recipient string, message outmsg.Message, seconds int) (queue.Rendered, error) {
	if chat, group := duty.IsGroup(recipient); group {
		body, err := outmsg.GroupSendBody(chat, message)
		return queue.Rendered{Endpoint: "appchat/send", Request: body}, err
	}
	body, err := outmsg.SendBody(outmsg.ToUsers(recipient), r.AgentID, message,
		outmsg.SendOptions{DuplicateCheck: true, DuplicateSeconds: seconds})
	return queue.Rendered{Endpoint: "message/send", Request: body}, err
}

// fileOf is a message with a picture or file, which the engine uploads before it is posted.
func (r Renderer) fileOf(row queue.Outbound, kind, name string, content []byte) queue.Rendered {
	return queue.Rendered{Endpoint: sendPath, Media: &queue.Media{
		Kind: kind, Name: name, Body: content,
		Request: func(mediaID string) ([]byte, error) {
			var message outmsg.Message = outmsg.File{MediaID: mediaID}
			if kind == "image" {
				message = outmsg.Image{MediaID: mediaID}
			}
			sent, err := r.send(row.Recipient, message, queue.SuppressionSeconds(row.ID))
			return sent.Request, err
		},
	}}
}

func text(format string, args ...any) outmsg.Message {
	return outmsg.Text{Content: fmt.Sprintf(format, args...)}
}

var deskSource = &outmsg.Source{Desc: "信访工作台"}

// row adds a name and value to a card's table; an empty value says so.
func row(name, value string) outmsg.HorizontalContent {
	return outmsg.HorizontalContent{KeyName: name, Value: orNone(value)}
}

// span writes the hours of a duty.
func span(from, to time.Time) string {
	end := to.In(calendar.Zone).Format("15:04")
	if end == "00:00" {
		end = "24:00"
	}
	return from.In(calendar.Zone).Format("15:04") + "–" + end
}
