package wecomsim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"petitiondesk/bot/wxcrypt"
)

const maxDeliveries = 3 // "总共重试三次": three deliveries in all (doc 90930)

// DeliveryReport is how one callback fared.
type DeliveryReport struct {
	OK         bool   // a delivery was answered 200 in time
	Status     int    // HTTP status of the last delivery, 0 when there was no answer
	Deliveries int    // attempts made, including lost ones
	MsgID      int64  // MsgId of the message; 0 for events
	Problem    string // why the last delivery failed
}

// push delivers one callback until it is answered 200, three times at most, always with the same
// plaintext under fresh encryption. When ctx ends the delivery goes on without the caller.
func (s *Server) push(ctx context.Context, plaintext []byte) (DeliveryReport, error) {
	return s.inBackground(ctx, func() DeliveryReport {
		report := s.deliverWithRetries(plaintext)
		if report.OK && s.faults.takeDuplicatedCallback() {
			for report.Deliveries < maxDeliveries {
				s.deliverOnce(plaintext, &report)
			}
		}
		return report
	})
}

// PushRaw delivers a plaintext n times as it is, one after the other and without retries, whatever the
// answers: for duplicates and forged content. The report is that of the last delivery; Deliveries is n.
func (s *Server) PushRaw(ctx context.Context, plaintext []byte, n int) (DeliveryReport, error) {
	return s.inBackground(ctx, func() DeliveryReport {
		var report DeliveryReport
		for range n {
			s.deliverOnce(plaintext, &report)
		}
		return report
	})
}

func (s *Server) inBackground(ctx context.Context, work func() DeliveryReport) (DeliveryReport, error) {
	if *s.callbackURL.Load() == "" {
		return DeliveryReport{}, errors.New("wecomsim: no callback URL is set")
	}
	if !s.startPush() {
		return DeliveryReport{}, ErrClosed
	}
	done := make(chan DeliveryReport, 1)
	go func() {
		defer s.pushes.Done()
		done <- work()
	}()
	select {
	case report := <-done:
		return report, nil
	case <-ctx.Done():
		return DeliveryReport{}, ctx.Err()
	}
}

func (s *Server) startPush() bool {
	s.closing.Lock()
	defer s.closing.Unlock()
	if s.isClosed() {
		return false
	}
	s.pushes.Add(1)
	return true
}

func (s *Server) deliverWithRetries(plaintext []byte) DeliveryReport {
	var report DeliveryReport
	for {
		s.deliverOnce(plaintext, &report)
		if report.OK || report.Deliveries == maxDeliveries || !s.pauseBeforeRetry() {
			return report
		}
	}
}

func (s *Server) pauseBeforeRetry() bool {
	timer := time.NewTimer(s.config.RetryPause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.pushContext.Done():
		return false
	}
}

// deliverOnce makes one attempt and notes its outcome.
func (s *Server) deliverOnce(plaintext []byte, report *DeliveryReport) {
	report.Deliveries++
	report.OK, report.Status, report.Problem = false, 0, ""
	if s.faults.takeDroppedDelivery() {
		report.Problem = "lost on the way (drop_callbacks)"
		return
	}
	status, err := s.post(plaintext)
	report.Status = status
	switch {
	case err != nil:
		report.Problem = err.Error()
	case status != http.StatusOK:
		report.Problem = fmt.Sprintf("answered %d", status)
	default:
		report.OK = true
	}
	if !report.OK {
		s.log.Warn("callback delivery failed", "delivery", report.Deliveries, "problem", report.Problem)
	}
}

// post seals the plaintext and sends it (docs 90238, 90968).
func (s *Server) post(plaintext []byte) (status int, err error) {
	timestamp, nonce := strconv.FormatInt(s.now().Unix(), 10), randomHex(8)
	body, signature, err := wxcrypt.SealEnvelope(s.cipher, s.config.Token, s.config.CorpID,
		strconv.FormatInt(s.config.AgentID, 10), plaintext, timestamp, nonce)
	if err != nil {
		return 0, err
	}
	target, err := url.Parse(*s.callbackURL.Load())
	if err != nil {
		return 0, err
	}
	query := target.Query()
	query.Set("msg_signature", signature)
	query.Set("timestamp", timestamp)
	query.Set("nonce", nonce)
	target.RawQuery = query.Encode()

	ctx, cancel := context.WithTimeout(s.pushContext, s.config.CallbackTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "text/xml")
	response, err := s.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	reply, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
	if err == nil && response.StatusCode == http.StatusOK && len(reply) > 0 {
		s.log.Warn("passive replies are not shown by the simulator", "bytes", len(reply))
	}
	return response.StatusCode, err
}
