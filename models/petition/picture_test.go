package petition_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"pgregory.net/rapid"

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
	if got := bare(t, shot); !bytes.Equal(got, plain.Bytes()) {
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
	if got := bare(t, shot); !bytes.Equal(got, plain.Bytes()) {
		t.Errorf("PNG: %q", got)
	}
	for _, other := range []string{"", "words", "GIF89a....", "RIFF....WEBPVP8 "} {
		if got := bare(t, []byte(other)); string(got) != other {
			t.Errorf("%q became %q", other, got)
		}
	}
	for _, lost := range []string{"\xFF\xD8", "\xFF\xD8\xFF\xE1\xFF\xFF", "\x89PNG\r\n\x1a\nxx", "II*\x00", "RIFF....WEBPVP8 EXIF", "....ftypheic....Exif"} {
		if got, ok := petition.WithoutMetadata([]byte(lost)); ok {
			t.Errorf("%q became %q", lost, got.Content)
		}
	}
}

// bare is what stays of a picture of which something can be kept.
func bare(t *testing.T, content []byte) []byte {
	t.Helper()
	got, ok := petition.WithoutMetadata(content)
	if !ok {
		t.Fatalf("nothing stays of %q", content[:min(80, len(content))])
	}
	return got.Content
}

// tiff is what a camera writes: which way up it was held among the device and the place.
func tiff(order binary.AppendByteOrder, orientation uint16) []byte {
	out := []byte("MM\x00*")
	if order == binary.LittleEndian {
		out = []byte("II*\x00")
	}
	out = order.AppendUint32(out, 8)
	out = order.AppendUint16(out, 3)
	for _, entry := range []struct {
		tag, kind    uint16
		count, value uint32
	}{{0x010F, 2, 20, 50}, {0x0112, 3, 1, 0}, {0x8825, 4, 1, 70}} {
		out = order.AppendUint32(order.AppendUint16(order.AppendUint16(out, entry.tag), entry.kind), entry.count)
		if entry.tag == 0x0112 {
			out = append(order.AppendUint16(out, orientation), 0, 0)
			continue
		}
		out = order.AppendUint32(out, entry.value)
	}
	return append(order.AppendUint32(out, 0), "device of somebody, GPS 30.1234 120.5678"...)
}

func inJPEG(plain, exif []byte) []byte {
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(exif)+8))
	segment = append(append(segment, "Exif\x00\x00"...), exif...)
	return append(append(bytes.Clone(plain[:2]), segment...), plain[2:]...)
}

func inPNG(plain, exif []byte) []byte {
	const afterHeader = 8 + 12 + 13
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(exif))), "eXIf"...)
	chunk = append(append(chunk, exif...), "crc!"...)
	return append(append(bytes.Clone(plain[:afterHeader]), chunk...), plain[afterHeader:]...)
}

// minimal is the only EXIF that stays.
func minimal(orientation int) []byte {
	return []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(orientation)) + "\x00\x00\x00\x00\x00\x00")
}

func pictures(t *testing.T) (asJPEG, asPNG []byte) {
	t.Helper()
	var one, other bytes.Buffer
	if err := jpeg.Encode(&one, picture(), nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&other, picture()); err != nil {
		t.Fatal(err)
	}
	return one.Bytes(), other.Bytes()
}

func TestPicturesStayUpright(t *testing.T) {
	asJPEG, asPNG := pictures(t)
	for orientation := 1; orientation <= 8; orientation++ {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			exif := tiff(order, uint16(orientation))
			for name, made := range map[string]struct{ shot, plain []byte }{
				"jpeg": {inJPEG(asJPEG, exif), inJPEG(asJPEG, minimal(orientation))}, "png": {inPNG(asPNG, exif), asPNG},
			} {
				t.Run(fmt.Sprintf("%s %d %s", name, orientation, order), func(t *testing.T) {
					got := bare(t, made.shot)
					if bytes.Contains(got, []byte("GPS")) || bytes.Contains(got, []byte("device")) {
						t.Error("what the camera tells is still there")
					}
					if _, _, err := image.Decode(bytes.NewReader(got)); err != nil {
						t.Error(err)
					}
					switch {
					case orientation == 1 && !bytes.Equal(got, map[string][]byte{"jpeg": asJPEG, "png": asPNG}[name]):
						t.Errorf("an upright picture became %q", got)
					case orientation > 1 && !bytes.Contains(got, minimal(orientation)):
						t.Errorf("the orientation is gone: %q", got[:60])
					case orientation > 1 && name == "jpeg" && !bytes.Equal(got, made.plain):
						t.Errorf("more stays than the orientation: %q", got[:80])
					}
				})
			}
		}
	}
}

