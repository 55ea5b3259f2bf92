package petition

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/png"
)

var pngHead = []byte("\x89PNG\r\n\x1a\n")

// pngDraws are the chunks that a picture is drawn by, with their longest length; 0 is any.
var pngDraws = map[string]int{
	"IHDR": 13, "PLTE": 768, "IDAT": 0, "IEND": -1, "tRNS": 256, "gAMA": 4, "cHRM": 32, "sRGB": 1, "pHYs": 9, "sBIT": 4, "bKGD": 6,
	"acTL": 8, "fcTL": 26, "fdAT": 0,
}

// plainPNG copies what draws a picture, chunk by chunk to its end. What cannot be followed is drawn anew; of one that was cut short
// the whole chunks stay.
func plainPNG(content []byte) (Picture, bool) {
	body, orientation, end, ok := copyPNG(content)
	if ok && !tells(body, telltales) {
		whole := end <= len(content)
		return Picture{Content: uprightPNG(body, orientation), Damaged: !whole, More: whole && pictured(content[end:])}, true
	}
	drawn, ok := redrawn(content, png.DecodeConfig, png.Decode, png.Encode)
	if !ok || tells(drawn, telltales) {
		return Picture{}, false
	}
	return Picture{Content: uprightPNG(drawn, orientation), Damaged: true}, true
}

// copyPNG returns what draws the picture, which way up it is, and where it ends; behind the content when it was cut short.
func copyPNG(content []byte) (body []byte, orientation uint16, end int, ok bool) {
	body = bytes.Clone(pngHead)
	drawn := false
	for at := len(pngHead); ; {
		whole := at+12 <= len(content)
		next := at + 12
		if whole {
			next += int(binary.BigEndian.Uint32(content[at:]))
		}
		if next > len(content) || next < at+12 {
			return append(body, pngChunk("IEND", nil)...), orientation, len(content) + 1, drawn
		}
		name, payload := string(content[at+4:at+8]), content[at+8:next-4]
		longest, draws := pngDraws[name]
		switch {
		case name == "eXIf" && orientation <= 1:
			orientation = orientationIn(payload)
		case !draws && name[0]&0x20 == 0: // nobody can draw it without knowing this one
			return body, orientation, at, false
		case !draws:
		case longest < 0 && len(payload) > 0, longest > 0 && len(payload) > longest,
			crc32.ChecksumIEEE(content[at+4:next-4]) != binary.BigEndian.Uint32(content[next-4:]):
			return body, orientation, at, false
		default:
			body = append(body, content[at:next]...)
			drawn = drawn || name == "IDAT"
		}
		if at = next; name == "IEND" {
			return body, orientation, at, drawn
		}
	}
}

// uprightPNG says which way up a picture is, where that is not plain.
func uprightPNG(body []byte, orientation uint16) []byte {
	const header = 8 + 12 + 13
	if orientation <= 1 || len(body) < header {
		return body
	}
	return append(append(bytes.Clone(body[:header]), pngChunk("eXIf", tiffOf(orientation))...), body[header:]...)
}

func pngChunk(name string, payload []byte) []byte {
	named := append([]byte(name), payload...)
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(payload))), named...) //nolint:gosec // 26 at most
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(named))
}
