package bot

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestCardKeyReads(t *testing.T) {
	if got := CardKey("approve", "AP-1", "2"); got != "approve|AP-1|2" {
		t.Errorf("key %q", got)
	}
	if name, args := splitCardKey("plain"); name != "plain" || len(args) != 0 {
		t.Errorf("split %q %q", name, args)
	}
}

func TestCardKeyRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.OneOf(rapid.String(), rapid.StringMatching(`[|%257C]*`))
		name, args := part.Draw(t, "name"), rapid.SliceOf(part).Draw(t, "args")
		gotName, gotArgs := splitCardKey(CardKey(name, args...))
		if gotName != name || !slices.Equal(gotArgs, args) {
			t.Fatalf("got %q %q", gotName, gotArgs)
		}
	})
}

func TestWordListTakesWholeWordsOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"查", "查询", "登记", "我的", "help"}), 1, 5).Draw(t, "words")
		var list wordList
		for _, word := range words {
			list.add(word)
		}
		word := rapid.SampledFrom(words).Draw(t, "word")
		separator := rapid.SampledFrom([]string{"", " ", "　", "\n", "：", "，", "。", "!"}).Draw(t, "separator")
		got, rest, ok := list.match(word + separator)
		if !ok || got != word || rest != "" {
			t.Fatalf("match(%q) = %q %q %v", word+separator, got, rest, ok)
		}
		if got, _, ok := list.match(word + "甲"); ok {
			t.Fatalf("match(%q) = %q", word+"甲", got)
		}
	})
}
