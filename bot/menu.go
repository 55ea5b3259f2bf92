package bot

import (
	"context"
	"fmt"
	"net/http"

	"petitiondesk/bot/outmsg"
)

// Menu is the app's menu (doc 90231): 1 to 3 items, each with up to 5 sub-items.
type Menu struct {
	Items []MenuItem `json:"button"`
}

// MenuItem does something itself or opens SubItems. Type is click, view, scancode_push, scancode_waitmsg,
// pic_sysphoto, pic_photo_or_album, pic_weixin, location_select or view_miniprogram.
type MenuItem struct {
	Type     string     `json:"type,omitempty"`
	Name     string     `json:"name"`
	Key      string     `json:"key,omitempty"`
	URL      string     `json:"url,omitempty"`
	PagePath string     `json:"pagepath,omitempty"`
	AppID    string     `json:"appid,omitempty"`
	SubItems []MenuItem `json:"sub_button,omitempty"`
}

const (
	maxMenuItems, maxSubItems         = 3, 5
	maxMenuNameBytes, maxSubNameBytes = 16, 40
	maxMenuKeyBytes, maxMenuURLBytes  = 128, 1024
)

// CreateMenu replaces the app's menu. A broken limit is an error wrapping *outmsg.LimitError.
func (c *Client) CreateMenu(ctx context.Context, m Menu) error {
	if err := checkItems("button", m.Items, maxMenuItems, maxMenuNameBytes); err != nil {
		return fmt.Errorf("create menu: %w", err)
	}
	return c.post(ctx, "menu/create", m, c.agentQuery())
}

// Menu reads the app's menu.
func (c *Client) Menu(ctx context.Context) (Menu, error) {
	var m Menu
	err := c.get(ctx, "menu/get", c.agentQuery(), &m)
	return m, err
}

// DeleteMenu removes the app's menu.
func (c *Client) DeleteMenu(ctx context.Context) error {
	_, err := c.call(ctx, http.MethodGet, "menu/delete", c.agentQuery(), nil)
	return err
}

func checkItems(field string, items []MenuItem, maxItems, maxName int) error {
	if len(items) == 0 {
		return &outmsg.LimitError{Field: field, Unit: "entries", Limit: 1, Code: 40016}
	}
	if len(items) > maxItems {
		return &outmsg.LimitError{Field: field, Unit: "entries", Limit: maxItems, Got: len(items), Code: 40016}
	}
	for i, item := range items {
		name := fmt.Sprintf("%s[%d]", field, i)
		for _, limit := range []outmsg.LimitError{
			{Field: name + ".name", Limit: maxName, Got: len(item.Name), Code: 40018},
			{Field: name + ".key", Limit: maxMenuKeyBytes, Got: len(item.Key), Code: 40019},
			{Field: name + ".url", Limit: maxMenuURLBytes, Got: len(item.URL), Code: 40020},
		} {
			if limit.Got > limit.Limit {
				limit.Unit = "bytes"
				return &limit
			}
		}
		if len(item.SubItems) == 0 {
			continue
		}
		if err := checkItems(name+".sub_button", item.SubItems, maxSubItems, maxSubNameBytes); err != nil {
			return err
		}
	}
	return nil
}
