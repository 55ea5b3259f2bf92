package wecomsim

import (
	"strings"
	"unicode/utf8"
)

const (
	maxTextBytes         = 2048 // text and markdown are cut here
	maxTitle             = 128
	maxDescription       = 512
	maxButtonText        = 4
	maxArticles          = 8
	maxDuplicateInterval = 4 * 3600
)

// message is the request of message/send (doc 90236) with exactly the documented fields.
type message struct {
	ToUser                 string          `json:"touser"`
	ToParty                string          `json:"toparty"`
	ToTag                  string          `json:"totag"`
	MsgType                string          `json:"msgtype"`
	AgentID                *int64          `json:"agentid"`
	Safe                   int             `json:"safe"`
	EnableIDTrans          int             `json:"enable_id_trans"`
	EnableDuplicateCheck   int             `json:"enable_duplicate_check"`
	DuplicateCheckInterval int             `json:"duplicate_check_interval"` // seconds
	Text                   *textContent    `json:"text"`
	Markdown               *textContent    `json:"markdown"`
	Image                  *mediaReference `json:"image"`
	Voice                  *mediaReference `json:"voice"`
	File                   *mediaReference `json:"file"`
	Video                  *videoContent   `json:"video"`
	TextCard               *TextCard       `json:"textcard"`
	News                   *newsContent    `json:"news"`
	TemplateCard           *Card           `json:"template_card"`
}

type textContent struct {
	Content string `json:"content"`
}

type mediaReference struct {
	MediaID string `json:"media_id"`
}

type videoContent struct {
	MediaID     string `json:"media_id"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

// TextCard is the textcard message; ButtonText is 详情 when empty.
type TextCard struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	URL         string `json:"url"`
	ButtonText  string `json:"btntxt,omitempty"`
}

// Article is one of the 1 to 8 entries of a news message.
type Article struct {
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`
	PicURL      string `json:"picurl,omitempty"`
	AppID       string `json:"appid,omitempty"`
	PagePath    string `json:"pagepath,omitempty"`
}

type newsContent struct {
	Articles []Article `json:"articles"`
}

// checkEnvelope checks everything but recipients and content.
func (s *Server) checkEnvelope(m *message) *apiError {
	switch {
	case m.AgentID == nil:
		return refuse(codeMissingAgentID, "agentid missing")
	case *m.AgentID != s.config.AgentID:
		return refuse(codeBadAgentID, "invalid agentid")
	case m.Safe < 0 || m.Safe > 1, m.EnableIDTrans < 0 || m.EnableIDTrans > 1,
		m.EnableDuplicateCheck < 0 || m.EnableDuplicateCheck > 1:
		return refuse(codeBadParameter, "safe, enable_id_trans, enable_duplicate_check: want 0 or 1")
	case m.DuplicateCheckInterval < 0 || m.DuplicateCheckInterval > maxDuplicateInterval:
		return refuse(codeBadParameter, "duplicate_check_interval: want 0 to %d", maxDuplicateInterval)
	}
	return nil
}

// bubble checks the content and turns it into what a phone shows. truncated reports that text was cut.
func (s *Server) bubble(m *message, c *call) (shown Bubble, truncated bool, refusal *apiError) {
	shown = Bubble{Time: c.now, From: FromApp, Type: m.MsgType}
	switch m.MsgType {
	case "text":
		shown.Text, truncated, refusal = cutContent(m.Text)
	case "markdown":
		shown.Text, truncated, refusal = cutContent(m.Markdown)
	case "image":
		shown.Media, refusal = s.referToMedia(m.Image, "image", c)
	case "voice":
		shown.Media, refusal = s.referToMedia(m.Voice, "voice", c)
	case "file":
		shown.Media, refusal = s.referToMedia(m.File, "file", c)
	case "video":
		refusal = s.checkVideo(m.Video, &shown, c)
	case "textcard":
		shown.TextCard, refusal = m.TextCard, m.TextCard.check()
	case "news":
		shown.Articles, refusal = m.News.check()
	case "template_card":
		shown.Card, refusal = m.TemplateCard, s.checkSentCard(m.TemplateCard)
	default:
		refusal = refuse(codeBadMsgType, "invalid msgtype %q", m.MsgType)
	}
	return shown, truncated, refusal
}

