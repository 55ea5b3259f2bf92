package wxmsg

// Text is what a member typed.
type Text struct {
	Header
	Content string
}

// Image is a picture. Fetch it by MediaID (valid 3 days); PicURL is not to be trusted.
type Image struct {
	Header
	PicURL  string
	MediaID string
}

// Voice is a recording; Format is usually "amr".
type Voice struct {
	Header
	MediaID string
	Format  string
}

// Video is a clip with its thumbnail.
type Video struct {
	Header
	MediaID      string
	ThumbMediaID string
}

// Location is a place a member picked, in degrees (Location_X is the latitude). AppType is "wxwork" when it was
// sent from WeCom itself.
type Location struct {
	Header
	Latitude  float64
	Longitude float64
	Scale     int64
	Label     string
	AppType   string
}

// Link is a shared web page; neither URL may be fetched without checks.
type Link struct {
	Header
	Title       string
	Description string
	URL         string
	PicURL      string
}

// File is an attachment; not officially documented.
type File struct {
	Header
	MediaID  string
	FileName string
}

func (m *Text) bind(c *codec) { c.text("Content", &m.Content) }

func (m *Image) bind(c *codec) {
	c.text("PicUrl", &m.PicURL)
	c.text("MediaId", &m.MediaID)
}

func (m *Voice) bind(c *codec) {
	c.text("MediaId", &m.MediaID)
	c.text("Format", &m.Format)
}

func (m *Video) bind(c *codec) {
	c.text("MediaId", &m.MediaID)
	c.text("ThumbMediaId", &m.ThumbMediaID)
}

func (m *Location) bind(c *codec) {
	c.decimal("Location_X", &m.Latitude)
	c.decimal("Location_Y", &m.Longitude)
	c.number("Scale", &m.Scale)
	c.text("Label", &m.Label)
	c.option("AppType", &m.AppType)
}

func (m *Link) bind(c *codec) {
	c.text("Title", &m.Title)
	c.text("Description", &m.Description)
	c.text("Url", &m.URL)
	c.text("PicUrl", &m.PicURL)
}

func (m *File) bind(c *codec) {
	c.text("MediaId", &m.MediaID)
	c.text("FileName", &m.FileName)
}
