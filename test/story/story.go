// Package story lets tests read like chats: say → expect a card → click → expect. Everything between the
// phone and the database is real: HTTP, crypto, engine, stores; only WeCom itself is the strict simulator.
package story

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"petitiondesk/config"
	"petitiondesk/internal/app"
	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/test/testenv"
)

// patience is how long an expected message may take: a quota reached blocks sending for a minute.
const patience = 90 * time.Second

// Stores is the databases a story runs on.
type Stores struct {
	Database string
	Redis    string
}

// Embedded is SQLite and the in-process Redis.
func Embedded(t *testing.T) Stores {
	return Stores{Database: "sqlite://" + filepath.Join(t.TempDir(), "desk.db"), Redis: "embedded"}
}

// Real is a MariaDB and a Redis of the test's own.
func Real(t *testing.T) Stores {
	return Stores{Database: testenv.MySQL(t), Redis: testenv.Redis(t)}
}

// OnEvery runs a story on the embedded stores and, unless -short asks for the quick loop, on the real ones.
func OnEvery(t *testing.T, tell func(t *testing.T, s *Story)) {
	t.Helper()
	OnEveryWith(t, func(*app.DemoSettings) {}, tell)
}

// OnEveryWith is OnEvery for a county with settings of its own.
func OnEveryWith(t *testing.T, set func(*app.DemoSettings), tell func(t *testing.T, s *Story)) {
	t.Helper()
	t.Parallel()
	stores := map[string]func(*testing.T) Stores{"embedded": Embedded}
	if !testing.Short() {
		stores["real"] = Real
	}
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tell(t, Begin(t, open(t), set))
		})
	}
}

// Story is one county with its desk and its phones.
type Story struct {
	*testing.T
	Demo  *app.Demo
	Clock *models.MovableClock
	Today calendar.Day
	// Anchors is the file outside the database that keeps the checkpoints.
	Anchors string

	ledgerKey string

	Stores   Stores
	KeysFile string // the master keys; a story may add to them
	Files    string // the folder of attachments

	logs *logWatch
	read map[string]map[int64]bool // what each person's chat showed and the story has dealt with
	stop func()
}

// Monday is when stories begin: 2026-11-23 09:00 in Shanghai.
var Monday = calendar.Day("2026-11-23").At(9 * 60)

// Begin opens the desk on a Monday morning. The clock stands still until the story moves it.
func Begin(t *testing.T, stores Stores, set ...func(*app.DemoSettings)) *Story {
	t.Helper()
	logs := &logWatch{}
	clock := models.NewMovableClock(Monday, true)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	keys, anchors := filepath.Join(t.TempDir(), "keys"), filepath.Join(t.TempDir(), "anchors.txt")
	key, _, err := desk.NewLedgerKey("petitiondesk-demo")
	if err != nil {
		t.Fatal(err)
	}
	spool := filepath.Join(t.TempDir(), "spool")
	settings := app.DemoSettings{
		KeysFile: keys, Ledger: config.Ledger{Key: key, AnchorFile: anchors},
		Listener: listener, Database: stores.Database, Redis: stores.Redis, Spool: spool,
		Clock: clock, County: county.Demo(), Log: slog.New(logs), Poll: 50 * time.Millisecond, Crowded: true,
	}
	for _, change := range set {
		change(&settings)
	}
	demo, err := app.NewDemo(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- demo.Run(ctx) }()
	s := &Story{
		T: t, Demo: demo, Clock: clock, Today: calendar.DayOf(Monday), Stores: stores, KeysFile: keys, Files: spool + "-files", Anchors: anchors, ledgerKey: key,
		logs: logs, read: map[string]map[int64]bool{},
	}
	stopped := false
	s.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the desk ended with %v", err)
		}
		demo.Close()
	}
	t.Cleanup(func() {
		s.stop()
		logs.check(t)
	})
	return s
}

// AllowErrors lets the log contain error lines with this text; any other error line fails the story.
func (s *Story) AllowErrors(fragments ...string) { s.logs.allow(fragments) }

// Say types a message on the person's phone.
func (s *Story) Say(user, text string) {
	s.Helper()
	report, err := s.Demo.Sim.Say(s.Context(), user, text)
	if err != nil || !report.OK {
		s.Fatalf("%s could not say %q: %+v, %v", user, text, report, err)
	}
}

