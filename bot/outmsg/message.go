// Package outmsg builds what an app sends to members: plain messages, the five template cards and card updates
// (docs 90236 and 94888). Every documented limit is checked before a byte leaves, so that a fault shows at its
// cause and not as an errcode hours later.
package outmsg

// Message is one message of this package: Text, Markdown, Image, File or a Card. Use values, not pointers.
type Message interface {
	// Kind is the msgtype of doc 90236.
	Kind() string
	// visit shows every limited field to v and returns the message as v left it.
	visit(v *visitor) Message
	// body is what stands under the msgtype key in JSON.
	body() any
}

// Text may hold line breaks and <a href> links; at most 2048 bytes, see SplitText.
type Text struct {
	Content string `json:"content"`
}

// Markdown understands a subset of Markdown and is not shown in the WeChat plugin; at most 2048 bytes.
type Markdown struct {
	Content string `json:"content"`
}

// Image shows an uploaded picture.
type Image struct {
	MediaID string `json:"media_id"`
}

// File offers an uploaded file.
type File struct {
	MediaID string `json:"media_id"`
}

func (Text) Kind() string     { return "text" }
func (Markdown) Kind() string { return "markdown" }
func (Image) Kind() string    { return "image" }
func (File) Kind() string     { return "file" }

func (m Text) body() any     { return m }
func (m Markdown) body() any { return m }
func (m Image) body() any    { return m }
func (m File) body() any     { return m }

func (m Text) visit(v *visitor) Message {
	v.content("text.content", m.Content)
	return m
}

func (m Markdown) visit(v *visitor) Message {
	v.content("markdown.content", m.Content)
	return m
}

func (m Image) visit(v *visitor) Message {
	v.required("image.media_id", m.MediaID, codeMediaID)
	return m
}

func (m File) visit(v *visitor) Message {
	v.required("file.media_id", m.MediaID, codeMediaID)
	return m
}
