package petition

// Channel is the form of a petition 信访形式.
type Channel string

// The channels. Every one is registered in the same dialogue and numbered in the same series.
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
}

// Chinese is the channel as forms name it.
func (c Channel) Chinese() string {
	return map[Channel]string{
		LetterChannel: "来信", VisitChannel: "来访", WebChannel: "网上", MobileChannel: "手机", WeChatChannel: "微信",
		SuggestionChannel: "网上建议", PhoneChannel: "电话", MailboxChannel: "领导信箱", SplitChannel: "一信多事分立",
	}[c]
}

// channelWords are further names of the channels, as clerks write them.
var channelWords = map[string]Channel{
	"信件": LetterChannel, "联名信": LetterChannel, "来电": PhoneChannel, "网上信访": WebChannel, "手机信访": MobileChannel,
	"微信信访": WeChatChannel, "信箱": MailboxChannel,
}

// ChannelNamed finds a channel by its name on forms or by another word for it.
func ChannelNamed(word string) (Channel, bool) {
	for _, c := range Channels {
		if c.Chinese() == word {
			return c, true
		}
	}
	c, known := channelWords[word]
	return c, known
}

// JointWord begins a letter that several people signed.
const JointWord = "联名信"

// Oral tells whether the petitioner speaks and the clerk writes, so that it can be read back (条例 Art. 19).
func (c Channel) Oral() bool { return c == VisitChannel || c == PhoneChannel }

// FieldName is how a field is called in this form of petition.
func (c Channel) FieldName(f Field) string {
	if f == ReceivedField && c.Oral() {
		return "来" + map[bool]string{true: "访", false: "电"}[c == VisitChannel] + "日期"
	}
	if c != VisitChannel {
		switch f {
		case NameField:
			return "信访人"
		case HeadcountField:
			return "署名人数"
		}
	}
	return f.Chinese()
}

// Crowd is how a collective petition of this form is called.
func (c Channel) Crowd() string {
	if c == VisitChannel {
		return "集体访"
	}
	return "联名"
}