// Do types a command, confirms what its card proposes and waits until that is done. It returns the card.
func (s *Story) Do(user, words string) wecomsim.Bubble {
	s.Helper()
	had := s.newest(user)
	s.Say(user, words)
	var card wecomsim.Bubble
	for card = s.Expect(user, "点「确认」才会办理"); card.ID <= had; card = s.Expect(user, "点「确认」才会办理") {
		continue // a card that nobody has dealt with
	}
	s.Tap(user, card, "确认")
	s.Settle()
	return card
}

func (s *Story) newest(user string) int64 {
	var newest int64
	for _, bubble := range s.Demo.Sim.Chat(user) {
		newest = max(newest, bubble.ID)
	}
	return newest
}

// Expect waits for a message to the person that holds every fragment, in a text or anywhere on a card, and
// that the story has not dealt with.
func (s *Story) Expect(user string, fragments ...string) wecomsim.Bubble {
	s.Helper()
	deadline := time.Now().Add(patience)
	for {
		for _, bubble := range s.Unread(user) {
			if holdsAll(Words(bubble), fragments) {
				s.markRead(user, bubble.ID)
				return bubble
			}
		}
		if time.Now().After(deadline) {
			s.Fatalf("%s was never told %q; unread:\n%s", user, fragments, s.transcript(user))
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// ExpectCard waits for a card whose task the person already has to show every fragment now.
func (s *Story) ExpectCard(user, taskID string, fragments ...string) {
	s.Helper()
	deadline := time.Now().Add(patience)
	for {
		card := s.card(user, taskID)
		if card != nil && holdsAll(Words(*card), fragments) {
			return
		}
		if time.Now().After(deadline) {
			s.Fatalf("the card %s of %s never showed %q; chat:\n%s", taskID, user, fragments, s.transcript(user))
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (s *Story) card(user, taskID string) *wecomsim.Bubble {
	for _, bubble := range slices.Backward(s.Demo.Sim.Chat(user)) {
		if bubble.Card != nil && bubble.TaskID == taskID {
			return &bubble
		}
	}
	return nil
}

// Tap presses the card's button with that label.
func (s *Story) Tap(user string, card wecomsim.Bubble, label string) {
	s.Helper()
	s.TapKey(user, card.TaskID, Key(s.T, card, label))
}

// TapKey presses a button by its key, as a phone with an old state of the card would.
func (s *Story) TapKey(user, taskID, key string) {
	s.Helper()
	report, err := s.Demo.Sim.Click(s.Context(), user, taskID, key, nil)
	if err != nil || !report.OK {
		s.Fatalf("%s could not tap %s on %s: %+v, %v", user, key, taskID, report, err)
	}
}

// Choose presses a card's button by its label with an option of its drop-down list chosen.
func (s *Story) Choose(user string, card wecomsim.Bubble, question, option, label string) {
	s.Helper()
	report, err := s.Demo.Sim.Click(s.Context(), user, card.TaskID, Key(s.T, card, label), map[string][]string{question: {option}})
	if err != nil || !report.OK {
		s.Fatalf("%s could not choose %s on %s: %+v, %v", user, option, card.TaskID, report, err)
	}
}

// Key finds the key of a card's button by its label.
func Key(t testing.TB, card wecomsim.Bubble, label string) string {
	t.Helper()
	if card.Card != nil {
		for _, button := range card.Card.ButtonList {
			if button.Text == label {
				return button.Key
			}
		}
	}
	t.Fatalf("the card has no button %q: %s", label, Words(card))
	return ""
}

// Unread lists what the app wrote to the person and the story has not dealt with; pictures are looked at by Pictures.
func (s *Story) Unread(user string) []wecomsim.Bubble {
	var unread []wecomsim.Bubble
	for _, bubble := range s.Demo.Sim.Chat(user) {
		if bubble.From == wecomsim.FromApp && bubble.Type != "image" && !s.read[user][bubble.ID] {
			unread = append(unread, bubble)
		}
	}
	return unread
}

// Pictures waits until the desk has no work in hand and lists the pictures that the person was sent.
func (s *Story) Pictures(user string) []wecomsim.Bubble {
	s.Helper()
	s.Settle()
	return slices.DeleteFunc(s.Demo.Sim.Chat(user), func(b wecomsim.Bubble) bool {
		return b.From != wecomsim.FromApp || b.Type != "image"
	})
}

// Said is everything the app has said to the person, dealt with or not.
func (s *Story) Said(user string) string {
	s.Settle()
	return s.transcript(user)
}

func (s *Story) markRead(user string, id int64) {
	if s.read[user] == nil {
		s.read[user] = map[int64]bool{}
	}
	s.read[user][id] = true
}

// ExpectNothing waits until the desk has no work in hand and then expects no unread message to the person.
func (s *Story) ExpectNothing(users ...string) {
	s.Helper()
	s.Settle()
	for _, user := range users {
		if unread := s.Unread(user); len(unread) > 0 {
			s.Fatalf("%s was told more than expected:\n%s", user, s.transcript(user))
		}
	}
}

// Settle waits until everything received is handled and everything due is sent.
func (s *Story) Settle() {
	s.Helper()
	deadline := time.Now().Add(patience)
	for calm := 0; calm < 2; {
		idle, err := s.Demo.App.Idle(s.Context())
		if err == nil && idle {
			calm++
		} else {
			calm = 0
		}
		if time.Now().After(deadline) {
			s.Fatalf("the desk never came to rest: idle %v, %v", idle, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// MoveTo sets the clock to a time of a day.
func (s *Story) MoveTo(day calendar.Day, clock string) {
	s.Helper()
	at, err := calendar.ParseClockTime(clock)
	if err != nil {
		s.Fatal(err)
	}
	s.Settle()
	s.Clock.Set(day.At(at))
}

// Register has the clerk register a visit and returns its number.
func (s *Story) Register(clerk, text string) string {
	s.Helper()
	s.Say(clerk, text)
	card := s.Expect(clerk, "请核对来访登记")
	s.Tap(clerk, card, "确认登记")
	told := s.Expect(clerk, "登记成功")
	return Number(s.T, told.Text)
}

// Number finds the case number in a text.
func Number(t testing.TB, text string) string {
	t.Helper()
	at := strings.Index(text, "XF")
	if at < 0 || len(text) < at+len("XF20261123-0001") {
		t.Fatalf("no case number in %q", text)
	}
	return text[at : at+len("XF20261123-0001")]
}

// VerifyLedger expects the chain to add up.
func (s *Story) VerifyLedger() {
	s.Helper()
	state, err := s.Demo.App.Desk.VerifyLedger(s.Context())
	if err != nil || !state.OK || state.Entries == 0 {
		s.Fatalf("the ledger does not add up: %+v, %v", state, err)
	}
}

// Words is everything a bubble shows.
func Words(b wecomsim.Bubble) string {
	words := []string{b.Text, b.ReplacedButton}
	if c := b.Card; c != nil {
		if c.MainTitle != nil {
			words = append(words, c.MainTitle.Title, c.MainTitle.Desc)
		}
		if c.QuoteArea != nil {
			words = append(words, c.QuoteArea.Title, c.QuoteArea.QuoteText)
		}
		words = append(words, c.SubTitleText, c.ReplaceText)
		for _, row := range c.HorizontalContent {
			words = append(words, row.KeyName+"："+row.Value)
		}
		for _, button := range c.ButtonList {
			words = append(words, "["+button.Text+"]")
		}
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), "\n")
}

func holdsAll(text string, fragments []string) bool {
	return !slices.ContainsFunc(fragments, func(f string) bool { return !strings.Contains(text, f) })
}

func (s *Story) transcript(user string) string {
	var lines []string
	for _, bubble := range s.Demo.Sim.Chat(user) {
		mark := "  "
		if bubble.From == wecomsim.FromApp && !s.read[user][bubble.ID] {
			mark = "* "
		}
		lines = append(lines, fmt.Sprintf("%s%s: %s", mark, bubble.From, strings.ReplaceAll(Words(bubble), "\n", " / ")))
	}
	return strings.Join(lines, "\n")
}

// AnchorOfALaterLedger writes to the anchor file what a ledger of more entries would have left there, as if the database
// had been put back to an older copy.
func (s *Story) AnchorOfALaterLedger(size int64) {
	s.Helper()
	signer, _, err := desk.ReadLedgerKey(s.ledgerKey)
	if err != nil {
		s.Fatal(err)
	}
	c := ledger.Checkpoint{Size: size, Root: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", Head: ledger.Zero, MadeAt: s.Clock.Now()}
	signed, err := note.Sign(&note.Note{Text: ledger.CheckpointText(signer.Name(), c)}, signer)
	if err != nil {
		s.Fatal(err)
	}
	c.Note = string(signed)
	file, err := os.OpenFile(s.Anchors, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		s.Fatal(err)
	}
	_, err = file.WriteString(c.FileLine(signer.Name()) + "\n")
	if err := errors.Join(err, file.Close()); err != nil {
		s.Fatal(err)
	}
}