func (s *Server) checkSentCard(card *Card) *apiError {
	if card == nil {
		return refuse(codeCardType, "template_card missing")
	}
	if err := card.check(false); err != nil {
		return err
	}
	if card.interactive() && *s.callbackURL.Load() == "" {
		return refuse(codeNoCallback, "an app without a callback url cannot send interactive cards")
	}
	return nil
}

// cutContent cuts at 2048 bytes without splitting a character, as the platform does.
func cutContent(content *textContent) (text string, truncated bool, refusal *apiError) {
	if content == nil || content.Content == "" {
		return "", false, refuse(codeEmptyContent, "empty content")
	}
	text = content.Content
	if len(text) <= maxTextBytes {
		return text, false, nil
	}
	end := maxTextBytes
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end], true, nil
}

func (s *Server) referToMedia(ref *mediaReference, kind string, c *call) (*BubbleMedia, *apiError) {
	if ref == nil || ref.MediaID == "" {
		return nil, refuse(codeMissingMediaID, "media_id missing")
	}
	file, ok := s.media.get(ref.MediaID, c.now)
	if !ok || file.Kind != kind {
		return nil, refuse(codeBadMediaID, "invalid media_id")
	}
	return file.shown(), nil
}

func (s *Server) checkVideo(v *videoContent, shown *Bubble, c *call) (refusal *apiError) {
	if v == nil {
		return refuse(codeMissingMediaID, "media_id missing")
	}
	if len(v.Title) > maxTitle || len(v.Description) > maxDescription {
		return refuse(codeContentTooLarge, "video: title over %d or description over %d bytes", maxTitle, maxDescription)
	}
	shown.Text = strings.TrimSpace(v.Title + "\n" + v.Description)
	shown.Media, refusal = s.referToMedia(&mediaReference{v.MediaID}, "video", c)
	return refusal
}

func (t *TextCard) check() *apiError {
	switch {
	case t == nil || t.Title == "":
		return refuse(codeMissingTitle, "textcard.title missing")
	case t.Description == "":
		return refuse(codeMissingDescription, "textcard.description missing")
	case t.URL == "":
		return refuse(codeMissingURL, "textcard.url missing")
	case utf8.RuneCountInString(t.Title) > maxTitle, utf8.RuneCountInString(t.Description) > maxDescription,
		utf8.RuneCountInString(t.ButtonText) > maxButtonText:
		return refuse(codeContentTooLarge, "textcard: title over %d, description over %d or btntxt over %d characters", maxTitle, maxDescription, maxButtonText)
	}
	return checkURL("textcard.url", t.URL)
}

func (n *newsContent) check() ([]Article, *apiError) {
	if n == nil || len(n.Articles) < 1 || len(n.Articles) > maxArticles {
		return nil, refuse(codeArticleCount, "news.articles: want 1 to %d", maxArticles)
	}
	for _, a := range n.Articles {
		switch {
		case a.Title == "":
			return nil, refuse(codeMissingTitle, "news.articles.title missing")
		case a.URL == "" && a.AppID == "":
			return nil, refuse(codeMissingURL, "news.articles.url missing")
		case len(a.Title) > maxTitle || len(a.Description) > maxDescription:
			return nil, refuse(codeContentTooLarge, "news.articles: title over %d or description over %d bytes", maxTitle, maxDescription)
		}
		if err := firstRefusal(checkURL("news.articles.url", a.URL), checkURL("news.articles.picurl", a.PicURL)); err != nil {
			return nil, err
		}
	}
	return n.Articles, nil
}
