package petition

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
)

// Place is a name under which people know a township or village.
type Place struct {
	Code string
	Name string
}

// Parsed is what a message was understood to say. Leftover are the words nobody could place; Doubts are
// sentences about what was recognised but cannot be right.
type Parsed struct {
	Report   Report
	Leftover []string
	Doubts   []string
	Labelled []Field // named outright, as in 姓名：张某
}

// AnotherVisitor tells whether a message written while have is talked about is rather the report of somebody
// else: it brings a name of its own and more.
func (p Parsed) AnotherVisitor(have Report) bool {
	said := p.Report
	return have.Name != "" && said.Name != "" && said.Name != have.Name && !slices.Contains(p.Labelled, NameField) &&
		(said.Mobile != "" || said.Facts != "" || said.Headcount != 0)
}

// separators stand between words, in the ASCII and the full-width form.
const separators = " \t\r\n\u3000,\uFF0C;\uFF1B\u3002\u3001"

var (
	factsWords  = []string{"反映", "投诉", "举报", "检举", "控告", "揭发", "咨询", "关于"}
	demandWords = []string{"请求", "要求", "诉求", "希望", "恳请", "申请"}
	// Only these may begin the demand in the middle of a run of text: 要求 and 希望 are everyday verbs there.
	spacedMobile = regexp.MustCompile(`\b(1[3-9]\d)[ -](\d{4})[ -](\d{4})\b`)
	innerFacts   = regexp.MustCompile(`反映|投诉`)
	innerDemand  = regexp.MustCompile(`请求|恳请|诉求[是为:\x{FF1A}]`)
	labels       = map[string]Field{
		"姓名": NameField, "来访人": NameField, "信访人": NameField,
		"电话": MobileField, "手机": MobileField, "联系电话": MobileField, "手机号": MobileField,
		"人数": HeadcountField, "来访人数": HeadcountField,
		"地点": PlaceField, "地址": PlaceField, "属地": PlaceField, "问题属地": PlaceField,
		"事项": FactsField, "反映事项": FactsField, "反映": FactsField, "问题": FactsField,
		"诉求": DemandField, "请求": DemandField, "要求": DemandField,
		"署名": HeadcountField, "署名人数": HeadcountField, "联名人数": HeadcountField,
		"户籍": RegisteredField, "户籍地": RegisteredField, "常住": HabitualField, "常住地": HabitualField, "现住地": HabitualField, "居住地": HabitualField,
		"收到": ReceivedField, "收到日期": ReceivedField, "收信日期": ReceivedField, "来访日期": ReceivedField, "来电日期": ReceivedField, "日期": ReceivedField,
		"邮戳": PostmarkField, "邮戳日期": PostmarkField,
		"目的": PurposeField, "信访目的": PurposeField, "信访形式": ChannelField,
	}
	// A label with a space, or nothing, in place of the colon: 邮戳 11月18日, 户籍石桥镇.
	looseLabel = regexp.MustCompile(`(^|[` + separators + `])(户籍地?|常住地?|现住地|居住地|收到日期|收到|收信日期|来访日期|来电日期|邮戳日期|邮戳)[ \x{3000}]*[在是为于]?([^` + separators + `:\x{FF1A}]+)`)
	labelled   = regexp.MustCompile(`^(\p{Han}{2,4})[:\x{FF1A}]\s*(.*)$`)
	tokens     = regexp.MustCompile(`[^` + separators + `]+|[` + separators + `]+`)
)

// Parse reads a report of a visit written in one message, in any order. It fills only what it is sure of.
func Parse(text string, places []Place) Parsed {
	p := parser{places: places}
	text = p.takeRepresentatives(p.takeAccused(spacedMobile.ReplaceAllString(foldWidth(text), "$1$2$3")))
	text = p.takeTicket(text)
	text = vagueCount.ReplaceAllString(looseLabel.ReplaceAllStringFunc(text, p.labelLoosely), "$1$2\uFF5E$3")
	separator := ""
	found := tokens.FindAllString(text, -1)
	for i, token := range found {
		if r, _ := utf8.DecodeRuneInString(token); strings.ContainsRune(separators, r) {
			separator = token
			continue
		}
		p.next = ""
		if i+2 < len(found) {
			p.next = found[i+2]
		}
		p.take(token, separator)
		separator = ""
	}
	p.out.Report.Facts = strings.TrimSpace(p.out.Report.Facts)
	p.out.Report.Demand = strings.TrimSpace(p.out.Report.Demand)
	return p.out
}

