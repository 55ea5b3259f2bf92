package bot

import "context"

// DialogueState is where a person stands in a conversation of several steps. Ref names what the conversation is
// about, Data is the handler's own, Version grows with every change.
type DialogueState struct {
	Flow, Step string
	Ref        string
	Data       []byte
	Version    int64
}

// Dialogues finds the open dialogue of a userid in lower case; false means there is none.
type Dialogues interface {
	Load(ctx context.Context, userid string) (DialogueState, bool, error)
}
