package cache

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"petitiondesk/models/petition"
)

// DialogueLife is how long a dialogue is kept here; the database keeps it for good.
const DialogueLife = 24 * time.Hour

// Dialogues keeps copies of where conversations stand.
type Dialogues struct{ client redis.UniversalClient }

func dialogueKey(userID string) string { return "desk:dialogue:" + userID }

// Get returns the copy; ok is false when there is none.
func (d *Dialogues) Get(ctx context.Context, userID string) (dialogue petition.Dialogue, ok bool, err error) {
	text, err := d.client.HGet(ctx, dialogueKey(userID), "dialogue").Bytes()
	if errors.Is(err, redis.Nil) {
		return petition.Dialogue{}, false, nil
	}
	if err != nil {
		return petition.Dialogue{}, false, failed("read dialogue", err)
	}
	if err := json.Unmarshal(text, &dialogue); err != nil {
		return petition.Dialogue{}, false, fmt.Errorf("read dialogue: %w", err)
	}
	return dialogue, true, nil
}

// A slow replica must not put an older copy over a newer one.
var putNewer = redis.NewScript(`
local version = redis.call('HGET', KEYS[1], 'version')
if version and tonumber(version) > tonumber(ARGV[1]) then
	return 0
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'dialogue', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`)

// Put keeps a copy, unless a newer version is kept.
func (d *Dialogues) Put(ctx context.Context, dialogue petition.Dialogue) error {
	text, err := json.Marshal(dialogue)
	if err != nil {
		return fmt.Errorf("keep dialogue: %w", err)
	}
	return failed("keep dialogue", putNewer.Run(ctx, d.client, []string{dialogueKey(dialogue.UserID)},
		dialogue.Version, text, DialogueLife.Milliseconds()).Err())
}

// Drop forgets the copy.
func (d *Dialogues) Drop(ctx context.Context, userID string) error {
	return failed("drop dialogue", d.client.Del(ctx, dialogueKey(userID)).Err())
}
