package petition

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"petitiondesk/models"
)

var (
	mobileForm     = regexp.MustCompile(`^(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})$`)
	landlineForm   = regexp.MustCompile(`^\(?(0\d{2,3})\)?[- ]?(\d{7,8})$`)
	innerMobile    = regexp.MustCompile(`(?:^|\D)(1[3-9]\d{9})(?:\D|$)`)
	idForm         = regexp.MustCompile(`^\d{17}[\dXx]$`)
	headcountForm  = regexp.MustCompile(`^(?:一行|一共|共计|共|等|来访)?(\d{1,4}|[一二两三四五六七八九十百千零]+)(?:个人|人|名|位)(?:来访)?$`)
	innerHeadcount = regexp.MustCompile(`(?:^|[^\d一二两三四五六七八九十百千零第])((?:一行|一共|共计|共|等)?(?:\d{1,4}|[一二两三四五六七八九十百千零]+)(?:个人|人|名|位))`)
)

// PlainNumber is the digits of a mobile or landline number, however it is written: 0571-8888 0000 and 057188880000 are one.
// What is no such number stays as it is.
func PlainNumber(text string) string {
	if digits := asMobile(text); digits != "" {
		return digits
	}
	return text
}

// asMobile returns the digits of a mobile or landline number, "" when the text is neither.
func asMobile(text string) string {
	if m := mobileForm.FindStringSubmatch(text); m != nil {
		return m[1] + m[2] + m[3]
	}
	if m := landlineForm.FindStringSubmatch(text); m != nil {
		return m[1] + m[2]
	}
	return ""
}

// foldWidth turns full-width digits and letters into ASCII, rune by rune.
func foldWidth(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\uFF10' && r <= '\uFF19' || r >= '\uFF21' && r <= '\uFF3A' || r >= '\uFF41' && r <= '\uFF5A' {
			return r - 0xFEE0
		}
		return r
	}, text)
}

func looksLikeID(text string) bool { return idForm.MatchString(text) }

// ValidIDNumber checks the 18th character of a resident identity number (GB 11643, ISO 7064 MOD 11-2).
func ValidIDNumber(id string) bool {
	if !looksLikeID(id) {
		return false
	}
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(id[i]-'0') * w
	}
	return "10X98765432"[sum%11] == strings.ToUpper(id)[17]
}

// MaxHeadcount is the largest head-count taken without asking again.
const MaxHeadcount = 9999

// asHeadcount reads 3人, 一行七人, 共12人; 0 when the text is no head-count.
func asHeadcount(text string) int {
	m := headcountForm.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	return readCount(m[1])
}

func readCount(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		if n > MaxHeadcount {
			return 0
		}
		return n
	}
	return readChineseNumber(text)
}

// readChineseNumber reads whole numbers up to 9999; 0 when the text is none.
func readChineseNumber(text string) int {
	total, digit, digits := 0, 0, 0 // digits counts those that follow each other
	for _, r := range text {
		if r == '零' {
			continue
		}
		switch {
		case r == '千' || r == '百' || r == '十':
			unit := map[rune]int{'千': 1000, '百': 100, '十': 10}[r]
			total += max(digit, 1) * unit
			digit, digits = 0, 0
		default:
			digit = slices.Index([]rune("零一二三四五六七八九"), r)
			if r == '两' {
				digit = 2
			}
			if digit < 0 || digits > 0 {
				return 0 // 两三 is no number
			}
			digits++
			continue
		}
	}
	return total + digit
}

// The most common family names; a word that does not begin with one is not taken for a name unasked.
const familyNames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"

