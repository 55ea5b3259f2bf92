package story_test

import (
	"fmt"
	"strings"
	"testing"

	"petitiondesk/internal/desk"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/models/petition"
	"petitiondesk/test/story"
)

// Cases are found by who brought them, where and what about, in any combination, and by numbers that nobody writes down whole.
func TestSearch(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		wages := s.Register("wangfang", "来访 张某 13900000017 3人 城关镇 反映工程款拖欠工资 请求支付")
		road := s.Register("wangfang", "来访 李某 13900000028 1人 柳河镇 反映村道破损 请求修复")
		other := s.Register("liuyang", "来访 赵某 13900000039 2人 柳河镇 反映建筑公司拖欠工资 请求支付")

		readers, asked := []string{"wangfang", "liuyang", "sunli", "zhaomin"}, 0
		for words, number := range map[string]string{
			"城关镇 拖欠工资": wages, "村道": road, "赵某": other, "尾号0028": road, "尾号 0039": other, "13900000017": wages,
			"柳河 工资": other, "拖欠工资 赵某": other, "0028": road, "路破损": "", "村道破损 柳河镇 李某 尾号0028": road,
		} {
			who := readers[asked%len(readers)]
			asked++
			s.Say(who, "查 "+words)
			if number == "" {
				s.Expect(who, "没有查到符合的事项", "换个说法")
				continue
			}
			s.Expect(who, number, "登记时间")
		}
		s.Say("wangfang", "查 拖欠工资")
		list := s.Expect("wangfang", "查到的事项", wages, other, "张*", "赵*", "城关镇")
		if strings.Contains(story.Words(list), road) {
			t.Errorf("%s does not fit: %s", road, story.Words(list))
		}
		s.Say("sunli", "查 款")
		s.Expect("sunli", "太短，请至少写两个字")
		s.Say("sunli", "查")
		s.Expect("sunli", "请写明查什么")
		s.Say("zhaomin", "查 0003")
		s.Expect("zhaomin", other)

		// The township's handler finds what he may see, and no more.
		s.Say("madong", "查 村道破损")
		s.Expect("madong", road)
		s.Say("yangfan", "查 拖欠工资")
		s.Expect("yangfan", "没有查到符合的事项")
		s.Do("wangfang", "转送 "+other+" 住建局")
		s.Expect("wangfang", "已转送")
		s.Say("yangfan", "查 拖欠工资")
		s.Expect("yangfan", other)
	})
}

// A list is turned and opened by taps; what comes in between neither repeats a line nor loses one that was there.
func TestListsAreTurnedByTaps(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		var numbers []string
		var earlier []desk.EarlierVisit
		for i := range 8 {
			numbers = append(numbers, fmt.Sprintf("XF20261123-%04d", i+1))
			earlier = append(earlier, desk.EarlierVisit{Clerk: "wangfang", At: s.Demo.App.Desk.Now(), Report: petition.Report{
				Name: "张某", Mobile: fmt.Sprintf("139000001%02d", i), Headcount: 1, Place: "城关镇", PlaceCode: "chengguan",
				Facts: fmt.Sprintf("第%d号楼物业收费不公开", i+1), Demand: "请求公开",
			}})
		}
		if err := s.Demo.App.Desk.EnterEarlier(t.Context(), earlier); err != nil {
			t.Fatal(err)
		}
		s.Say("wangfang", "查 物业收费")
		first := s.Expect("wangfang", "查到的事项", "第1页", numbers[7], numbers[2])
		if strings.Contains(story.Words(first), numbers[1]) {
			t.Errorf("a page of more than six: %s", story.Words(first))
		}
		s.Tap("wangfang", first, "下一页")
		s.ExpectCard("wangfang", first.TaskID, "第2页", numbers[1], numbers[0])
		s.Tap("wangfang", currentCard(s, "wangfang", first), "上一页")
		s.ExpectCard("wangfang", first.TaskID, "第1页", numbers[7])
		s.Choose("wangfang", currentCard(s, "wangfang", first), "line", "case@"+numbers[3], "打开")
		s.Expect("wangfang", numbers[3], "请选择下一步")

		s.Say("wangfang", "我的")
		mine := s.Expect("wangfang", "您最近登记的事项", numbers[7], "第1页")
		s.Tap("wangfang", mine, "下一页")
		s.ExpectCard("wangfang", mine.TaskID, "第2页", numbers[0])
		s.Say("wangfang", "我的 第9页")
		s.Expect("wangfang", "没有更多了")

		// Whom the words name stays out of the card: its pages are asked for in words.
		s.Say("wangfang", "查 张某")
		named := s.Expect("wangfang", "查到的事项", "后加「第2页」")
		if hasButton(named, "下一页") {
			t.Error("the key of a button names the petitioner")
		}
		s.Say("wangfang", "查 张某 第2页")
		s.Expect("wangfang", "第2页", numbers[0])
	})
}

func hasButton(b wecomsim.Bubble, text string) bool {
	for _, button := range b.Card.ButtonList {
		if button.Text == text {
			return true
		}
	}
	return false
}

// What is kept from somebody is not found by him either, by no word and no number.
func TestSearchKeepsSecrets(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 钱某某 13900000044 1人 柳河镇 举报住建局杨帆收受电梯公司好处 请求查处")
		s.Tap("wangfang", s.Expect("wangfang", "可能是检举控告"), "确认登记")
		number := story.Number(t, s.Expect("wangfang", "登记成功", "保密登记").Text)
		for _, who := range []string{"yangfan", "liuyang", "madong"} {
			for _, words := range []string{"电梯公司", "钱某某", "尾号0044", "13900000044", "柳河镇 好处"} {
				s.Say(who, "查 "+words)
				s.Expect(who, "没有查到符合的事项")
			}
		}
		s.Say("wangfang", "查 电梯公司")
		s.Expect("wangfang", "没有查到符合的事项") // words of an accusation are in no index
		s.Say("wangfang", "查 钱某某")
		s.Expect("wangfang", "这是检举控告件，查阅请写明理由")
		s.Say("wangfang", "查 "+number+" 核对登记内容")
		s.Expect("wangfang", "电梯公司")
	})
}

// A village of the county stands for its township.
func TestVillageIsAPlace(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 张某 13900000000 2人 河口村 反映村道破损 请求修复")
		s.Tap("wangfang", s.Expect("wangfang", "请核对来访登记", "属地：河口村"), "确认登记")
		number := story.Number(t, s.Expect("wangfang", "登记成功").Text)
		s.Say("wangfang", "查 柳河镇 村道")
		s.Expect("wangfang", number, "问题属地：河口村")
	})
}
