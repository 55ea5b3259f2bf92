package wxmsg

// MenuClick: EventKey is the menu item's key.
type MenuClick struct {
	Header
	EventKey string
}

// MenuView: EventKey is the URL the menu item opens.
type MenuView struct {
	Header
	EventKey string
}

// ViewMiniProgram: EventKey is the mini program page the menu item opens.
type ViewMiniProgram struct {
	Header
	EventKey string
}

// Scancode is scancode_push or scancode_waitmsg; Header.Event tells which.
type Scancode struct {
	Header
	EventKey, ScanType, ScanResult string
}

// Pic is pic_sysphoto, pic_photo_or_album or pic_weixin; Header.Event tells which. The pictures themselves arrive as
// Image messages; PicMD5Sums identify them.
type Pic struct {
	Header
	EventKey   string
	Count      int64
	PicMD5Sums []string
}

// LocationSelect is a place chosen through a menu item, in degrees.
type LocationSelect struct {
	Header
	EventKey            string
	Latitude, Longitude float64
	Scale               int64
	Label, PoiName      string
	AppType             string
}

func (m *MenuClick) bind(c *codec) { c.text("EventKey", &m.EventKey) }

func (m *MenuView) bind(c *codec) { c.text("EventKey", &m.EventKey) }

func (m *ViewMiniProgram) bind(c *codec) { c.text("EventKey", &m.EventKey) }

func (m *Scancode) bind(c *codec) {
	c.text("EventKey", &m.EventKey)
	c.group("ScanCodeInfo", func(c *codec) {
		c.text("ScanType", &m.ScanType)
		c.text("ScanResult", &m.ScanResult)
	})
}

func (m *Pic) bind(c *codec) {
	c.text("EventKey", &m.EventKey)
	c.group("SendPicsInfo", func(c *codec) {
		c.number("Count", &m.Count)
		c.group("PicList", func(c *codec) {
			list(c, "item", &m.PicMD5Sums, func(c *codec, sum *string) { c.text("PicMd5Sum", sum) })
		})
	})
}

func (m *LocationSelect) bind(c *codec) {
	c.text("EventKey", &m.EventKey)
	c.group("SendLocationInfo", func(c *codec) {
		c.decimal("Location_X", &m.Latitude)
		c.decimal("Location_Y", &m.Longitude)
		c.number("Scale", &m.Scale)
		c.text("Label", &m.Label)
		c.text("Poiname", &m.PoiName)
	})
	c.option("AppType", &m.AppType)
}