var compoundNames = []string{"欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "令狐", "慕容", "司徒"}

var notNames = []string{"应该", "谢谢", "谢了", "多谢", "方便", "时候", "高兴", "明天", "明白", "都是", "全部", "成了", "关了", "反映", "请求", "要求", "希望", "关于", "投诉", "咨询", "问题", "工资", "拖欠", "路灯", "房屋", "房子", "农田", "安全", "时间", "文件", "成立", "全体", "管道", "单位", "包工头", "马路", "高压线", "水管", "施工", "石头", "黄河", "金额"}

// looksLikeName takes two to four characters with a known family name, or the 某 of anonymised records.
func looksLikeName(text string) bool {
	runes := []rune(text)
	if len(runes) < 2 || len(runes) > 4 || slices.ContainsFunc(runes, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		return false
	}
	if slices.ContainsFunc(notNames, func(w string) bool { return strings.Contains(text, w) }) {
		return false
	}
	if slices.ContainsFunc(compoundNames, func(c string) bool { return strings.HasPrefix(text, c) }) {
		return true
	}
	return len(runes) <= 3 && strings.ContainsRune(familyNames, runes[0]) && !strings.HasSuffix(text, "镇") &&
		!strings.HasSuffix(text, "乡") && !strings.HasSuffix(text, "村")
}

// Set gives one field the value a person typed for it. Errors are Invalid, with what to type instead.
func (r Report) Set(f Field, value string, places []Place) (Report, error) {
	value = strings.TrimSpace(value)
	if value == "" {
		return r, models.Errorf(models.Invalid, "请写出%s的内容。", f.Chinese())
	}
	switch f {
	case NameField:
		if utf8.RuneCountInString(value) > 30 || strings.ContainsAny(value, "0123456789") {
			return r, models.Errorf(models.Invalid, "%s姓名似乎不对，请只回复姓名，例如：张某。", r.Via().FieldName(f))
		}
		r.Name = value
	case MobileField:
		mobile := asMobile(strings.ReplaceAll(value, " ", ""))
		if mobile == "" {
			return r, models.Errorf(models.Invalid, "联系电话应为11位手机号或带区号的座机，请核对后再发一次；没有电话可回复「跳过」。")
		}
		r.Mobile = mobile
	case HeadcountField:
		n := asHeadcount(value)
		if n == 0 {
			n = readCount(value)
		}
		if n == 0 {
			return r, models.Errorf(models.Invalid, "%s请回复数字，例如：3人。", r.Via().FieldName(f))
		}
		r.Headcount = n
	case PlaceField:
		if utf8.RuneCountInString(value) > 60 {
			return r, models.Errorf(models.Invalid, "问题属地请写到乡镇和村即可，例如：城关镇东街村。")
		}
		place, _ := FindPlace(value, places)
		r.Place, r.PlaceCode = value, place.Code
	case FactsField:
		r.Facts = value
	case DemandField:
		r.Demand = value
	default:
		return r.setOptional(f, value, places)
	}
	r.Skipped = slices.DeleteFunc(slices.Clone(r.Skipped), func(s Field) bool { return s == f })
	return r, nil
}

func (r Report) setOptional(f Field, value string, places []Place) (Report, error) {
	switch f {
	case RegisteredField, HabitualField:
		if utf8.RuneCountInString(value) > 60 {
			return r, models.Errorf(models.Invalid, "%s请写到乡镇和村即可，例如：城关镇东街村。", f.Chinese())
		}
		place, _ := FindPlace(value, places)
		if f == RegisteredField {
			r.RegisteredResidence, r.RegisteredCode = value, place.Code
		} else {
			r.HabitualResidence, r.HabitualCode = value, place.Code
		}
	case RepresentativesField:
		names := splitNames(value)
		if len(names) > maxNamed || slices.ContainsFunc(names, func(n string) bool { return utf8.RuneCountInString(n) > 30 }) {
			return r, models.Errorf(models.Invalid, "请只写代表的姓名，用顿号隔开，例如：李某、王某。")
		}
		r.Representatives = names
	case ReceivedField, PostmarkField:
		day := asDate(value)
		if day == "" {
			return r, models.Errorf(models.Invalid, "%s请写成 2026-11-20 或 11月20日。", f.Chinese())
		}
		if f == ReceivedField {
			r.Received = day
		} else {
			r.Postmark = day
		}
	default:
		return r.setWord(f, value)
	}
	return r, nil
}

// setWord sets the fields that take a word of a list.
func (r Report) setWord(f Field, value string) (Report, error) {
	if c, known := ChannelNamed(value); f == ChannelField && known {
		r.Channel, r.Joint = c, r.Joint || value == JointWord
		return r, nil
	}
	if n, known := nationwideWords[value]; f == NationwideField && known {
		r.Nationwide = n
		return r, nil
	}
	var read Classification
	if f == PurposeField && read.takePurpose(value) {
		r.Purpose = read.Purpose
		return r, nil
	}
	return r, models.Errorf(models.Invalid, "没有看懂%s「%s」，请核对后再发。", f.Chinese(), value)
}

// Answer reads a reply to a question about asked. A reply to a question about one field is that field's
// value, unless it plainly says other things.
func (r Report) Answer(text string, asked []Field, places []Place) (Report, Parsed, error) {
	parsed := Parse(text, places)
	merged := r.Merge(parsed.Report, false).Heard(text)
	if len(asked) != 1 || !merged.Empty(asked[0]) {
		return merged, parsed, nil
	}
	// Only something recognised as a whole keeps the text from being the answer.
	if len(parsed.Leftover) == 0 && (Report{}).Differs(parsed.Report) && asked[0] != FactsField && asked[0] != DemandField {
		return merged, parsed, nil
	}
	set, err := r.Heard(text).Set(asked[0], text, places)
	return set, Parsed{}, err
}

// Differs tells whether some field is known of one report only.
func (r Report) Differs(other Report) bool {
	return slices.ContainsFunc(slices.Concat(Fields, Optional), func(f Field) bool { return r.Empty(f) != other.Empty(f) })
}
