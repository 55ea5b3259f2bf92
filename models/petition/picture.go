package petition

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// WithoutMetadata leaves out of a picture what a camera adds to it, such as where and with which device it was taken: the
// application segments and comments of JPEG, the text and EXIF chunks of PNG, and what hangs behind the picture's end. Of EXIF
// which way up the picture is stays. What is neither, or damaged, stays as it is.
func WithoutMetadata(content []byte) []byte {
	switch {
	case bytes.HasPrefix(content, []byte{0xFF, startOfImage}):
		return plainJPEG(content)
	case bytes.HasPrefix(content, pngHead):
		return plainPNG(content)
	}
	return content
}

// Markers of JPEG (ITU T.81 Table B.1).
const (
	startOfImage = 0xD8
	endOfImage   = 0xD9
	startOfScan  = 0xDA
	firstRestart = 0xD0
	lastRestart  = 0xD7
	exifSegment  = 0xE1 // APP1
	lastSegment  = 0xEF // APP15
	comment      = 0xFE
)

var exifHead = []byte("Exif\x00\x00")

// plainJPEG copies a picture segment by segment to its end.
func plainJPEG(content []byte) []byte {
	out := bytes.Clone(content[:2])
	upright := true
	at, drawnFrom, keptBefore := 2, 0, 0 // where the picture's data begin, and how much of out stands before them
	for at+4 <= len(content) && content[at] == 0xFF && content[at+1] != endOfImage {
		marker := content[at+1]
		if marker == 0xFF { // a byte that fills
			at++
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(content[at+2:]))
		if end < at+4 || end > len(content) {
			break
		}
		if marker == startOfScan {
			if end = endOfScan(content, end); drawnFrom == 0 {
				drawnFrom, keptBefore = at, len(out)
			}
		}
		switch {
		case marker == exifSegment && upright:
			if orientation := orientationOf(content[at+4 : end]); orientation > 1 {
				out, upright = append(out, exifOf(orientation)...), false
			}
		case marker < exifSegment || marker > lastSegment && marker != comment:
			out = append(out, content[at:end]...)
		}
		at = end
	}
	switch {
	case drawnFrom == 0:
		return content
	case at == len(content): // cut short
		return out
	case at+2 <= len(content) && content[at] == 0xFF && content[at+1] == endOfImage:
		return append(out, content[at:at+2]...)
	}
	return append(out[:keptBefore], content[drawnFrom:]...)
}

// endOfScan is where the next marker stands behind the data of a scan.
func endOfScan(content []byte, at int) int {
	for ; at+1 < len(content); at++ {
		next := content[at+1]
		if content[at] == 0xFF && next != 0 && next != 0xFF && (next < firstRestart || next > lastRestart) {
			return at
		}
	}
	return len(content)
}

// exifOf is a segment that says which way up a picture is, and nothing else.
func exifOf(orientation uint16) []byte {
	tiff := tiffOf(orientation)
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, exifSegment}, uint16(2+len(exifHead)+len(tiff))) //nolint:gosec // 34
	return append(append(segment, exifHead...), tiff...)
}

// orientationOf reads which way up a picture is from the content of an EXIF segment; 0 when it does not say.
func orientationOf(segment []byte) uint16 {
	tiff, exif := bytes.CutPrefix(segment, exifHead)
	if !exif {
		return 0
	}
	return orientationIn(tiff)
}

// The one tag that stays (TIFF 6.0, Orientation), a single number of 16 bits from 1 to 8.
const (
	orientationTag  = 0x0112
	tiffShort       = 3
	maxOrientation  = 8
	tiffHeadLength  = 8
	tiffEntryLength = 12
)

// orientationIn reads the tag from the first directory of a TIFF, if that is there as a whole.
func orientationIn(tiff []byte) uint16 {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II*\x00")) {
		order = binary.LittleEndian
	} else if !bytes.HasPrefix(tiff, []byte("MM\x00*")) {
		return 0
	}
	if len(tiff) < tiffHeadLength {
		return 0
	}
	first := int64(order.Uint32(tiff[4:]))
	if first < tiffHeadLength || first+2 > int64(len(tiff)) {
		return 0
	}
	entries, count := tiff[first+2:], int(order.Uint16(tiff[first:]))
	if len(entries) < count*tiffEntryLength+4 {
		return 0
	}
	for i := range count {
		entry := entries[i*tiffEntryLength:]
		if order.Uint16(entry) != orientationTag {
			continue
		}
		said := order.Uint16(entry[8:])
		if order.Uint16(entry[2:]) == tiffShort && order.Uint32(entry[4:]) == 1 && said <= maxOrientation {
			return said
		}
		return 0
	}
	return 0
}

// tiffOf is a TIFF of one directory with that one tag.
func tiffOf(orientation uint16) []byte {
	tiff := []byte("MM\x00*\x00\x00\x00\x08\x00\x01")
	tiff = binary.BigEndian.AppendUint16(tiff, orientationTag)
	tiff = binary.BigEndian.AppendUint16(tiff, tiffShort)
	tiff = binary.BigEndian.AppendUint32(tiff, 1)
	tiff = binary.BigEndian.AppendUint16(tiff, orientation)
	return append(tiff, 0, 0, 0, 0, 0, 0)
}

var (
	pngHead  = []byte("\x89PNG\r\n\x1a\n")
	pngTells = map[string]bool{"tEXt": true, "zTXt": true, "iTXt": true, "eXIf": true, "tIME": true}
)

// plainPNG copies a picture chunk by chunk to its end.
func plainPNG(content []byte) []byte {
	out := bytes.Clone(pngHead)
	upright := true
	for at := len(pngHead); at < len(content); {
		if at+12 > len(content) {
			return content
		}
		end := at + 12 + int(binary.BigEndian.Uint32(content[at:]))
		if end > len(content) || end < at+12 {
			return content
		}
		name := string(content[at+4 : at+8])
		if !pngTells[name] {
			out = append(out, content[at:end]...)
		}
		if name == "IEND" {
			return out
		}
		if name == "eXIf" && upright {
			if orientation := orientationIn(content[at+8 : end-4]); orientation > 1 {
				out, upright = append(out, pngExifOf(orientation)...), false
			}
		}
		at = end
	}
	return out
}

func pngExifOf(orientation uint16) []byte {
	tiff := tiffOf(orientation)
	named := append([]byte("eXIf"), tiff...)
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(tiff))), named...) //nolint:gosec // 26
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(named))
}
