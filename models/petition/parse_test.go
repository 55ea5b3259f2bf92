package petition

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var townships = []Place{{"T01", "城关镇"}, {"T02", "东山乡"}, {"T03", "柳河镇"}}

// This table is the published account of what one message can say.
func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want Parsed
	}{
		"the example of the handbook": {
			"张某 13900000000 3人 城关镇 反映拖欠工资 请求支付",
			Parsed{Report: Report{Name: "张某", Mobile: "13900000000", Headcount: 3, Place: "城关镇", PlaceCode: "T01", Facts: "拖欠工资", Demand: "请求支付"}},
		},
		"another order": {
			"反映修路占用农田 请求补偿 李某 一行七人 东山乡 139-0000-0001",
			Parsed{Report: Report{Name: "李某", Mobile: "13900000001", Headcount: 7, Place: "东山乡", PlaceCode: "T02", Facts: "修路占用农田", Demand: "请求补偿"}},
		},
		"commas inside the facts": {
			"王某,2人,柳河镇,反映水渠损坏,已有三个月,请求尽快修复",
			Parsed{Report: Report{Name: "王某", Headcount: 2, Place: "柳河镇", PlaceCode: "T03", Facts: "水渠损坏,已有三个月", Demand: "请求尽快修复"}},
		},
		"no spaces": {
			"张某13900000000 共3人 城关镇东街村 反映低保申请未答复请求说明情况",
			Parsed{Report: Report{Name: "张某", Mobile: "13900000000", Headcount: 3, Place: "城关镇东街村", PlaceCode: "T01", Facts: "低保申请未答复", Demand: "请求说明情况"}},
		},
		"labels": {
			"姓名:赵某 电话:13900000002 人数:12 地点:城关镇 事项:小区停水 诉求:恢复供水",
			Parsed{Report: Report{Name: "赵某", Mobile: "13900000002", Headcount: 12, Place: "城关镇", PlaceCode: "T01", Facts: "小区停水", Demand: "恢复供水"}, Labelled: []Field{NameField, MobileField, HeadcountField, PlaceField}},
		},
		"要求 within the facts is not the demand": {
			"张某 1人 城关镇 反映物业要求多交费用 希望查明",
			Parsed{Report: Report{Name: "张某", Headcount: 1, Place: "城关镇", PlaceCode: "T01", Facts: "物业要求多交费用", Demand: "希望查明"}},
		},
		"unsure words are left over, not guessed at": {
			"张某 拖欠工资 城关镇",
			Parsed{Report: Report{Name: "张某", Place: "城关镇", PlaceCode: "T01"}, Leftover: []string{"拖欠工资"}},
		},
		"a wrong identity number is doubted": {
			"张某 11010519491231002Y 2人",
			Parsed{Report: Report{Name: "张某", Headcount: 2}, Leftover: []string{"11010519491231002Y"}},
		},
		"an identity number whose check digit is off": {
			"张某 110105194912310021",
			Parsed{Report: Report{Name: "张某"}, Doubts: []string{"身份证号码校验不符，没有登记身份证号，请核对后再发。"}},
		},
		"a right identity number": {
			"张某 11010519491231002x",
			Parsed{Report: Report{Name: "张某", IDNumber: "11010519491231002X"}},
		},
		"a place and the facts written together": {
			"张某 3人城关镇反映拖欠工资请求支付",
			Parsed{Report: Report{Name: "张某", Headcount: 3, Place: "城关镇", PlaceCode: "T01", Facts: "拖欠工资", Demand: "请求支付"}},
		},
		"full-width digits and a spaced mobile": {
			"张某 \uFF13人 139 0000 0000",
			Parsed{Report: Report{Name: "张某", Headcount: 3, Mobile: "13900000000"}},
		},
		"two head-counts are asked about": {
			"张某 3人 5人",
			Parsed{Report: Report{Name: "张某"}, Doubts: []string{"来访人数有两种说法，请确认。"}},
		},
		"two places are asked about": {
			"张某 城关镇 柳河镇",
			Parsed{Report: Report{Name: "张某"}, Doubts: []string{"问题属地有两种说法，请确认。"}},
		},
		"a rank is no head-count":         {"张某 第一名", Parsed{Report: Report{Name: "张某"}, Leftover: []string{"第一名"}}},
		"more people than we believe":     {"张某 12000人", Parsed{Report: Report{Name: "张某"}, Leftover: []string{"12000人"}}},
		"a vague head-count is left over": {"张某 两三人", Parsed{Report: Report{Name: "张某"}, Leftover: []string{"两三人"}}},
		"a landline":                      {"0531-88880000", Parsed{Report: Report{Mobile: "053188880000"}}},
		"a landline written otherwise":    {"(0571)88880000", Parsed{Report: Report{Mobile: "057188880000"}}},
		"emoji":                           {"张某 😀 3人", Parsed{Report: Report{Name: "张某", Headcount: 3}, Leftover: []string{"😀"}}},
		"empty":                           {"", Parsed{}},
		"separators":                      {" ,。\n", Parsed{}},
		"zero people":                     {"0人", Parsed{Leftover: []string{"0人"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Parse(c.text, townships)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnswer(t *testing.T) {
	have := Report{Name: "张某", Place: "城关镇"}
	for name, c := range map[string]struct {
		text  string
		asked []Field
		want  func(Report) string
		value string
	}{
		"plain number to the head-count":    {"3", []Field{HeadcountField}, func(r Report) string { return strings.Repeat("x", r.Headcount) }, "xxx"},
		"free text to the facts":            {"老板欠了我们三个月工资", []Field{FactsField}, func(r Report) string { return r.Facts }, "老板欠了我们三个月工资"},
		"facts that hold a head-count word": {"5人被欠薪", []Field{FactsField}, func(r Report) string { return r.Facts }, "5人被欠薪"},
		"two gaps in one reply":             {"3人 反映欠薪", []Field{HeadcountField, FactsField}, func(r Report) string { return r.Facts }, "欠薪"},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, err := have.Answer(c.text, c.asked, townships)
			if err != nil || c.want(got) != c.value {
				t.Errorf("got %+v, %v", got, err)
			}
			if got.Original[len(got.Original)-1] != c.text {
				t.Error("the words typed were lost")
			}
		})
	}
}

// Whatever is typed, every word of it ends up somewhere: in a field, left over, or doubted.
func TestParseLosesNothing(t *testing.T) {
	word := rapid.SampledFrom([]string{"张某", "13900000000", "3人", "城关镇", "反映欠薪", "请求支付", "未知词", "abc", "😀", "东街", "，", "要求", "户籍柳河镇", "全国初次"})
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 0, 12).Draw(t, "words")
		got := Parse(strings.Join(words, " "), townships)
		all := strings.Join(got.Leftover, " ") + got.Report.Name + got.Report.Mobile + got.Report.Place + got.Report.Facts + got.Report.Demand + got.Report.RegisteredResidence + got.Report.Nationwide.Chinese()
		for _, w := range words {
			if w == "3人" || w == "，" {
				continue
			}
			if w = strings.TrimPrefix(strings.TrimPrefix(w, "反映"), "户籍"); !strings.Contains(all, w) {
				t.Fatalf("%q is nowhere in %+v", w, got)
			}
		}
	})
}

