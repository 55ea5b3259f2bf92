package petition

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"
)

// Markers of JPEG (ITU T.81 Table B.1).
const (
	startOfImage   = 0xD8
	endOfImage     = 0xD9
	startOfScan    = 0xDA
	firstRestart   = 0xD0
	lastRestart    = 0xD7
	firstFrame     = 0xC0
	lastFrame      = 0xCF
	huffmanTables  = 0xC4
	reservedFrame  = 0xC8
	arithmetic     = 0xCC
	quantization   = 0xDB
	numberOfLines  = 0xDC
	restartEvery   = 0xDD
	firstSegment   = 0xE0 // APP0, in which JFIF says how dense the picture is
	exifSegment    = 0xE1 // APP1
	adobeSegment   = 0xEE // APP14, which says what the colours mean
	lastSegment    = 0xEF // APP15
	comment        = 0xFE
	jpegQuality    = 95 // of a picture that had to be drawn anew
	jfifHeadLength = 12 // without its small picture
	adobeLength    = 12
)

var (
	exifHead  = []byte("Exif\x00\x00")
	jfifHead  = []byte("JFIF\x00")
	adobeHead = []byte("Adobe")
)

// plainJPEG copies what draws a picture, segment by segment to its end. What does not follow the standard to the letter is drawn
// anew.
func plainJPEG(content []byte) (Picture, bool) {
	body, orientation, end, ok := copyJPEG(content)
	if ok && !tells(body, telltales) {
		whole := end <= len(content)
		return Picture{Content: uprightJPEG(body, orientation), Damaged: !whole, More: whole && pictured(content[end:])}, true
	}
	drawn, ok := redrawn(content, jpeg.DecodeConfig, jpeg.Decode, encodeJPEG)
	if !ok || tells(drawn, telltales) {
		return Picture{}, false
	}
	return Picture{Content: uprightJPEG(drawn, orientation), Damaged: true}, true
}

// copyJPEG returns what draws the picture, which way up it is, and where it ends; behind the content when it was cut short.
func copyJPEG(content []byte) (body []byte, orientation uint16, end int, ok bool) {
	body = bytes.Clone(content[:2])
	drawn := false
	for at := 2; ; {
		if at+2 > len(content) {
			return body, orientation, len(content) + 1, drawn && at == len(content)
		}
		if content[at] != 0xFF {
			return body, orientation, at, false
		}
		marker := content[at+1]
		switch {
		case marker == 0xFF: // a byte that fills
			at++
			continue
		case marker == endOfImage:
			return append(body, content[at:at+2]...), orientation, at + 2, drawn
		case at+4 > len(content):
			return body, orientation, at, false
		}
		next := at + 2 + int(binary.BigEndian.Uint16(content[at+2:]))
		if next < at+4 || next > len(content) {
			return body, orientation, at, false
		}
		payload := content[at+4 : next]
		switch {
		case marker == exifSegment && orientation <= 1:
			orientation = orientationOf(payload)
		case marker == firstSegment && bytes.HasPrefix(payload, jfifHead) && len(payload) >= jfifHeadLength:
			body = append(append(append(body, 0xFF, firstSegment, 0, jfifHeadLength+4), payload[:jfifHeadLength]...), 0, 0)
		case marker == adobeSegment && bytes.HasPrefix(payload, adobeHead) && len(payload) >= adobeLength:
			body = append(append(body, 0xFF, adobeSegment, 0, adobeLength+2), payload[:adobeLength]...)
		case marker >= firstSegment && marker <= lastSegment || marker == comment:
		case !draws(marker, payload):
			return body, orientation, at, false
		case marker == startOfScan:
			next, drawn = endOfScan(content, next), true
			fallthrough
		default:
			body = append(body, content[at:next]...)
		}
		at = next
	}
}

// draws tells whether a segment is one that a picture is drawn by, and nothing is hidden behind what it must say.
func draws(marker byte, payload []byte) bool {
	switch {
	case marker == huffmanTables:
		for len(payload) >= 17 {
			codes := 17
			for _, of := range payload[1:17] {
				codes += int(of)
			}
			if codes > len(payload) {
				return false
			}
			payload = payload[codes:]
		}
		return len(payload) == 0
	case marker == quantization:
		for len(payload) > 0 {
			table := 65
			if payload[0]>>4 > 0 {
				table = 129
			}
			if table > len(payload) {
				return false
			}
			payload = payload[table:]
		}
		return true
	case marker == restartEvery || marker == numberOfLines:
		return len(payload) == 2
	case marker == startOfScan:
		return len(payload) > 0 && len(payload) == 4+2*int(payload[0])
	case marker >= firstFrame && marker <= lastFrame && marker != reservedFrame && marker != arithmetic:
		return len(payload) > 5 && len(payload) == 6+3*int(payload[5])
	}
	return false
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

// uprightJPEG says which way up a picture is, where that is not plain.
func uprightJPEG(body []byte, orientation uint16) []byte {
	if orientation <= 1 {
		return body
	}
	at := 2
	if len(body) > 4 && body[3] == firstSegment {
		at += 2 + int(binary.BigEndian.Uint16(body[4:]))
	}
	return append(append(bytes.Clone(body[:at]), exifOf(orientation)...), body[at:]...)
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
