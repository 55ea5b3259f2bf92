package petition

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"petitiondesk/models"
)

var (
	mobileForm   = regexp.MustCompile(`^(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})$`)
	landlineForm = regexp.MustCompile(`^\(?(0\d{2,3})\)?[- ]?(\d{7,8})$`)
	innerMobile  = regexp.MustCompile(`(?:^|\D)(1[3-9]\d{9})(?:\D|$)`)
	// The words of a correction glued to what they correct: 电话应该是139…, 改成4人.
	correctedNumber = regexp.MustCompile(`^(?:(?:联系)?(?:电话|手机)号?码?)?(?:应该?|改|更正)[是为成]`)
	correctedCount  = regexp.MustCompile(`^(?:人数)?(?:应该?|改|更正)[是为成]`)
	idForm          = regexp.MustCompile(`^\d{17}[\dXx]$`)
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

// The most common family names; a word that does not begin with one is not taken for a name unasked.
const familyNames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"

var compoundNames = []string{"欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "令狐", "慕容", "司徒"}

var notNames = []string{
	"应该", "谢谢", "谢了", "多谢", "方便", "时候", "高兴", "明天", "明白", "都是", "全部", "成了", "关了", "反映", "请求", "要求", "希望", "关于", "投诉", "咨询", "问题", "工资", "拖欠", "路灯", "房屋", "房子", "农田", "安全", "时间", "文件", "成立", "全体", "管道", "单位", "包工头", "马路", "高压线", "水管", "施工", "石头", "黄河", "金额",
	"全家", "全村", "全县", "全镇", "万元", "千元", "余元", "方法", "时常", "常年", "连续", "游客", "黄牛", "黄线", "白天", "钱款", "金属", "雷击",
	"马上", "尚未", "尚无", "向上", "万一", "司机", "时效", "于是", "应当", "应得", "应付", "应发", "阳台", "阳光", "明年", "和解", "项目", "车祸",
	"车位", "连接", "农药", "农户", "农机", "农民", "农保", "牛羊", "池塘", "沙石", "沙场", "柴油", "左右", "单车", "单据", "祝好", "岳父", "童工",
	"古树", "古墓", "余款", "余额", "孔洞", "常住", "安置", "安装", "齐全", "易燃", "易爆", "乔木", "林地", "林木", "林权", "谢绝", "高铁", "高速",
	"高压", "高利", "高龄", "任何", "任期", "全体", "施肥", "夏天", "秦岭", "卫生", "党员", "党委", "法院", "法官", "路人", "路边", "包括", "成员", "本人", "石材",
	"费用", "章程", "严重", "祖坟", "顾客", "冷库", "时间", "白条", "白事", "苗木", "麦子", "麦收", "麦田", "车间", "单元", "管理", "关系", "关门", "巩固", "路段", "孔庙", "欧元", "美元",
	"程序", "方向", "方案", "明显", "高温", "雷雨", "施救", "解决", "解释", "解除", "司法", "申请", "申诉", "安排", "包干", "包庇", "全额", "全年", "全天", "于今", "解约", "女士", "先生", "小姐", "师傅", "大爷", "大妈", "大伯", "阿姨", "老师", "书记", "主任", "经理", "老板", "队长", "程度", "和谐", "和好", "易地",
}

// notInNames are characters of sentences and of things that no given name has.
const notInNames = "不没被了的是点吗呢么很都也还要给与及欠费钱款坏断漏停占拆灯厂局所镇乡县太差赔管破门案死伤打骂偷抢堵窄脏臭吵病假贵晚低慢乱修租税罚车房屋楼墙沟渠坟坑塘粮债账票证款资薪"

// looksLikeName takes two to four characters with a known family name, or the 某 of anonymised records.
func looksLikeName(text string) bool {
	runes := []rune(text)
	if len(runes) < 2 || len(runes) > 4 || slices.ContainsFunc(runes, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		return false
	}
	if slices.ContainsFunc(notNames, func(w string) bool { return strings.Contains(text, w) }) {
		return false
	}
	if strings.ContainsAny(string(runes[1:]), notInNames) {
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
		if noMobile(value) {
			return r.Skip(f)
		}
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
	if len(asked) != 1 || !merged.Empty(asked[0]) || slices.Contains(merged.Skipped, asked[0]) {
		return merged, parsed, nil
	}
	// A value that cannot be is no answer to another question.
	if len(parsed.Doubts) > 0 && len(parsed.Leftover) == 0 && !(Report{}).Differs(parsed.Report) {
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