func TestDamagedAndMaliciousSegments(t *testing.T) {
	plain, _ := pictures(t)
	whole := tiff(binary.LittleEndian, 6)
	for cut := range whole {
		got := bare(t, inJPEG(plain, whole[:cut]))
		if !bytes.Equal(got, plain) && !bytes.Equal(got, inJPEG(plain, minimal(6))) {
			t.Fatalf("cut at %d: %q", cut, got[:80])
		}
	}
	bad := func(change func(exif []byte)) []byte {
		exif := tiff(binary.BigEndian, 6)
		change(exif)
		return exif
	}
	const second = 8 + 2 + 12 // the entry of the orientation
	for name, exif := range map[string][]byte{
		"directory far away":     bad(func(e []byte) { binary.BigEndian.PutUint32(e[4:], 0xFFFFFFFF) }),
		"directory in the head":  bad(func(e []byte) { binary.BigEndian.PutUint32(e[4:], 2) }),
		"too many entries":       bad(func(e []byte) { binary.BigEndian.PutUint16(e[8:], 0xFFFF) }),
		"no entry":               bad(func(e []byte) { binary.BigEndian.PutUint16(e[8:], 0) }),
		"orientation 9":          bad(func(e []byte) { binary.BigEndian.PutUint16(e[second+8:], 9) }),
		"orientation 0":          bad(func(e []byte) { binary.BigEndian.PutUint16(e[second+8:], 0) }),
		"many orientations":      bad(func(e []byte) { binary.BigEndian.PutUint32(e[second+4:], 500) }),
		"orientation as a word":  bad(func(e []byte) { binary.BigEndian.PutUint16(e[second+2:], 2) }),
		"neither byte order":     bad(func(e []byte) { e[0] = 'X' }),
		"the words of something": []byte("http://ns.adobe.com/xap/1.0/ GPS"),
	} {
		if got := bare(t, inJPEG(plain, exif)); !bytes.Equal(got, plain) {
			t.Errorf("%s: %q", name, got[:80])
		}
	}
	twice := inJPEG(inJPEG(plain, tiff(binary.BigEndian, 3)), tiff(binary.BigEndian, 8))
	if got := bare(t, twice); !bytes.Equal(got, inJPEG(plain, minimal(8))) {
		t.Errorf("two say which way up it is: %q", got[:80])
	}
	behind := append(bytes.Clone(plain), inJPEG(plain, whole)...)
	if got := bare(t, behind); !bytes.Equal(got, plain) {
		t.Errorf("what hangs behind the picture stays: %d bytes of %d", len(got), len(plain))
	}
	filled := append(append(bytes.Clone(plain[:2]), 0xFF, 0xFF), inJPEG(plain, whole)[2:]...)
	if got := bare(t, filled); !bytes.Equal(got, inJPEG(plain, minimal(6))) {
		t.Errorf("bytes that fill: %q", got[:80])
	}
	cutShort := plain[:len(plain)-3]
	if got := bare(t, inJPEG(cutShort, whole)); !bytes.Equal(got, inJPEG(cutShort, minimal(6))) {
		t.Errorf("a picture that was cut short: %q", got[:80])
	}
}

