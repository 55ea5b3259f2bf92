package petition_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"petitiondesk/models/petition"
)

func picture() image.Image { return image.NewGray(image.Rect(0, 0, 8, 8)) }

func TestPicturesLoseTheirMetadata(t *testing.T) {
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, picture(), nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00"), "GPS 30.1234 120.5678"...)
	segment := append([]byte{0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...)
	comment := append([]byte{0xFF, 0xFE, 0, 8}, "device"...)
	shot := append(append(append(bytes.Clone(plain.Bytes()[:2]), segment...), comment...), plain.Bytes()[2:]...)
	if got := petition.WithoutMetadata(shot); !bytes.Equal(got, plain.Bytes()) {
		t.Errorf("JPEG: %q", got[:60])
	}

	plain.Reset()
	if err := png.Encode(&plain, picture()); err != nil {
		t.Fatal(err)
	}
	text := "Comment\x00GPS 30.1234"
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(text))), "tEXt"+text+"crc!"...)
	const afterHeader = 8 + 12 + 13
	shot = append(append(bytes.Clone(plain.Bytes()[:afterHeader]), chunk...), plain.Bytes()[afterHeader:]...)
	if got := petition.WithoutMetadata(shot); !bytes.Equal(got, plain.Bytes()) {
		t.Errorf("PNG: %q", got)
	}
	for _, damaged := range []string{"", "\xFF\xD8", "\xFF\xD8\xFF\xE1\xFF\xFF", "\x89PNG\r\n\x1a\nxx", "words"} {
		if got := petition.WithoutMetadata([]byte(damaged)); string(got) != damaged {
			t.Errorf("%q became %q", damaged, got)
		}
	}
}

func FuzzWithoutMetadata(f *testing.F) {
	f.Add([]byte("\xFF\xD8\xFF\xE1\x00\x04ab\xFF\xDA"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND...."))
	f.Fuzz(func(t *testing.T, content []byte) {
		once := petition.WithoutMetadata(bytes.Clone(content))
		if len(once) > len(content) || !bytes.Equal(petition.WithoutMetadata(once), once) {
			t.Errorf("%q became %q", content, once)
		}
	})
}

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
