package receipt

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	_ "image/png"
	"os"
	"testing"
	"time"
	"unicode"

	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

var picture = flag.String("picture", "", "write a receipt to this file")

func example() notice.Receipt {
	return notice.Receipt{
		Number: "XF20261123-0001", Issue: 1, Office: "云溪县信访局", ShortHash: "0123456789abcdef",
		RegisteredAt: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC),
		Promise:      notice.Promise{Due: "2026-12-08", What: "转送、交办", Article: "《信访工作条例》第二十二条"},
		QueryURL:     "https://xinfang.example.gov.cn/q?n=XF20261123-0001",
	}
}

const exampleCode = "ABCD-EFGH-JKLM"

func TestPictureShowsAReceipt(t *testing.T) {
	file, err := Picture(example(), exampleCode)
	if err != nil {
		t.Fatal(err)
	}
	if *picture != "" {
		if err := os.WriteFile(*picture, file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	drawn, kind, err := image.Decode(bytes.NewReader(file))
	if err != nil || kind != "png" {
		t.Fatalf("%s, %v", kind, err)
	}
	if size := drawn.Bounds(); size.Dx() != width || size.Dy() < 900 || size.Dy() > 1800 {
		t.Errorf("size %v", size)
	}
	if len(file) > 200<<10 {
		t.Errorf("%d bytes", len(file))
	}
	longer := example()
	longer.JoinedTo = "XF20261001-0007"
	other, err := Picture(longer, exampleCode)
	if err != nil || bytes.Equal(other, file) {
		t.Errorf("a joined submission's receipt looks the same: %v", err)
	}
}

// Nothing stands beyond the margins, whatever the office is called.
func TestPictureKeepsItsMargins(t *testing.T) {
	r := example()
	r.QueryURL += "-and-a-very-long-address-that-cannot-be-shown-on-one-line-at-all"
	file, err := Picture(r, exampleCode)
	if err != nil {
		t.Fatal(err)
	}
	drawn, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for y := range drawn.Bounds().Dy() {
		for x := width - margin/3; x < width; x++ {
			if c := color.GrayModel.Convert(drawn.At(x, y)); c != (color.Gray{Y: 0xFF}) {
				t.Fatalf("ink at %d, %d", x, y)
			}
		}
	}
}

// Every rune that a receipt can print is in the font; an empty box on a receipt would be a fault nobody can explain.
func TestFontHasEveryCharacterOfReceipts(t *testing.T) {
	texts := append([]string{
		notice.ReceiptTitle, notice.PrivacyNotice(notice.Receipt{}.OfficeOr()), "凭编号和查询码到登记窗口查询。",
		"扫码或打开网址，输入编号和查询码，可以查询进展、评价、再次反映：·",
	}, notice.ReceiptRights...)
	r := example()
	r.JoinedTo = "XF20261001-0007"
	for _, promise := range []notice.Promise{{}, r.Promise, {Due: "2026-12-08", Late: true}, {Due: "2026-12-08", Provisional: true}} {
		r.Promise = promise
		for _, row := range r.Rows(exampleCode) {
			texts = append(texts, row[0], row[1])
		}
	}
	for issue := range int64(200) {
		texts = append(texts, petition.QueryCode([]byte("key"), r.Number, issue))
	}
	for _, jurisdiction := range []statute.Jurisdiction{statute.National, "zhejiang", "shandong", "henan"} {
		set, err := statute.Pin(jurisdiction, "2026-11-23")
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range set.Rules {
			texts = append(texts, rule.Title, rule.Article())
		}
	}
	for c := range unicode.MaxASCII {
		if unicode.IsPrint(c) {
			texts = append(texts, string(c))
		}
	}
	for _, text := range texts {
		for _, c := range text {
			if !Drawable(string(c)) {
				t.Errorf("%q of %q is not in the font", c, text)
			}
		}
	}
}

func TestAnOfficeBeyondTheFontIsNamedGenerally(t *testing.T) {
	if Drawable("犇县信访局") || !Drawable("云溪县信访局") {
		t.Fatal("the font is another one")
	}
	r := example()
	r.Office = "犇县信访局"
	strange, err := Picture(r, exampleCode)
	if err != nil {
		t.Fatal(err)
	}
	r.Office = ""
	plain, err := Picture(r, exampleCode)
	if err != nil || !bytes.Equal(strange, plain) {
		t.Errorf("boxes on the receipt: %v", err)
	}
}

// The three corners of a QR code are where readers look for them.
func TestQRHasItsCorners(t *testing.T) {
	file, err := QR("https://xinfang.example.gov.cn/q?n=XF20261123-0001", 3)
	if err != nil {
		t.Fatal(err)
	}
	drawn, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	side := drawn.Bounds().Dx() / 3
	dark := func(x, y int) bool { return color.GrayModel.Convert(drawn.At(3*x+1, 3*y+1)) == color.Gray{} }
	far := side - quiet - 7
	for _, corner := range [][2]int{{quiet, quiet}, {far, quiet}, {quiet, far}} {
		x, y := corner[0], corner[1]
		if !dark(x, y) || dark(x+1, y+1) || !dark(x+3, y+3) || !dark(x+6, y+6) {
			t.Errorf("no finder at %d, %d", x, y)
		}
	}
	if dark(0, 0) || dark(side-1, side-1) || dark(quiet-1, quiet) {
		t.Error("no quiet border")
	}
}

func BenchmarkPicture(b *testing.B) {
	for b.Loop() {
		if _, err := Picture(example(), exampleCode); err != nil {
			b.Fatal(err)
		}
	}
}
