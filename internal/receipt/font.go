package receipt

import (
	_ "embed" // the font
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

//go:embed font/wqy-microhei-subset.ttf
var fontFile []byte

var letters = sync.OnceValues(func() (*sfnt.Font, error) { return opentype.Parse(fontFile) })

// face opens the font at a size in pixels. A face is not safe for use by several goroutines.
func face(pixels float64) (font.Face, error) {
	parsed, err := letters()
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	opened, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: pixels, DPI: 72})
	if err != nil {
		return nil, fmt.Errorf("open font: %w", err)
	}
	return opened, nil
}

// Drawable tells whether the font has every character of a text, so that none shows as an empty box.
func Drawable(text string) bool {
	parsed, err := letters()
	if err != nil {
		return false
	}
	var buffer sfnt.Buffer
	for _, r := range text {
		if glyph, err := parsed.GlyphIndex(&buffer, r); err != nil || glyph == 0 {
			return false
		}
	}
	return true
}
