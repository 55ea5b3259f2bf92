package petition

// Channel is the form of a petition 信访形式.
type Channel string

// The channels; the chat registers visits.
const (
	LetterChannel     Channel = "letter"
	VisitChannel      Channel = "visit"
	WebChannel        Channel = "web"
	MobileChannel     Channel = "mobile"
	WeChatChannel     Channel = "wechat"
	SuggestionChannel Channel = "suggestion"
	PhoneChannel      Channel = "phone"
	MailboxChannel    Channel = "mailbox"
	SplitChannel      Channel = "split" // only in statistics: a matter split off a submission that is counted already
)

// Channels lists every channel in the order of forms.
var Channels = []Channel{
	LetterChannel, VisitChannel, WebChannel, MobileChannel, WeChatChannel, SuggestionChannel, PhoneChannel, MailboxChannel,
	SplitChannel,
}

// Chinese is the channel as forms name it.
func (c Channel) Chinese() string {
	return map[Channel]string{
		LetterChannel: "来信", VisitChannel: "来访", WebChannel: "网上", MobileChannel: "手机", WeChatChannel: "微信",
		SuggestionChannel: "网上建议", PhoneChannel: "电话", MailboxChannel: "领导信箱", SplitChannel: "一信多事分立",
	}[c]
}
