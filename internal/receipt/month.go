package receipt

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"petitiondesk/models/duty"
)

// Sizes of a month's picture in pixels: what is 28 of 1080 high is still read on a phone.
const (
	monthWidth  = 1080
	monthMargin = 23
	cellWidth   = (monthWidth - 2*monthMargin) / 7
	cellPad     = 10

	monthTitle = 42
	monthDate  = 32
	monthName  = 30
	monthPost  = 21
	monthNote  = 24
)

var (
	ink      = color.RGBA{0x22, 0x22, 0x22, 0xFF}
	grey     = color.RGBA{0x66, 0x66, 0x66, 0xFF}
	red      = color.RGBA{0xC6, 0x28, 0x28, 0xFF}
	blue     = color.RGBA{0x15, 0x65, 0xC0, 0xFF}
	lines    = color.RGBA{0xBB, 0xBB, 0xBB, 0xFF}
	headFill = color.RGBA{0xEE, 0xF2, 0xF6, 0xFF}
	offFill  = color.RGBA{0xFC, 0xF1, 0xF0, 0xFF}
	noFill   = color.RGBA{0xF7, 0xF7, 0xF7, 0xFF}
)

// Month draws a roster as a grid of weeks, as a PNG.
func Month(page duty.MonthPage) ([]byte, error) {
	blank, err := newGrid()
	if err != nil {
		return nil, err
	}
	blank.write(page) // the first pass only measures
	drawn, err := newGrid()
	if err != nil {
		return nil, err
	}
	drawn.picture = image.NewRGBA(image.Rect(0, 0, monthWidth, blank.y+monthMargin))
	draw.Draw(drawn.picture, drawn.picture.Rect, image.White, image.Point{}, draw.Src)
	drawn.write(page)
	return encode(drawn.picture)
}

// grid is written from top to bottom. Without a picture it only measures.
type grid struct {
	picture *image.RGBA
	faces   map[int]font.Face
	y       int
	coded   bool // somebody is named by his userid
}

func newGrid() (*grid, error) {
	g := &grid{faces: map[int]font.Face{}}
	for _, size := range []int{monthTitle, monthDate, monthName, monthPost, monthNote} {
		opened, err := face(float64(size))
		if err != nil {
			return nil, err
		}
		g.faces[size] = opened
	}
	return g, nil
}

func (g *grid) write(page duty.MonthPage) {
	g.y = monthMargin
	title := page.Title
	if !Drawable(title) {
		title = "值班表"
	}
	if page.Of > 1 {
		title += fmt.Sprintf("（%d/%d）", page.Part, page.Of)
	}
	for _, line := range g.fold(monthTitle, title, monthWidth-2*monthMargin) {
		wide := font.MeasureString(g.faces[monthTitle], line).Ceil()
		g.text(monthTitle, (monthWidth-wide)/2, g.y, ink, line)
		g.y += lineHeight(monthTitle)
	}
	g.weekdays()
	for _, week := range page.Weeks {
		g.week(week)
	}
	g.legend(page)
}

func lineHeight(size int) int { return size + size*3/10 }

// weekdays heads the columns from Monday to Sunday.
func (g *grid) weekdays() {
	g.y += 8
	const high = 48
	for i, name := range []string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"} {
		x, shade := monthMargin+i*cellWidth, ink
		if i > 4 {
			shade = red
		}
		g.box(x, g.y, high, headFill)
		wide := font.MeasureString(g.faces[monthNote], name).Ceil()
		g.text(monthNote, x+(cellWidth-wide)/2, g.y+10, shade, name)
	}
	g.y += high
}

func (g *grid) week(week [7]duty.MonthDay) {
	const least = 96
	high := least
	for _, day := range week {
		high = max(high, g.entries(day, 0, 0, false)+cellPad)
	}
	for i, day := range week {
		x, fill := monthMargin+i*cellWidth, color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
		switch {
		case day.Outside:
			fill = noFill
		case day.Off:
			fill = offFill
		}
		g.box(x, g.y, high, fill)
		g.entries(day, x, g.y, true)
	}
	g.y += high
}

