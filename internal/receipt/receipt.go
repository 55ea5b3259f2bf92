// Package receipt draws what a petitioner takes home, a picture for the chat and the QR code of the public page, and the roster of
// a month. It prints no free text, only what the program itself says.
package receipt

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"petitiondesk/models/notice"
)

// Sizes in pixels; 750 is the width at which phones show pictures without scaling.
const (
	width  = 750
	margin = 40
	column = 130 // of the names
	head   = 36
	body   = 25
	small  = 21
	module = 6 // of the QR code
)

// Picture draws a receipt with its query code as a PNG.
func Picture(r notice.Receipt, queryCode string) ([]byte, error) {
	if !Drawable(r.Office) {
		r.Office = ""
	}
	// The first pass only measures.
	blank := &sheet{}
	if err := blank.write(r, queryCode); err != nil {
		return nil, err
	}
	drawn := &sheet{picture: image.NewGray(image.Rect(0, 0, width, blank.y+margin))}
	draw.Draw(drawn.picture, drawn.picture.Rect, image.White, image.Point{}, draw.Src)
	if err := drawn.write(r, queryCode); err != nil {
		return nil, err
	}
	return encode(drawn.picture)
}

// sheet is written from top to bottom. Without a picture it only measures.
type sheet struct {
	picture *image.Gray
	y       int
}

func (s *sheet) write(r notice.Receipt, queryCode string) error {
	s.y = margin
	title, err := face(head)
	if err != nil {
		return err
	}
	text, err := face(body)
	if err != nil {
		return err
	}
	fine, err := face(small)
	if err != nil {
		return err
	}
	s.line(title, (width-font.MeasureString(title, notice.ReceiptTitle).Ceil())/2, head, notice.ReceiptTitle)
	s.line(text, (width-font.MeasureString(text, r.OfficeOr()).Ceil())/2, body, r.OfficeOr())
	s.rule()
	for _, row := range r.Rows(queryCode) {
		top := s.y
		s.line(text, margin, body, row[0])
		s.y = top
		s.paragraph(text, margin+column, body, row[1])
	}
	s.rule()
	for _, right := range notice.ReceiptRights {
		s.paragraph(fine, margin, small, "· "+right)
	}
	s.rule()
	if err := s.address(text, fine, r.QueryURL); err != nil {
		return err
	}
	s.paragraph(fine, margin, small, notice.PrivacyNotice(r.OfficeOr()))
	return nil
}

// address shows where to ask, as a QR code and in letters.
func (s *sheet) address(text, fine font.Face, url string) error {
	if url == "" {
		s.paragraph(text, margin, body, "凭编号和查询码到登记窗口查询。")
		s.rule()
		return nil
	}
	picture, err := code(url, module)
	if err != nil {
		return err
	}
	side := picture.Rect.Dx()
	if s.picture != nil {
		at := image.Rect(margin, s.y, margin+side, s.y+side)
		draw.Draw(s.picture, at, picture, image.Point{}, draw.Src)
	}
	top := s.y
	s.paragraph(text, margin+side+20, body, "扫码或打开网址，输入编号和查询码，可以查询进展、评价、再次反映：")
	s.paragraph(fine, margin+side+20, small, url)
	s.y = max(s.y, top+side+10)
	s.rule()
	return nil
}

// paragraph writes a text from x to the right margin, on as many lines as it needs.
func (s *sheet) paragraph(letters font.Face, x, size int, text string) {
	room := fixed.I(width - margin - x)
	var line []rune
	var used fixed.Int26_6
	for _, r := range text {
		advance, _ := letters.GlyphAdvance(r)
		if used+advance > room && !leansOn(r) {
			s.line(letters, x, size, string(line))
			line, used = line[:0], 0
		}
		line, used = append(line, r), used+advance
	}
	s.line(letters, x, size, string(line))
}

// leansOn tells which marks may not begin a line.
func leansOn(r rune) bool {
	switch r {
	case '，', '。', '；', '：', '、', '）', '》':
		return true
	}
	return false
}

func (s *sheet) line(letters font.Face, x, size int, text string) {
	if s.picture != nil {
		drawer := font.Drawer{Dst: s.picture, Src: image.NewUniform(color.Black), Face: letters, Dot: fixed.P(x, s.y+size)}
		drawer.DrawString(text)
	}
	s.y += size + size*2/5
}

func (s *sheet) rule() {
	s.y += 10
	if s.picture != nil {
		draw.Draw(s.picture, image.Rect(margin, s.y, width-margin, s.y+2), image.NewUniform(color.Gray{Y: 0x99}), image.Point{}, draw.Src)
	}
	s.y += 16
}
