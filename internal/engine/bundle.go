package engine

import (
	"context"
	"errors"
	"slices"
	"strings"

	"petitiondesk/models/queue"
)

// TroublePrefix begins the Kind of every row that Complain makes. Such a row failing makes no further ones.
const TroublePrefix = "trouble_"

var errNothingRendered = errors.New("the renderer made no request")

func isComplaint(row queue.Outbound) bool { return strings.HasPrefix(row.Kind, TroublePrefix) }

// compose renders the first row and joins the plain texts that directly follow it, as many as fit. Only
// neighbours are joined, so that nothing overtakes a card between two texts.
func (s *sender) compose(ctx context.Context, parcels []parcel, code string) (message queue.Rendered, count int, err error) {
	message, err = s.render(ctx, parcels[0].row, code)
	if err != nil || message.Text == "" || parcels[0].row.Amends {
		return message, 1, err
	}
	texts := []string{message.Text}
	for _, next := range parcels[1:] {
		if !s.joinable(parcels[0], next) {
			break
		}
		joined, text, ok := s.joined(ctx, parcels[0].row.ID, next.row, texts)
		if !ok {
			break
		}
		texts = append(texts, text)
		message = joined
	}
	return message, len(texts), nil
}

// joined adds the row's text to the others; a row that cannot be rendered or does not fit goes on its own.
func (s *sender) joined(ctx context.Context, first int64, row queue.Outbound, texts []string) (queue.Rendered, string, bool) {
	rendered, err := s.render(ctx, row, "")
	if err != nil || rendered.Text == "" {
		return queue.Rendered{}, "", false
	}
	joined, err := s.join(row.Recipient, first, append(slices.Clone(texts), rendered.Text))
	return joined, rendered.Text, err == nil
}

// joinable keeps complaints to themselves, so that the failure of a message tells what it carried.
func (s *sender) joinable(head, next parcel) bool {
	return next.row.Request == nil && !next.row.Amends && s.e.ports.Renderer.MayJoin(next.row) && s.beyondSending(next) == "" &&
		isComplaint(head.row) == isComplaint(next.row)
}

func (s *sender) render(ctx context.Context, row queue.Outbound, code string) (rendered queue.Rendered, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.e.cfg.StoreTimeout)
	defer cancel()
	err = guard(func() (err error) { rendered, err = s.e.ports.Renderer.Render(ctx, row, code); return err })
	if err == nil && len(rendered.Request) == 0 && rendered.Media == nil {
		err = errNothingRendered
	}
	return rendered, err
}

func (s *sender) join(recipient string, first int64, texts []string) (joined queue.Rendered, err error) {
	err = guard(func() (err error) { joined, err = s.e.ports.Renderer.JoinText(recipient, first, texts); return err })
	if err == nil && len(joined.Request) == 0 {
		err = errNothingRendered
	}
	return joined, err
}

// carrier chooses the row that stands for the whole message: the one worth sending longest, so that the message
// is tried for as long as any part of it matters.
func carrier(run []parcel) (head parcel, others []parcel) {
	best := 0
	for i, p := range run {
		if lastsLonger(p.row, run[best].row) {
			best = i
		}
	}
	others = append(others, run[:best]...)
	return run[best], append(others, run[best+1:]...)
}

func lastsLonger(a, b queue.Outbound) bool {
	if b.NotAfter == nil {
		return false
	}
	return a.NotAfter == nil || a.NotAfter.After(*b.NotAfter)
}