// entries writes one day into its cell and tells how high it is.
func (g *grid) entries(day duty.MonthDay, x, top int, write bool) int {
	if day.Outside {
		return 0
	}
	at := cellPad
	line := func(size int, shade color.RGBA, text string) {
		for _, part := range g.fold(size, text, cellWidth-2*cellPad) {
			if write {
				g.text(size, x+cellPad, top+at, shade, part)
			}
			at += lineHeight(size)
		}
	}
	if write {
		g.date(day, x, top+at)
	}
	at += lineHeight(monthDate)
	if day.Mark == "休" && Drawable(day.Name) {
		line(monthPost, red, day.Name)
	}
	for _, entry := range day.Entries {
		at += 6
		line(monthPost, grey, drawableOr(entry.Post, "值班"))
		if entry.Hours != "" {
			line(monthPost, grey, plainDash(entry.Hours))
		}
		for _, person := range entry.People {
			name, shade := g.person(person)
			line(monthName, shade, name)
		}
	}
	return at
}

// person is a name, or the userid where the font lacks a character of it.
func (g *grid) person(p duty.MonthPerson) (string, color.RGBA) {
	switch {
	case p.UserID == "":
		return "无人", red
	case p.Name != "" && Drawable(p.Name):
		return p.Name, ink
	}
	g.coded = true
	return drawableOr(p.UserID, "※"), ink
}

func drawableOr(text, other string) string {
	if Drawable(text) {
		return text
	}
	return other
}

// plainDash writes hours with the one dash that the font has.
func plainDash(hours string) string { return strings.ReplaceAll(hours, "–", "-") }

// date writes the number of a day, with a badge on public days and make-up days.
func (g *grid) date(day duty.MonthDay, x, y int) {
	shade := ink
	if day.Off {
		shade = red
	}
	g.text(monthDate, x+cellPad, y, shade, strings.TrimLeft(string(day.Day[8:]), "0"))
	if day.Mark == "" {
		return
	}
	badge := red
	if day.Mark == "班" {
		badge = blue
	}
	const side = 34
	left := x + cellWidth - cellPad - side
	g.fill(image.Rect(left, y, left+side, y+side), badge)
	g.text(monthNote, left+(side-monthNote)/2, y+3, color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}, day.Mark)
}

func (g *grid) legend(page duty.MonthPage) {
	var notes []string
	if hours := plainDash(strings.Join(page.Hours, "；")); hours != "" && Drawable(hours) {
		notes = append(notes, "时间："+hours+"。")
	}
	notes = append(notes, "「休」为法定节假日放假，「班」为调休上班。安排如有调整，以信访工作台的最新通知为准。")
	if page.Provisional {
		notes = append(notes, "这一年的放假安排尚未导入，有关日期为暂定。")
	}
	if g.coded {
		notes = append(notes, "有的姓名里有图片字库没有的字，用账号代替。")
	}
	g.y += 14
	for _, note := range notes {
		for _, line := range g.fold(monthNote, note, monthWidth-2*monthMargin) {
			g.text(monthNote, monthMargin, g.y, grey, line)
			g.y += lineHeight(monthNote)
		}
	}
}

// fold breaks a text into lines of at most so many pixels.
func (g *grid) fold(size int, text string, room int) []string {
	var folded []string
	var line []rune
	var used fixed.Int26_6
	for _, r := range text {
		advance, _ := g.faces[size].GlyphAdvance(r)
		if used+advance > fixed.I(room) && len(line) > 0 && !leansOn(r) {
			folded = append(folded, string(line))
			line, used = line[:0], 0
		}
		line, used = append(line, r), used+advance
	}
	return append(folded, string(line))
}

func (g *grid) text(size, x, y int, shade color.RGBA, text string) {
	if g.picture != nil {
		drawer := font.Drawer{Dst: g.picture, Src: image.NewUniform(shade), Face: g.faces[size], Dot: fixed.P(x, y+size*9/10)}
		drawer.DrawString(text)
	}
}

func (g *grid) fill(area image.Rectangle, shade color.RGBA) {
	if g.picture != nil {
		draw.Draw(g.picture, area, image.NewUniform(shade), image.Point{}, draw.Src)
	}
}

// box fills a cell and draws its edges.
func (g *grid) box(x, y, high int, shade color.RGBA) {
	g.fill(image.Rect(x, y, x+cellWidth+1, y+high+1), lines)
	g.fill(image.Rect(x+1, y+1, x+cellWidth, y+high), shade)
}
