package petition_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models"
	"petitiondesk/models/petition"
)

const topics2026 = `list,code,name,parent,crosswalk
2026,labour,劳动和社会保障,,2023:labour
2026,wages,拖欠工程款工资,labour,
2026,pension,养老保险待遇,labour,
2026,wages_teachers,教师工资待遇,wages,
2026,living,城乡居住,,2023:construction~;2023:housing
2026,other,其他,,2023:other
`

func editions(t *testing.T, text string) []petition.TopicEdition {
	t.Helper()
	read, err := petition.ReadTopics(text)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func TestImportedListIsThePresentOne(t *testing.T) {
	c := petition.ShippedTopics().With(editions(t, topics2026)...)
	if c.Now() != "2026" || len(c.Top("2026")) != 3 || c.TopOf("2026", "wages_teachers") != "labour" || petition.ShippedTopics().Now() != petition.Topics2023 {
		t.Errorf("now %s, top %v", c.Now(), c.Top("2026"))
	}
	for _, test := range []struct {
		from        petition.TopicList
		code        string
		to          petition.TopicList
		want        string
		approximate bool
	}{
		{"2026", "labour", "2023", "labour", false},
		{"2026", "wages_teachers", "2023", "labour", false}, // with the topic above it
		{"2026", "living", "2023", "housing", false},
		{"2023", "housing", "2026", "living", false},
		{"2023", "construction", "2026", "living", true},
		{"2023", "health", "2026", "", true},
		{"2020", "labour", "2026", "labour", false}, // by way of 2023
		{"2020", "construction", "2026", "living", true},
		{"2026", "wages", "2020", "labour", false},
	} {
		got, approximate := c.Map(test.from, test.code, test.to)
		if got != test.want || approximate != test.approximate {
			t.Errorf("%s of %s is %q of %s (approximate %v)", test.code, test.from, got, test.to, approximate)
		}
	}
	for words, want := range map[string]string{
		"反映欠薪三个月":           "labour",
		"反映养老保险待遇没有落实":      "pension",
		"教师工资待遇低":           "wages_teachers", // named itself, though 教师 and 工资 are words of two topics at the top
		"要求落实教师工资待遇和养老保险待遇": "",
		"看病报销难":             "", // the list has no such topic
	} {
		if got := c.Find(words); got != want {
			t.Errorf("%q is about %q, want %q", words, got, want)
		}
	}
	if read, unknown := petition.ReadClassification("养老保险待遇 求决", c); read.Topic != "pension" || len(unknown) > 0 || !read.Ready(c) {
		t.Errorf("read %+v, unknown %v", read, unknown)
	}
}

func TestDifferenceOfTopics(t *testing.T) {
	shipped := petition.ShippedTopics()
	same := shipped.Entries(petition.Topics2023)
	if lines := petition.TopicDifference(same, same); len(lines) != 0 {
		t.Errorf("nothing changes: %v", lines)
	}
	before, after := editions(t, topics2026)[0].Entries, editions(t, `list,code,name,parent,crosswalk
2026,labour,劳动保障,,2023:labour
2026,wages,拖欠工程款工资,labour,
2026,wages_teachers,教师工资待遇,wages,
2026,living,城乡居住,,2023:construction~ 2023:housing
2026,housing_fund,住房公积金,living,
2026,other,其他,,2023:other
`)[0].Entries
	lines := strings.Join(petition.TopicDifference(before, after), "\n")
	for _, part := range []string{
		"改动 labour：劳动和社会保障，对应 2023:labour 改为 劳动保障，对应 2023:labour", "删去 pension", "新增 housing_fund：住房公积金，属 living",
		"移动 wages_teachers：由第4改为第3",
	} {
		if !strings.Contains(lines, part) {
			t.Errorf("%s is not in\n%s", part, lines)
		}
	}
}

func TestFaultsOfATopicFile(t *testing.T) {
	const head = "list,code,name,parent,crosswalk\n"
	for name, c := range map[string]struct{ text, want string }{
		"another header":      {"date,kind\n", "第一行应当是"},
		"no encoding":         {"\xff", "UTF-8"},
		"nothing":             {head, "没有任何"},
		"columns":             {head + "2026,a,甲\n", "第 2 行：应当有 5 列"},
		"no name":             {head + "2026,a,,,\n", "名称应为"},
		"a code with a space": {head + "2026,a b,甲,,\n", "代码应为"},
		"no list":             {head + ",a,甲,,\n", "目录名应以年份开头"},
		"twice":               {head + "2026,a,甲,,\n2026,a,乙,,\n", "第 2 行已经有了"},
		"no such parent":      {head + "2026,a,甲,b,\n", "上级 b 不在这份目录里"},
		"its own parent":      {head + "2026,a,甲,a,\n", "最多分 3 级"},
		"in a circle":         {head + "2026,a,甲,b,\n2026,b,乙,a,\n", "最多分 3 级"},
		"four levels":         {head + "2026,a,甲,,\n2026,b,乙,a,\n2026,c,丙,b,\n2026,d,丁,c,\n", "第 5 行：内容最多分 3 级"},
		"a bad crosswalk":     {head + "2026,a,甲,,land\n", "对应关系应写成"},
		"a crosswalk to self": {head + "2026,a,甲,,2026:b\n", "指向另一份目录"},
		"an open quote":       {head + "2026,a,\"甲,,\n", "引号"},
	} {
		if _, err := petition.ReadTopics(c.text); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := petition.ShippedTopics().UnknownCounterparts(editions(t, head+"2026,a,甲,,2023:nothing\n"))
	if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "2023:nothing") {
		t.Errorf("an unknown counterpart: %v", err)
	}
}

// What a list says of itself can be imported again and changes nothing; the shipped crosswalk survives it.
func TestAListSurvivesItsOwnImport(t *testing.T) {
	shipped := petition.ShippedTopics()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SampledFrom(shipped.Lists()).Draw(t, "list")
		again := shipped.With(petition.TopicEdition{TopicList: list, Entries: shipped.Entries(list)})
		if lines := petition.TopicDifference(shipped.Entries(list), again.Entries(list)); len(lines) != 0 {
			t.Fatalf("changed: %v", lines)
		}
		topic := rapid.SampledFrom(shipped.Topics(list)).Draw(t, "topic")
		for _, to := range shipped.Lists() {
			was, _ := shipped.Map(list, topic.Code, to)
			if now, _ := again.Map(list, topic.Code, to); now != was {
				t.Fatalf("%s of %s was %s of %s and is %s", topic.Code, list, was, to, now)
			}
		}
	})
}