// labelLoosely puts the colon where what follows can only be the value of such a label: a date, or a place.
func (p *parser) labelLoosely(found string) string {
	m := looseLabel.FindStringSubmatch(found)
	isDate := labels[m[2]] == ReceivedField || labels[m[2]] == PostmarkField
	if _, known := p.place(m[3]); isDate && asDate(m[3]) == "" || !isDate && !known && !placeForm.MatchString(m[3]) {
		return found
	}
	return m[1] + m[2] + ":" + m[3]
}

// placeForm is a place that may lie anywhere in the country.
var placeForm = regexp.MustCompile(`^\p{Han}{1,18}(?:省|市|区|县|旗|镇|乡|街道|村|社区|小区)$`)

type parser struct {
	places    []Place
	section   Field  // facts or demand while running text goes there
	next      string // the token after this one
	continued bool   // the running text is more than the word it began with
	unsure    map[Field]bool
	out       Parsed
}

// doubt leaves a field open of which two different things were said.
func (p *parser) doubt(f Field, sentence string) {
	if p.unsure == nil {
		p.unsure = map[Field]bool{}
	}
	p.unsure[f] = true
	p.out.Doubts = append(p.out.Doubts, sentence)
}

func (p *parser) take(token, separator string) {
	if m := labelled.FindStringSubmatch(token); m != nil {
		if field, ok := labels[m[1]]; ok && !(p.section != "" && dated(field) && p.runsOn()) {
			p.labelled(field, m[2])
			return
		}
	}
	if p.section != "" && p.insideSentence(token, separator) {
		p.continued = true
		p.running(token, separator)
		return
	}
	if at := innerFacts.FindStringIndex(token); p.section == "" && at != nil && at[0] > 0 {
		p.take(token[:at[0]], separator)
		p.take(token[at[0]:], "")
		return
	}
	if p.structured(token) {
		p.section = ""
		return
	}
	if word := prefixOf(token, factsWords); word != "" {
		p.section, p.continued = FactsField, false
		p.running(strings.TrimPrefix(strings.TrimLeft(token[len(word):], ":\uFF1A"), "的是"), "")
		return
	}
	if prefixOf(token, demandWords) != "" {
		p.section, p.continued = DemandField, false
		p.running(trimDemand(token), separator)
		return
	}
	// After running text only the 某 of anonymised records is surely a name, and only among other such things.
	if p.section != "" && !(p.out.Report.Name == "" && looksLikeName(token) && strings.HasSuffix(token, "某") && p.wellFormed(p.next)) {
		p.continued = true
		p.running(token, separator)
		return
	}
	p.section = ""
	p.head(token)
}

func (p *parser) labelled(field Field, value string) {
	p.section = ""
	if field == FactsField || field == DemandField {
		p.section, p.continued = field, false
		p.running(value, "")
		return
	}
	report, err := p.out.Report.Set(field, value, p.places)
	if err != nil {
		p.out.Doubts = append(p.out.Doubts, models.MessageOf(err))
		return
	}
	p.out.Report = report
	p.out.Labelled = append(p.out.Labelled, field)
}

// running adds text to the open section; a demand may begin inside the facts.
func (p *parser) running(text, separator string) {
	if p.section == FactsField {
		if at := innerDemand.FindStringIndex(text); at != nil && at[0] > 0 {
			p.running(text[:at[0]], separator)
			p.section = DemandField
			p.running(trimDemand(text[at[0]:]), "")
			return
		}
	}
	into := &p.out.Report.Facts
	if p.section == DemandField {
		into = &p.out.Report.Demand
	}
	if *into != "" {
		if separator == "" {
			separator = "\uFF0C"
		}
		*into += separator
	}
	*into += text
}

func prefixOf(token string, words []string) string {
	for _, w := range words {
		if strings.HasPrefix(token, w) {
			return w
		}
	}
	return ""
}

// trimDemand drops 诉求 as a label and keeps verbs such as 请求, which belong to the sentence.
func trimDemand(token string) string {
	if rest, ok := strings.CutPrefix(token, "诉求"); ok {
		return strings.TrimLeft(rest, "是为:\uFF1A")
	}
	return token
}
