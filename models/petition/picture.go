package petition

import (
	"bytes"
	"image"
	"image/jpeg"
	"io"
	"slices"
)

// Picture is a picture without what a camera adds to it.
type Picture struct {
	Content []byte
	Damaged bool // it was damaged: drawn anew, or what there was of it
	More    bool // a further picture or film hung behind it, and was left out
}

// WithoutMetadata leaves out of a picture what a camera adds to it, such as where and with which device it was taken: of JPEG and PNG
// only what the picture is drawn by stays, and which way up it is; what cannot be followed is drawn anew. Others stay as they are if
// they tell nothing. ok is false when nothing can be kept without what it tells.
func WithoutMetadata(content []byte) (plain Picture, ok bool) {
	switch {
	case bytes.HasPrefix(content, []byte{0xFF, startOfImage}):
		return plainJPEG(content)
	case bytes.HasPrefix(content, pngHead):
		return plainPNG(content)
	}
	tiff := bytes.HasPrefix(content, []byte("II*\x00")) || bytes.HasPrefix(content, []byte("MM\x00*"))
	return Picture{Content: content}, !tiff && !tells(content, mentions)
}

// IsPicture tells a picture from other files by how it begins.
func IsPicture(content []byte) bool {
	for _, head := range []string{"\xFF\xD8", string(pngHead), "GIF8", "II*\x00", "MM\x00*", "BM"} {
		if bytes.HasPrefix(content, []byte(head)) {
			return true
		}
	}
	if len(content) < 12 {
		return false
	}
	brand := string(content[8:12])
	return string(content[:4]) == "RIFF" && brand == "WEBP" || string(content[4:8]) == "ftyp" && stillBrands[brand]
}

// stillBrands are the pictures among the containers of ISO 14496-12; others are films.
var stillBrands = map[string]bool{
	"heic": true, "heix": true, "heim": true, "heis": true, "hevc": true, "hevx": true, "mif1": true, "msf1": true, "avif": true, "avis": true,
}

// telltales are how EXIF, XMP and the TIFF in which a place is written begin, wherever they hide. mentions are shorter: what draws a
// large picture may hold them by chance.
var (
	telltales = []string{
		"Exif\x00\x00", "http://ns.adobe.com/", "xmpmeta", "XMP DataXMP", "Photoshop 3.0", "II*\x00\x08\x00\x00\x00", "MM\x00*\x00\x00\x00\x08",
	}
	mentions = append([]string{"Exif", "EXIF", "eXIf", "XMP "}, telltales...)
)

func tells(content []byte, by []string) bool {
	return slices.ContainsFunc(by, func(telltale string) bool { return bytes.Contains(content, []byte(telltale)) })
}

// pictured tells whether what hangs behind a picture is a further one, or a film.
func pictured(behind []byte) bool {
	return bytes.Contains(behind, []byte("\xFF\xD8\xFF")) || bytes.Contains(behind, pngHead) || bytes.Contains(behind, []byte("ftyp"))
}

// maxRedrawn is the largest picture that is drawn anew, in pixels: a camera's have half of it.
const maxRedrawn = 50_000_000

// redrawn draws a picture anew, so that nothing but what it shows stays.
func redrawn(content []byte, size func(io.Reader) (image.Config, error), decode func(io.Reader) (image.Image, error), encode func(io.Writer, image.Image) error) ([]byte, bool) {
	config, err := size(bytes.NewReader(content))
	if err != nil || config.Width*config.Height > maxRedrawn {
		return nil, false
	}
	shown, err := decode(bytes.NewReader(content))
	if err != nil {
		return nil, false
	}
	var drawn bytes.Buffer
	err = encode(&drawn, shown)
	return drawn.Bytes(), err == nil
}

func encodeJPEG(w io.Writer, shown image.Image) error {
	return jpeg.Encode(w, shown, &jpeg.Options{Quality: jpegQuality})
}