func FuzzWithoutMetadata(f *testing.F) {
	f.Add([]byte("\xFF\xD8\xFF\xE1\x00\x04ab\xFF\xDA"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND...."))
	f.Add([]byte("\xFF\xD8\xFF\xDA\x00\x0400\xFF\xFF\x00\xFF\xFF00"))
	f.Add([]byte("\xFF\xD8\xFF\xDA\x00\x0400\xFF\xE7\x00\t00000000\xFF\xE7\x00\t0000000"))
	tail := []byte("\xFF\xD8\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00data\xFF\xD9")
	f.Add(tail)
	f.Add(inJPEG(tail, tiff(binary.BigEndian, 6)))
	f.Add(inJPEG(tail, tiff(binary.LittleEndian, 3)))
	f.Fuzz(func(t *testing.T, content []byte) {
		once, ok := petition.WithoutMetadata(bytes.Clone(content))
		if !ok {
			return
		}
		twice, ok := petition.WithoutMetadata(once.Content)
		if !ok || !bytes.Equal(once.Content, twice.Content) || twice.More {
			t.Errorf("%q became %q and then %q", content, once.Content, twice.Content)
		}
		expectNoTelltale(t, once.Content)
		if bytes.HasPrefix(once.Content, []byte{0xFF, 0xD8}) {
			if told := toldBeforeScan(once.Content); len(told) > 1 || len(told) == 1 && (len(told[0]) != 36 || told[0][orientationAt] > 8 || !bytes.Equal(told[0], minimalSegment(int(told[0][orientationAt])))) {
				t.Errorf("%q kept %q", content, told)
			}
		}
	})
}

// expectNoTelltale expects nothing that EXIF, XMP or a place begins with, but for the one tag that stays.
func expectNoTelltale(t interface{ Errorf(string, ...any) }, content []byte) {
	for orientation := 2; orientation <= 8; orientation++ {
		content = bytes.Replace(content, minimalSegment(orientation), nil, 1)
		content = bytes.Replace(content, append([]byte("eXIf"), minimal(orientation)...), nil, 1)
	}
	for _, telltale := range []string{"Exif\x00\x00", "http://ns.adobe.com/", "xmpmeta", "II*\x00\x08\x00\x00\x00", "MM\x00*\x00\x00\x00\x08", planted} {
		if bytes.Contains(content, []byte(telltale)) {
			t.Errorf("%q is still there", telltale)
		}
	}
}

// planted stands for a place that a camera tells.
const planted = "GPS 30.1234 120.5678 of somebody"

// Wherever EXIF or XMP is put into a picture, and however the picture is damaged then, what stays does not hold it.
func TestNothingThatIsPlantedStays(t *testing.T) {
	asJPEG, asPNG := pictures(t)
	telling := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00" + planted)
	xmp := []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + planted + "</x:xmpmeta>")
	rapid.Check(t, func(t *rapid.T) {
		tells := rapid.SampledFrom([][]byte{telling, xmp}).Draw(t, "tells")
		whole := rapid.SampledFrom([][]byte{asJPEG, asPNG}).Draw(t, "picture")
		put := tells
		switch rapid.IntRange(0, 4).Draw(t, "as") {
		case 0: // a segment of any kind
			marker := rapid.SampledFrom([]byte{0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xFE, 0xDB, 0xC4, 0xDD, 0xF0, 0x01}).Draw(t, "marker")
			put = append(binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(tells)+2)), tells...)
		case 1: // a chunk of any kind, whole
			put = chunkOf(rapid.SampledFrom([]string{"eXIf", "iTXt", "zzZz", "ZZZZ", "PLTE", "IDAT"}).Draw(t, "name"), tells)
		case 2: // a chunk whose length is wrong
			put = chunkOf("IDAT", tells)
			put[rapid.IntRange(0, 3).Draw(t, "byte")] ^= 0xFF
		case 3: // another picture
			put = inJPEG(asJPEG, tells)
		}
		at := rapid.IntRange(2, len(whole)).Draw(t, "at")
		if rapid.Bool().Draw(t, "behind") {
			at = len(whole)
		}
		shot := append(append(bytes.Clone(whole[:at]), put...), whole[at:]...)
		if rapid.Bool().Draw(t, "cut") {
			shot = shot[:rapid.IntRange(2, len(shot)).Draw(t, "length")]
		}
		if rapid.Bool().Draw(t, "stray") {
			stray := rapid.IntRange(2, len(shot)).Draw(t, "stray at")
			shot = append(append(bytes.Clone(shot[:stray]), 'x'), shot[stray:]...)
		}
		if got, ok := petition.WithoutMetadata(shot); ok {
			if !bytes.HasPrefix(got.Content, []byte{0xFF, 0xD8}) && !bytes.HasPrefix(got.Content, []byte("\x89PNG")) && petition.IsPicture(shot) {
				t.Fatalf("%q stays as it is", got.Content)
			}
			expectNoTelltale(t, got.Content)
		}
	})
}

func chunkOf(name string, payload []byte) []byte {
	named := append([]byte(name), payload...)
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(payload))), named...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(named))
}

// What is left out of a picture, or of it, is known, so that whoever sent it can be told.
func TestWhatIsTold(t *testing.T) {
	asJPEG, asPNG := pictures(t)
	const sos = "\xFF\xDA"
	at := bytes.Index(asJPEG, []byte(sos))
	stray := append(append(bytes.Clone(asJPEG[:at]), 'x'), asJPEG[at:]...)
	for name, c := range map[string]struct {
		shot          []byte
		damaged, more bool
	}{
		"whole":                          {asJPEG, false, false},
		"a whole PNG":                    {asPNG, false, false},
		"cut short":                      {asJPEG[:len(asJPEG)-3], true, false},
		"a PNG without its end":          {asPNG[:len(asPNG)-5], true, false},
		"a stray byte":                   {stray, true, false},
		"zeros behind":                   {append(bytes.Clone(asJPEG), 0, 0, 0), false, false},
		"another behind":                 {append(bytes.Clone(asJPEG), asJPEG...), false, true},
		"a film behind":                  {append(bytes.Clone(asJPEG), "\x00\x00\x00\x18ftypmp42"...), false, true},
		"a chunk that cannot be skipped": {append(append(bytes.Clone(asPNG[:33]), chunkOf("ZZZZ", nil)...), asPNG[33:]...), true, false},
	} {
		got, ok := petition.WithoutMetadata(c.shot)
		if !ok || got.Damaged != c.damaged || got.More != c.more {
			t.Errorf("%s: %v, damaged %v, more %v", name, ok, got.Damaged, got.More)
		}
		if _, _, err := image.Decode(bytes.NewReader(got.Content)); err != nil && name != "cut short" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

const orientationAt = 4 + 6 + 8 + 2 + 8 + 1 // in such a segment

func minimalSegment(orientation int) []byte {
	return inJPEG([]byte{0xFF, 0xD8}, minimal(orientation))[2:]
}

// toldBeforeScan are the segments that may hold what a camera tells.
func toldBeforeScan(content []byte) (told [][]byte) {
	for at := 2; at+4 <= len(content) && content[at] == 0xFF && content[at+1] < 0xFF && content[at+1] != 0xDA && content[at+1] != 0xD9; {
		end := at + 2 + int(binary.BigEndian.Uint16(content[at+2:]))
		if end > len(content) || end < at+4 {
			return told
		}
		if marker := content[at+1]; marker >= 0xE1 && marker <= 0xEF || marker == 0xFE {
			told = append(told, content[at:end])
		}
		at = end
	}
	return told
}
