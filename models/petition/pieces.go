package petition

import (
	"regexp"
	"slices"
	"strings"
)

var (
	innerID = regexp.MustCompile(`(?:^|\D)(\d{17}[\dXx])(?:[^\dXx]|$)`)
	// fillers are words around what is recognised that say nothing of their own.
	fillers  = regexp.MustCompile(`^(?:我们|咱们|我|他们|大家|夫妻|夫妇|父子|父女|母子|母女|兄弟|姐妹|姐弟|兄妹|群众|村民|居民|业主|工人|农民工|职工|家长|来访|到访|前来|一起|一同|来了|今天|联系电话|联系方式|手机号码?|电话号码?|电话|手机|座机|身份证号码?|身份证|证件号码?|姓名|名字|来访人|信访人|主访人|问题属地|属地|地点|地址|家住|住在?|人在|来自|人数|叫|是|在|的|为|[:\x{FF1A}()\x{FF08}\x{FF09}])+$`)
	nameCall = regexp.MustCompile(`^(?:我叫|我是|名叫|姓名是?|来访人是?|信访人是?|主访人是?|村民|居民|业主)(\p{Han}{2,4})$`)
	// Numbers of no form, too long or too short to be what they look like.
	wrongID     = regexp.MustCompile(`^\d{14,19}[\dXx]$`)
	wrongMobile = regexp.MustCompile(`^(?:\+?86)?\d{7,14}$`)
	plainDay    = regexp.MustCompile(`^(?:19|20)\d{6}$`)
	none        = regexp.MustCompile(`^(?:无|没有?|没留|未留|不留|未提供|不提供)(?:联系)?(?:电话|手机|手机号|号码|联系方式)(?:号码?)?$`)
)

// noMobile tells whether a text says that there is no telephone.
func noMobile(text string) bool { return none.MatchString(text) || text == "无" || text == "没有" }

// pieces takes a token apart that is several known things written without a space, such as 张某等5人. Every part must be
// known: in 死亡3人 and 老板电话139… it is somebody else's.
func (p *parser) pieces(token string) ([]string, bool) {
	if p.wellFormed(token) || looksLikeName(token) {
		return []string{token}, true
	}
	if bare := strings.Trim(token, "()\uFF08\uFF09"); bare != token {
		return p.pieces(bare)
	}
	if token == "" || fillers.MatchString(token) {
		return nil, true
	}
	if m := nameCall.FindStringSubmatch(token); m != nil && looksLikeName(m[1]) {
		return []string{m[1]}, true
	}
	for _, form := range []*regexp.Regexp{innerID, innerMobile, innerHeadcount} {
		at := form.FindStringSubmatchIndex(token)
		if at == nil || !p.wellFormed(token[at[2]:at[3]]) {
			continue
		}
		before, known := p.pieces(token[:at[2]])
		after, knownToo := p.pieces(strings.TrimPrefix(token[at[3]:], "来访"))
		return slices.Concat(before, []string{token[at[2]:at[3]]}, after), known && knownToo
	}
	return p.placePieces(token)
}

// placePieces splits 张某城关镇东街村 and 家住城关镇.
func (p *parser) placePieces(token string) ([]string, bool) {
	for _, place := range p.places {
		at := strings.Index(token, place.Name)
		if name := strings.TrimPrefix(token, place.Name); at == 0 && looksLikeName(name) && strings.HasSuffix(name, "某") {
			return []string{place.Name, name}, true
		}
		if at <= 0 {
			continue
		}
		if before, known := p.pieces(token[:at]); known && p.wellFormed(token[at:]) {
			return append(before, token[at:]), true
		}
	}
	return nil, false
}

// wellFormed tells whether a token is wholly a number, a head-count, a place or another thing with a form of its own.
func (p *parser) wellFormed(token string) bool {
	_, place := p.place(token)
	return place || asMobile(token) != "" || looksLikeID(token) || asHeadcount(token) > 0 || nationwideWords[token] != "" || none.MatchString(token)
}

// runsOn tells whether the next token continues a sentence.
func (p *parser) runsOn() bool {
	if p.next == "" || p.wellFormed(p.next) || looksLikeName(p.next) {
		return false
	}
	if m := labelled.FindStringSubmatch(p.next); m != nil && labels[m[1]] != "" {
		return false
	}
	if prefixOf(p.next, factsWords) != "" || prefixOf(p.next, demandWords) != "" {
		return false
	}
	_, known := p.pieces(p.next)
	return !known
}

// insideSentence tells whether something with a form of its own belongs to the facts or the demand that are being
// written: more of the sentence follows, or it ends one of several words, or a comma joins a head-count to it that need not
// be of those who came.
func (p *parser) insideSentence(token, separator string) bool {
	if !p.wellFormed(token) {
		return false
	}
	if p.runsOn() || p.continued && p.next == "" && !saysWhoCame(token) {
		return true
	}
	return asHeadcount(token) > 0 && !saysWhoCame(token) && p.next == "" && separator != "" && strings.TrimSpace(separator) != ""
}

