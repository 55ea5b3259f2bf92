package petition_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models"
	"petitiondesk/models/petition"
)

// Whatever is asked and confirmed in whatever order, what is void was asked for with a reason by one person and confirmed by another.
func TestVoidingTakesTwo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var v petition.Voiding
		somebody := rapid.SampledFrom([]string{"wangfang", "liuyang"})
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			by, was := somebody.Draw(t, "by"), v
			var err error
			if rapid.Bool().Draw(t, "asks") {
				reason := rapid.SampledFrom([]string{"", "  ", "没有用到", strings.Repeat("长", 201)}).Draw(t, "reason")
				v, err = was.Ask(by, reason, "作废号 7")
			} else {
				v, err = was.Confirm(by, time.Unix(1, 0), "作废号 7", "确认作废号 7")
			}
			if err != nil && (v != was || models.MessageOf(err) == "") {
				t.Fatalf("%+v became %+v with %v", was, v, err)
			}
			if v.Voided() {
				break
			}
		}
		if v.Voided() && (v.VoidReason == "" || v.VoidAskedBy == "" || v.VoidAskedBy == v.VoidedBy || v.VoidedAt == nil) {
			t.Fatalf("void by %+v", v)
		}
	})
}

// A range is void for the reasons that were given: each number belongs to one group, of one asker and one reason.
func TestSameAsk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var numbers []petition.PaperNumber
		asked := 0
		for n := range rapid.IntRange(0, 20).Draw(t, "numbers") {
			p := petition.PaperNumber{ID: int64(n)}
			if p.VoidAskedBy = rapid.SampledFrom([]string{"", "wangfang", "liuyang"}).Draw(t, "by"); p.VoidAskedBy != "" {
				p.VoidReason, asked = rapid.SampledFrom([]string{"没有用到", "填错"}).Draw(t, "reason"), asked+1
			}
			numbers = append(numbers, p)
		}
		for _, group := range petition.SameAsk(numbers) {
			for i, p := range group {
				if p.VoidAskedBy != group[0].VoidAskedBy || p.VoidReason != group[0].VoidReason || i > 0 && p.ID <= group[i-1].ID {
					t.Fatalf("%+v", group)
				}
				asked--
			}
		}
		if asked != 0 {
			t.Fatalf("%d are left out", asked)
		}
	})
}
