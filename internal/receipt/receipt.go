// Package receipt draws what a petitioner takes home, a picture for the chat and the QR code of the public page, and the roster of
// a month. It prints no free text, only what the program itself says.
package receipt

import (
	"image"

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
	drawn := &sheet{code: blank.code, picture: image.NewGray(image.Rect(0, 0, width, blank.y+margin))}
	fill(drawn.picture, drawn.picture.Rect, 0xFF)
	if err := drawn.write(r, queryCode); err != nil {
		return nil, err
	}
	return encode(inFewGreys(drawn.picture))
}

// sheet is written from top to bottom. Without a picture it only measures.
type sheet struct {
	picture *image.Gray
	code    *image.Gray
	y       int
}

func (s *sheet) write(r notice.Receipt, queryCode string) error {
	s.y = margin
	title, err := inSize(head)
	if err != nil {
		return err
	}
	text, err := inSize(body)
	if err != nil {
		return err
	}
	fine, err := inSize(small)
	if err != nil {
		return err
	}
	s.line(title, (width-title.width(notice.ReceiptTitle))/2, notice.ReceiptTitle)
	s.line(text, (width-text.width(r.OfficeOr()))/2, r.OfficeOr())
	s.rule()
	for _, row := range r.Rows(queryCode) {
		top := s.y
		s.line(text, margin, row[0])
		s.y = top
		s.paragraph(text, margin+column, row[1])
	}
	s.rule()
	for _, right := range notice.ReceiptRights {
		s.paragraph(fine, margin, "· "+right)
	}
	s.rule()
	if err := s.address(text, fine, r.QueryURL); err != nil {
		return err
	}
	s.paragraph(fine, margin, notice.PrivacyNotice(r.OfficeOr()))
	return nil
}

// address shows where to ask, as a QR code and in letters.
func (s *sheet) address(text, fine *lettering, url string) error {
	if url == "" {
		s.paragraph(text, margin, "凭编号和查询码到登记窗口查询。")
		s.rule()
		return nil
	}
	if s.code == nil {
		var err error
		if s.code, err = code(url, module); err != nil {
			return err
		}
	}
	side := s.code.Rect.Dx()
	if s.picture != nil {
		at := image.Pt(margin, s.y)
		for y := range side {
			copy(s.picture.Pix[s.picture.PixOffset(at.X, at.Y+y):], s.code.Pix[y*s.code.Stride:][:side])
		}
	}
	top := s.y
	s.paragraph(text, margin+side+20, "扫码或打开网址，输入编号和查询码，可以查询进展、评价、再次反映：")
	s.paragraph(fine, margin+side+20, url)
	s.y = max(s.y, top+side+10)
	s.rule()
	return nil
}

// paragraph writes a text from x to the right margin, on as many lines as it needs.
func (s *sheet) paragraph(letters *lettering, x int, text string) {
	room := width - margin - x
	var line []rune
	used := 0
	for _, r := range text {
		advance := letters.letter(r).advance
		if used+advance > room && !leansOn(r) {
			s.line(letters, x, string(line))
			line, used = line[:0], 0
		}
		line, used = append(line, r), used+advance
	}
	s.line(letters, x, string(line))
}

// leansOn tells which marks may not begin a line.
func leansOn(r rune) bool {
	switch r {
	case '，', '。', '；', '：', '、', '）', '》':
		return true
	}
	return false
}

func (s *sheet) line(letters *lettering, x int, text string) {
	if s.picture != nil {
		letters.write(s.picture, x, s.y+letters.size, text)
	}
	s.y += letters.size + letters.size*2/5
}

func (s *sheet) rule() {
	s.y += 10
	if s.picture != nil {
		fill(s.picture, image.Rect(margin, s.y, width-margin, s.y+2), 0x99)
	}
	s.y += 16
}

// fill paints an area grey; image/draw has no fast way for pictures of greys.
func fill(picture *image.Gray, area image.Rectangle, grey uint8) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		line := picture.Pix[picture.PixOffset(area.Min.X, y):picture.PixOffset(area.Max.X, y)]
		for i := range line {
			line[i] = grey
		}
	}
}
