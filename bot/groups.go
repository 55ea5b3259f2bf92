package bot

import (
	"context"
	"errors"
	"net/http"

	"petitiondesk/bot/outmsg"
)

// codeChatExists is answered when a chat with that id was made before (doc 90313).
const codeChatExists = 86215

// CreateGroup makes a group chat of this app and returns its id (doc 90245); the app must see the whole corp (60011). A chat that
// was made before under the id is not changed. Nobody sees a new chat before the first message to it.
func (c *Client) CreateGroup(ctx context.Context, g outmsg.Group) (chatID string, err error) {
	body, err := outmsg.GroupBody(g)
	if err != nil {
		return "", err
	}
	const path = "appchat/create"
	data, err := c.call(ctx, http.MethodPost, path, nil, body)
	if refusal, ok := errors.AsType[*APIError](err); ok && refusal.Code == codeChatExists && g.ChatID != "" {
		return g.ChatID, nil
	}
	if err != nil {
		return "", err
	}
	var answer struct {
		ChatID string `json:"chatid"`
	}
	err = decode(path, data, &answer)
	return answer.ChatID, err
}