func TestCutNumber(t *testing.T) {
	for text, want := range map[string][2]string{
		"XF20261122-0001 情况紧急,请协调人社局": {"XF20261122-0001", "情况紧急,请协调人社局"},
		"xf20261122-0001":   {"XF20261122-0001", ""},
		"0001 请人社局三日内答复":    {"0001", "请人社局三日内答复"},
		"0001，请尽快":          {"0001", "请尽快"},
		"#0012 好":           {"0012", "好"},
		"请人社局三日内答复":         {"", "请人社局三日内答复"},
		"13900000000 打这个电话": {"", "13900000000 打这个电话"},
		"3日内答复":             {"", "3日内答复"},
		"":                  {"", ""},
	} {
		if reference, rest := CutNumber(text); reference != want[0] || rest != want[1] {
			t.Errorf("%q: got %q, %q", text, reference, rest)
		}
	}
}

func TestReadChineseNumber(t *testing.T) {
	for text, want := range map[string]int{"七": 7, "十": 10, "十二": 12, "二十": 20, "二十三": 23, "一百零五": 105, "一千二百": 1200, "两": 2, "百": 100} {
		if got := readChineseNumber(text); got != want {
			t.Errorf("%s: got %d", text, got)
		}
	}
}

func TestMasks(t *testing.T) {
	for got, want := range map[string]string{
		MaskName("张某"): "张*", MaskName("欧阳某某"): "欧***", MaskName(""): "",
		MaskDigits("13900000000"): "139****0000", MaskDigits("123"): "***",
		MaskText("电话13900000000，身份证11010519491231002X"): "电话139****0000，身份证110***********002X",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
