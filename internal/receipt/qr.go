package receipt

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/yeqown/go-qrcode/v2"
)

// quiet is the white border that readers need, in modules.
const quiet = 4

// modules is a QR code as a picture of one pixel a module, border included.
type modules struct{ picture *image.Gray }

func (m *modules) Write(matrix qrcode.Matrix) error {
	side := matrix.Width() + 2*quiet
	m.picture = image.NewGray(image.Rect(0, 0, side, side))
	for i := range m.picture.Pix {
		m.picture.Pix[i] = 0xFF
	}
	matrix.Iterate(qrcode.IterDirection_ROW, func(x, y int, value qrcode.QRValue) {
		if value.IsSet() {
			m.picture.SetGray(x+quiet, y+quiet, color.Gray{})
		}
	})
	return nil
}

func (*modules) Close() error { return nil }

// code makes the QR code of a text; each module is scale pixels wide.
func code(text string, scale int) (*image.Gray, error) {
	made, err := qrcode.NewWith(text, qrcode.WithErrorCorrectionLevel(qrcode.ErrorCorrectionMedium))
	if err != nil {
		return nil, fmt.Errorf("encode qr code: %w", err)
	}
	var small modules
	if err := made.Save(&small); err != nil {
		return nil, fmt.Errorf("draw qr code: %w", err)
	}
	side := small.picture.Rect.Dx() * scale
	large := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			large.SetGray(x, y, small.picture.GrayAt(x/scale, y/scale))
		}
	}
	return large, nil
}

// QR is the QR code of a text as a PNG; each module is scale pixels wide.
func QR(text string, scale int) ([]byte, error) {
	picture, err := code(text, scale)
	if err != nil {
		return nil, err
	}
	return encode(picture)
}

// greyBits are enough for smooth letters; a palette is packed without the filters that take most of the time.
const greyBits = 5

var greys = func() (all color.Palette) {
	for level := range 1 << greyBits {
		all = append(all, color.Gray{Y: uint8(level * 0xFF / (1<<greyBits - 1))})
	}
	return all
}()

func inFewGreys(picture *image.Gray) *image.Paletted {
	reduced := image.NewPaletted(picture.Rect, greys)
	for i, grey := range picture.Pix {
		reduced.Pix[i] = grey >> (8 - greyBits)
	}
	return reduced
}

func encode(picture image.Image) ([]byte, error) {
	var file bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&file, picture); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return file.Bytes(), nil
}
