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

func TestRostersAreNoMaterial(t *testing.T) {
	of := func(kind petition.AttachmentKind) petition.Attachment { return petition.Attachment{Kind: kind} }
	left := petition.WithoutRosters([]petition.Attachment{of("roster"), of("file"), of("roster")})
	if len(left) != 1 || left[0].Kind != petition.FileAttachment {
		t.Errorf("left %+v", left)
	}
	if petition.RosterAttachment.Limit() >= petition.FileAttachment.Limit() || petition.RosterAttachment.Chinese() != "值班表" {
		t.Error("a roster is kept like any file")
	}
}
