package petition_test

import (
	"testing"

	"petitiondesk/models/petition"
)

func TestCountAttachments(t *testing.T) {
	of := func(kind petition.AttachmentKind, state petition.AttachmentState) petition.Attachment {
		return petition.Attachment{Kind: kind, State: state}
	}
	got := petition.CountAttachments([]petition.Attachment{
		of("voice", "kept"), of("image", "kept"), of("image", "waiting"), of("image", "lost"), of("file", "erased"),
	})
	if got != "照片2、语音1" {
		t.Error(got)
	}
}
