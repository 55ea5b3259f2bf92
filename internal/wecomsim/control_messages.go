package wecomsim

import (
	"cmp"
	"encoding/json"
	"net/http"

	"petitiondesk/bot/wxmsg"
)

// messageRequest is POST /sim/messages: what a person sends. Which fields count follows from Type.
type messageRequest struct {
	User string `json:"user"`
	Type string `json:"type"` // text, image, voice, video, file, location, link, event

	Content string `json:"content"` // text
	Text    string `json:"text"`    // another name for Content

	MediaID  string `json:"media_id"` // image, voice, video, file: an id from media/upload,
	Data     []byte `json:"data"`     // or the bytes in base64
	FileName string `json:"filename"`

	Latitude  float64 `json:"latitude"` // degrees
	Longitude float64 `json:"longitude"`
	Scale     int64   `json:"scale"`
	Label     string  `json:"label"`

	Title       string `json:"title"` // link
	Description string `json:"description"`
	URL         string `json:"url"`
	PicURL      string `json:"pic_url"`

	Event      string `json:"event"`       // enter_agent, click, view, subscribe, unsubscribe, location, change_contact
	EventKey   string `json:"event_key"`   // click, view
	ChangeType string `json:"change_type"` // change_contact
	UserID     string `json:"userid"`      // change_contact: whom it is about
}

// deliveryAnswer is what POST /sim/messages and /sim/clicks answer.
type deliveryAnswer struct {
	OK         bool   `json:"ok"`
	Status     int    `json:"status"`
	Deliveries int    `json:"deliveries"`
	MsgID      int64  `json:"msg_id"`
	Problem    string `json:"problem,omitempty"`
}

func (r DeliveryReport) answer() deliveryAnswer {
	return deliveryAnswer(r)
}

func (s *Server) postMessage(r *http.Request) (any, error) {
	var body messageRequest
	if err := readControl(r, &body); err != nil {
		return nil, err
	}
	if err := s.knownUser(body.User); err != nil {
		return nil, err
	}
	message, err := s.build(body)
	if err != nil {
		return nil, err
	}
	report, err := s.SendMessage(r.Context(), body.User, message)
	if err != nil {
		return nil, err
	}
	return report.answer(), nil
}

func (s *Server) build(body messageRequest) (wxmsg.Message, error) {
	switch body.Type {
	case "text":
		if body.Content = cmp.Or(body.Content, body.Text); body.Content == "" {
			return nil, complain("a text needs content")
		}
		return wxmsg.Text{Content: body.Content}, nil
	case "image", "voice", "video", "file":
		return s.buildMedia(body)
	case "location":
		if body.Latitude < -90 || body.Latitude > 90 || body.Longitude < -180 || body.Longitude > 180 {
			return nil, complain("latitude is -90 to 90 and longitude -180 to 180")
		}
		return wxmsg.Location{
			Latitude: body.Latitude, Longitude: body.Longitude, Scale: cmp.Or(body.Scale, 15),
			Label: body.Label, AppType: "wxwork",
		}, nil
	case "link":
		return wxmsg.Link{Title: body.Title, Description: body.Description, URL: body.URL, PicURL: body.PicURL}, nil
	case "event":
		return s.buildEvent(body)
	}
	return nil, complain("type is text, image, voice, video, file, location, link or event, not %q", body.Type)
}

var mediaNames = map[string]string{"image": "照片.jpg", "voice": "语音.amr", "video": "视频.mp4", "file": "文件"}

func (s *Server) buildMedia(body messageRequest) (wxmsg.Message, error) {
	id := body.MediaID
	name := cmp.Or(body.FileName, mediaNames[body.Type])
	switch {
	case (id == "") == (len(body.Data) == 0):
		return nil, complain("%s needs either media_id or data in base64", body.Type)
	case id == "":
		var err error
		if id, err = s.AddMedia(body.Type, name, body.Data); err != nil {
			return nil, complain("the %s is not accepted: %v", body.Type, err)
		}
	}
	switch body.Type {
	case "voice":
		return wxmsg.Voice{MediaID: id, Format: "amr"}, nil
	case "video":
		return wxmsg.Video{MediaID: id, ThumbMediaID: id}, nil
	case "file":
		if file, ok := s.media.get(id, s.now()); ok {
			name = file.Name
		}
		return wxmsg.File{MediaID: id, FileName: name}, nil
	}
	return wxmsg.Image{MediaID: id, PicURL: "https://wework.qpic.example/" + id}, nil
}

func (s *Server) buildEvent(body messageRequest) (wxmsg.Message, error) {
	switch body.Event {
	case "click":
		if body.EventKey == "" {
			return nil, complain("the event click needs event_key")
		}
		return wxmsg.MenuClick{EventKey: body.EventKey}, nil
	case "view":
		return wxmsg.MenuView{EventKey: body.EventKey}, nil
	case "enter_agent":
		return wxmsg.EnterAgent{}, nil
	case "subscribe":
		return wxmsg.Subscribe{}, nil
	case "unsubscribe":
		return wxmsg.Unsubscribe{}, nil
	case "location":
		return wxmsg.LocationReport{Latitude: body.Latitude, Longitude: body.Longitude, AppType: "wxwork"}, nil
	case "change_contact":
		return wxmsg.ChangeContact{
			Header: wxmsg.Header{FromUserName: "sys"}, ChangeType: body.ChangeType,
			UserID: cmp.Or(body.UserID, body.User),
		}, nil
	}
	return nil, complain("event is enter_agent, click, view, subscribe, unsubscribe, location or change_contact, not %q", body.Event)
}

type clickRequest struct {
	User     string    `json:"user"`
	TaskID   string    `json:"task_id"`
	Key      string    `json:"key"`
	Selected selection `json:"selected"`
}

// selection reads {"question_key": ["option_id"]} as well as [{"question_key", "option_ids"}].
type selection map[string][]string

func (s *selection) UnmarshalJSON(data []byte) error {
	var byKey map[string][]string
	if json.Unmarshal(data, &byKey) == nil {
		*s = byKey
		return nil
	}
	var list []struct {
		QuestionKey string   `json:"question_key"`
		OptionIDs   []string `json:"option_ids"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return complain("selected is {question_key: [option_id]} or [{question_key, option_ids}]")
	}
	*s = selection{}
	for _, item := range list {
		(*s)[item.QuestionKey] = item.OptionIDs
	}
	return nil
}

func (s *Server) postClick(r *http.Request) (any, error) {
	var body clickRequest
	if err := readControl(r, &body); err != nil {
		return nil, err
	}
	if err := s.knownUser(body.User); err != nil {
		return nil, err
	}
	report, err := s.Click(r.Context(), body.User, body.TaskID, body.Key, body.Selected)
	if err != nil {
		return nil, err
	}
	return report.answer(), nil
}