func dated(f Field) bool { return f == ReceivedField || f == PostmarkField }

// structured takes a token that is wholly one thing with a form of its own.
func (p *parser) structured(token string) bool {
	r := &p.out.Report
	number := asMobile(correctedNumber.ReplaceAllString(token, ""))
	count := asHeadcount(correctedCount.ReplaceAllString(token, ""))
	switch place, isPlace := p.place(token); {
	case number != "":
		p.mobile(number, token)
	case looksLikeID(token):
		p.idNumber(token)
	case count > 0:
		p.headcount(count)
	case isPlace:
		p.oneplace(token, place)
	case none.MatchString(token):
		r.Skipped = append(slices.Clone(r.Skipped), MobileField)
	case nationwideWords[token] != "":
		r.Nationwide = nationwideWords[token]
	default:
		return false
	}
	return true
}

func (p *parser) mobile(digits, token string) {
	r := &p.out.Report
	switch {
	case p.unsure[MobileField] || r.Mobile != "" && r.Mobile != digits:
		if !p.unsure[MobileField] {
			p.doubt(MobileField, "联系电话有两个，请确认登记哪一个。")
			p.out.Leftover = append(p.out.Leftover, r.Mobile)
		}
		r.Mobile = ""
		p.out.Leftover = append(p.out.Leftover, token)
	default:
		r.Mobile = digits
	}
}

func (p *parser) idNumber(token string) {
	r := &p.out.Report
	id := strings.ToUpper(token)
	switch {
	case !ValidIDNumber(token):
		p.out.Doubts = append(p.out.Doubts, "身份证号码校验不符，没有登记身份证号，请核对后再发。")
	case p.unsure[idField] || r.IDNumber != "" && r.IDNumber != id:
		if !p.unsure[idField] {
			p.doubt(idField, "身份证号码有两个，没有登记身份证号，请核对后再发。")
		}
		r.IDNumber = ""
	default:
		r.IDNumber = id
	}
}

// idField names the identity number among what is unsure; nobody is asked for it.
const idField Field = "id_number"

func (p *parser) headcount(n int) {
	r := &p.out.Report
	switch {
	case p.unsure[HeadcountField]:
	case r.Headcount != 0 && r.Headcount != n:
		p.doubt(HeadcountField, "来访人数有两种说法，请确认。")
		r.Headcount = 0
	default:
		r.Headcount = n
	}
}

func (p *parser) oneplace(token string, place Place) {
	r := &p.out.Report
	switch {
	case p.unsure[PlaceField]:
	case r.Place != "" && r.PlaceCode != place.Code:
		p.doubt(PlaceField, "问题属地有两种说法，请确认。")
		r.Place, r.PlaceCode = "", ""
	case strings.HasPrefix(r.Place, token):
	default:
		r.Place, r.PlaceCode = fullPlace(token, place), place.Code
	}
}

// fullPlace is what was typed, with the township's suffix where it was left out.
func fullPlace(token string, place Place) string {
	if strings.HasPrefix(place.Name, token) {
		return place.Name
	}
	return token
}

// name takes a name. Of two, nobody is guessed to be the one who speaks. What is left over is shown, so it is masked.
func (p *parser) name(token string) {
	r := &p.out.Report
	switch {
	case r.Name == token:
	case p.unsure[NameField], r.Name != "" && slices.Contains(p.out.Labelled, NameField):
		p.out.Leftover = append(p.out.Leftover, MaskName(token))
	case r.Name != "":
		p.doubt(NameField, "提到了不止一个姓名，请确认哪一位是来访人；代表请写「代表 李某」。")
		p.out.Leftover = append(p.out.Leftover, MaskName(r.Name), MaskName(token))
		r.Name = ""
	default:
		r.Name = token
	}
}

// head reads a token before any running text: a name, or several things written without a space.
func (p *parser) head(token string) {
	if looksLikeName(token) {
		p.name(token)
		return
	}
	found, known := p.pieces(token)
	switch {
	case !known && wrongID.MatchString(token):
		p.out.Doubts = append(p.out.Doubts, "身份证号码应为18位，没有登记身份证号，请核对后再发。")
		return
	case !known && wrongMobile.MatchString(token) && !plainDay.MatchString(token):
		p.out.Doubts = append(p.out.Doubts, "联系电话应为11位手机号或带区号的座机，没有记录，请核对后再发。")
		return
	case !known:
		p.out.Leftover = append(p.out.Leftover, token)
		return
	}
	for _, piece := range found {
		if !p.structured(piece) {
			p.name(piece)
		}
	}
}
