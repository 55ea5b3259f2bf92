package engine

import (
	"context"

	"petitiondesk/models/queue"
)

// upload hands over the file that a message shows and makes the request with its id. It comes before the freeze, so every
// later attempt names the same file; a file uploaded by an attempt that ended in between is forgotten by the platform.
func (s *sender) upload(ctx context.Context, message *queue.Rendered) *queue.Sent {
	ctx, cancel := context.WithTimeout(ctx, s.e.cfg.SendTimeout)
	defer cancel()
	var mediaID string
	var failed *queue.Sent
	err := guard(func() (err error) {
		if mediaID, failed = s.e.ports.Uploader.Upload(ctx, *message.Media); failed != nil {
			return nil
		}
		message.Request, err = message.Media.Request(mediaID)
		return err
	})
	if err != nil {
		return &queue.Sent{Verdict: queue.VerdictRetry, Reason: "upload: " + reasonOf(err)}
	}
	if failed != nil {
		failed.Reason = "upload: " + failed.Reason
	}
	return failed
}
