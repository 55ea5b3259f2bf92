package petition_test

import (
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/petition"
)

func TestFindTopic(t *testing.T) {
	for words, want := range map[string]string{
		"欠薪三个月":        "劳动和社会保障",
		"反映拖欠工资":       "劳动和社会保障",
		"尚有工资9600元未结清": "劳动和社会保障",
		"小区两部电梯停用一个多月": "房产物业",
		"低保复核后停发":      "民政与应急",
		"养猪场污水流到河里":    "生态环境",
		"承包地界限有争议":     "农村农业",
		"孩子上学学校不收":     "教育",
		"":             "",
		"请领导重视":        "",
		"学校拖欠工资":       "",
		"物业在小区里乱收停车费，噪音也很大": "",
	} {
		code := petition.ShippedTopics().Find(words)
		if got := petition.ShippedTopics().Name(petition.Topics2023, code); got != want {
			t.Errorf("%q is about %q, want %q", words, got, want)
		}
	}
}

func TestTopicsMap(t *testing.T) {
	for _, test := range []struct {
		from        petition.TopicList
		name        string
		to          petition.TopicList
		want        string
		approximate bool
	}{
		{petition.Topics2020, "国土资源", petition.Topics2023, "自然资源", false},
		{petition.Topics2020, "城乡建设", petition.Topics2023, "城乡建设", true},
		{petition.Topics2020, "教育文体", petition.Topics2023, "教育", true},
		{petition.Topics2023, "房产物业", petition.Topics2020, "城乡建设", false},
		{petition.Topics2023, "教育", petition.Topics2020, "教育文体", false},
		{petition.Topics2023, "军队事务", petition.Topics2020, "民政", true},
		{petition.Topics2023, "教育", petition.Topics2023, "教育", false},
	} {
		code, approximate := petition.ShippedTopics().Map(test.from, petition.ShippedTopics().Named(test.from, test.name), test.to)
		if got := petition.ShippedTopics().Name(test.to, code); got != test.want || approximate != test.approximate {
			t.Errorf("%s of %s is %q (approximate %v)", test.name, test.from, got, approximate)
		}
	}
	if code, approximate := petition.ShippedTopics().Map(petition.Topics2020, "nothing", petition.Topics2023); code != "" || !approximate {
		t.Errorf("an unknown topic became %q, %v", code, approximate)
	}
	if code, approximate := petition.ShippedTopics().Map(petition.Topics2020, "", petition.Topics2023); code != "" || approximate {
		t.Errorf("no topic became %q, %v", code, approximate)
	}
}

// Every topic of a list has a counterpart that the other list knows.
func TestTheCrosswalkIsComplete(t *testing.T) {
	lists := map[petition.TopicList]int{petition.Topics2020: 17, petition.Topics2023: 20}
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.SampledFrom([]petition.TopicList{petition.Topics2020, petition.Topics2023}).Draw(t, "from")
		to := rapid.SampledFrom([]petition.TopicList{petition.Topics2020, petition.Topics2023}).Draw(t, "to")
		all := petition.ShippedTopics().Topics(from)
		if len(all) != lists[from] {
			t.Fatalf("%s has %d topics", from, len(all))
		}
		topic := rapid.SampledFrom(all).Draw(t, "topic")
		code, _ := petition.ShippedTopics().Map(from, topic.Code, to)
		if name := petition.ShippedTopics().Name(to, code); code == "" || name == code {
			t.Fatalf("%s %s becomes %q in %s", from, topic.Name, code, to)
		}
	})
}

func TestReadClassification(t *testing.T) {
	for words, want := range map[string]petition.Classification{
		"劳动和社会保障 求决 市级": {Topic: "labour", Purpose: petition.Resolution, Level: petition.CityLevel},
		"市级，求决、教育":      {Topic: "education", Purpose: petition.Resolution, Level: petition.CityLevel},
		"乡镇":            {Level: petition.TownshipLevel},
		"全国重复 建议":       {Purpose: petition.SuggestionPurpose, Nationwide: petition.RepeatNationwide},
		"其他 其他目的":       {Topic: "other", Purpose: petition.OtherPurpose},
	} {
		got, unknown := petition.ReadClassification(words, petition.ShippedTopics())
		if got != want || len(unknown) > 0 || !got.Ready(petition.ShippedTopics()) {
			t.Errorf("%q: got %+v, unknown %q", words, got, unknown)
		}
	}
	got, unknown := petition.ReadClassification("外星事务 求决", petition.ShippedTopics())
	if got.Purpose != petition.Resolution || len(unknown) != 1 || unknown[0] != "外星事务" {
		t.Errorf("got %+v, unknown %q", got, unknown)
	}
	for _, wrong := range []petition.Classification{{}, {Topic: "no"}, {Purpose: "no"}, {Level: "no"}, {Nationwide: "no"}, {Topic: "land"}} {
		if wrong.Ready(petition.ShippedTopics()) {
			t.Errorf("%+v passes", wrong)
		}
	}
}
