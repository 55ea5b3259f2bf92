package receipt

import (
	_ "embed" // the font
	"fmt"
	"image"
	"image/draw"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
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

// lettering writes letters of one size. A letter is drawn once and kept, so the many receipts of a day cost little.
type lettering struct {
	size int

	mu   sync.Mutex
	face font.Face
	made map[rune]letter
}

// letter is a drawn one: how dark each of its pixels is, where they lie from the point on the line, and how far it moves that point.
type letter struct {
	mask    *image.Alpha
	at      image.Point
	advance int
}

var letterings sync.Map // by size, for the life of the process: the font has some thousand letters

func inSize(size int) (*lettering, error) {
	if kept, ok := letterings.Load(size); ok {
		return kept.(*lettering), nil
	}
	opened, err := face(float64(size))
	if err != nil {
		return nil, err
	}
	kept, _ := letterings.LoadOrStore(size, &lettering{size: size, face: opened, made: map[rune]letter{}})
	return kept.(*lettering), nil
}

func (l *lettering) letter(r rune) letter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if made, ok := l.made[r]; ok {
		return made
	}
	area, mask, from, advance, _ := l.face.Glyph(fixed.Point26_6{}, r)
	made := letter{mask: image.NewAlpha(image.Rectangle{Max: area.Size()}), at: area.Min, advance: advance.Round()}
	if mask != nil { // the face uses its own again for the next letter
		draw.Draw(made.mask, made.mask.Rect, mask, from, draw.Src)
	}
	l.made[r] = made
	return made
}

func (l *lettering) width(text string) int {
	wide := 0
	for _, r := range text {
		wide += l.letter(r).advance
	}
	return wide
}

// write darkens the picture by a text whose line begins at x and y.
func (l *lettering) write(picture *image.Gray, x, y int, text string) {
	for _, r := range text {
		made := l.letter(r)
		area := made.mask.Rect.Add(made.at).Add(image.Pt(x, y)).Intersect(picture.Rect)
		for row := area.Min.Y; row < area.Max.Y; row++ {
			dark := made.mask.Pix[made.mask.PixOffset(area.Min.X-x-made.at.X, row-y-made.at.Y):]
			line := picture.Pix[picture.PixOffset(area.Min.X, row):picture.PixOffset(area.Max.X, row)]
			for i := range line {
				line[i] = uint8(uint(line[i]) * (0xFF - uint(dark[i])) / 0xFF)
			}
		}
		x += made.advance
	}
}
