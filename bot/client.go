package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"petitiondesk/bot/outmsg"
)

// ClientConfig describes one app. APIBase defaults to https://qyapi.weixin.qq.com; a private deployment has its own.
// HTTP defaults to a client with a 5 s timeout (2 min for media). Tokens, Logger and Observe may be nil.
type ClientConfig struct {
	CorpID, Secret string
	AgentID        int64
	APIBase        string
	HTTP           *http.Client
	Tokens         TokenStore
	Logger         *slog.Logger
	Observe        Observe
}

// Client calls the WeCom API as one app. It is safe for concurrent use and holds no global state. Its errors are
// *APIError, *TransportError or limit errors; sort them with ClassOf. No error text holds a secret.
type Client struct {
	agentID   int64
	api       transport
	media     transport
	tokens    *TokenSource
	log       *slog.Logger
	chunkSize int64
}

// NewClient calls nothing yet.
func NewClient(cfg ClientConfig) *Client {
	return &Client{
		agentID: cfg.AgentID,
		api:     newTransport(cfg.APIBase, cfg.HTTP, callTimeout, cfg.Observe),
		media:   newTransport(cfg.APIBase, cfg.HTTP, mediaTimeout, cfg.Observe),
		tokens: NewTokenSource(TokenConfig{
			CorpID: cfg.CorpID, Secret: cfg.Secret, AgentID: cfg.AgentID, APIBase: cfg.APIBase,
			HTTP: cfg.HTTP, Store: cfg.Tokens, Logger: cfg.Logger, Observe: cfg.Observe,
		}),
		log:       orDiscard(cfg.Logger),
		chunkSize: downloadChunk,
	}
}

// Tokens is the client's token source, for silenceper clients that need the same token.
func (c *Client) Tokens() *TokenSource { return c.tokens }

// Result is the answer to a send or card update. Invalid and unlicensed recipients got nothing although the call
// succeeded. ResponseCode allows one card update within 72 hours.
type Result struct {
	MsgID, ResponseCode         string
	InvalidUsers                []string
	InvalidParties, InvalidTags []string
	UnlicensedUsers             []string
}

// Send validates, encodes and posts one message (doc 90236).
func (c *Client) Send(ctx context.Context, to outmsg.Recipients, m outmsg.Message, opt outmsg.SendOptions) (Result, error) {
	body, err := outmsg.SendBody(to, c.agentID, m, opt)
	if err != nil {
		return Result{}, err
	}
	return c.Post(ctx, "message/send", body)
}

// Post sends frozen bytes to a message path such as "message/send" or "message/update_template_card". A refused token
// (40014, 42001) is refreshed and the same bytes are posted exactly once more.
func (c *Client) Post(ctx context.Context, path string, body []byte) (Result, error) {
	data, err := c.call(ctx, http.MethodPost, path, nil, body)
	if err != nil {
		return Result{}, err
	}
	var answer struct {
		MsgID        string `json:"msgid"`
		ResponseCode string `json:"response_code"`
		Users        idList `json:"invaliduser"`
		Parties      idList `json:"invalidparty"`
		Tags         idList `json:"invalidtag"`
		Unlicensed   idList `json:"unlicenseduser"`
	}
	if err := decode(path, data, &answer); err != nil {
		return Result{}, err
	}
	return Result{
		MsgID: answer.MsgID, ResponseCode: answer.ResponseCode, InvalidUsers: answer.Users,
		InvalidParties: answer.Parties, InvalidTags: answer.Tags, UnlicensedUsers: answer.Unlicensed,
	}, nil
}

// Recall takes a message back within 24 hours of its sending (doc 94867).
func (c *Client) Recall(ctx context.Context, msgID string) error {
	return c.post(ctx, "message/recall", map[string]string{"msgid": msgID}, nil)
}

// idList reads "a|b" as message/send answers and ["a","b"] as update_template_card does (doc 94888).
type idList []string

func (l *idList) UnmarshalJSON(data []byte) error {
	var joined string
	if json.Unmarshal(data, &joined) == nil {
		if joined != "" {
			*l = strings.Split(joined, "|")
		}
		return nil
	}
	var items []any
	if err := json.Unmarshal(data, &items); err != nil {
		return err
	}
	for _, item := range items {
		*l = append(*l, fmt.Sprint(item))
	}
	return nil
}

func (c *Client) get(ctx context.Context, path string, query url.Values, into any) error {
	data, err := c.call(ctx, http.MethodGet, path, query, nil)
	if err != nil {
		return err
	}
	return decode(path, data, into)
}

func (c *Client) post(ctx context.Context, path string, request any, query url.Values) error {
	body, err := outmsg.EncodeJSON(request)
	if err != nil {
		return fmt.Errorf("encode %s request: %w", path, err)
	}
	_, err = c.call(ctx, http.MethodPost, path, query, body)
	return err
}

func (c *Client) call(ctx context.Context, method, path string, query url.Values, body []byte) ([]byte, error) {
	var data []byte
	err := c.withToken(ctx, func(token string) error {
		var payload io.Reader
		if body != nil {
			payload = bytes.NewReader(body)
		}
		req, err := c.api.request(ctx, method, path, withParameter(query, "access_token", token), payload)
		if err != nil {
			return err
		}
		if body != nil {
			req.Header.Set("Content-Type", jsonContentType)
		}
		data, err = c.api.json(req, path)
		return err
	})
	return data, err
}

// withToken runs try, and once more with a fresh token when the platform refused the first one.
func (c *Client) withToken(ctx context.Context, try func(token string) error) error {
	token, err := c.tokens.Token(ctx)
	if err != nil {
		return err
	}
	err = try(token)
	if ClassOf(err) != ClassToken {
		return err
	}
	c.tokens.Invalidate(ctx, token)
	if errors.Is(err, errSpentBody) {
		return err
	}
	c.log.Info("access token refused, trying once more", "error", err)
	if token, err = c.tokens.Token(ctx); err != nil {
		return err
	}
	return try(token)
}

func withParameter(query url.Values, name, value string) url.Values {
	out := url.Values{name: {value}}
	for key, values := range query {
		out[key] = values
	}
	return out
}

func decode(path string, data []byte, into any) error {
	if err := json.Unmarshal(data, into); err != nil {
		return &TransportError{Path: path, Status: http.StatusOK, Err: errNotJSON}
	}
	return nil
}
