package story_test

import (
	"strings"
	"testing"

	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/story"
	"petitiondesk/test/testenv"
)

func TestRepeatedAndLateDeliveries(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Demo.Sim.SetFaults(wecomsim.Faults{DuplicateCallbacks: 100})
		number := s.Register("wangfang", visit)
		if number != "XF20261123-0001" {
			t.Errorf("registered as %s", number)
		}
		s.ExpectNothing("wangfang")
		s.Say("wangfang", "我的")
		mine := s.Expect("wangfang", "您最近登记的事项")
		if strings.Count(story.Words(mine), "XF") != 1 {
			t.Errorf("registered more than once: %s", mine.Text)
		}
	})
}

func TestPlatformFaults(t *testing.T) {
	t.Parallel()
	faults := map[string]wecomsim.Faults{
		"token expired":      {TokenExpired: true},
		"code already spent": {APIErrors: []wecomsim.APIFault{{Path: "message/update_template_card", Code: 60140, Count: 1}}},
	}
	if !testing.Short() { // these are waited out
		faults["timeout after accept"] = wecomsim.Faults{TimeoutAfterAccept: 2}
		faults["5xx"] = wecomsim.Faults{HTTP5xx: 2}
		faults["gateway page"] = wecomsim.Faults{HTMLGateway: 1}
		faults["system busy"] = wecomsim.Faults{APIErrors: []wecomsim.APIFault{{Path: "message/send", Code: -1, Count: 2}}}
		faults["quota reached"] = wecomsim.Faults{APIErrors: []wecomsim.APIFault{{Path: "message/send", Code: 45009, Count: 1}}}
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			story.OnEvery(t, func(t *testing.T, s *story.Story) {
				s.Settle()
				s.Demo.Sim.SetFaults(fault)
				s.Say("wangfang", visit)
				card := s.Expect("wangfang", "请核对来访登记")
				s.Tap("wangfang", card, "确认登记")
				s.Expect("wangfang", "登记成功", "XF20261123-0001")
				s.ExpectNothing("wangfang")
			})
		})
	}
}

func TestUnreachablePersonIsToldToTheDutyOffice(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.AllowErrors("trouble=unreachable")
		s.Demo.Sim.SetFaults(wecomsim.Faults{InvalidUsers: []string{"zhouping"}})
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "呈报 "+number+" 情况紧急")
		s.Expect("sunli", "呈报请示 "+number)
		s.Expect("madong", "没有送达", "周平", "呈报审批")
	})
}

func TestBadInput(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		for _, c := range []struct{ user, text, answer string }{
			{"wangfang", "你好", "没有看懂这句话"},
			{"wangfang", "😀😀", "没有看懂这句话"},
			{"wangfang", strings.Repeat("很长的一句话", 113), "没有看懂这句话"},
			{"wangfang", "查 XF20260101-9999", "没有找到编号"},
			{"wangfang", "查", "请写明查什么"},
			{"wangfang", "呈报", "请带上信访事项编号"},
			{"wangfang", "同意", "目前没有等您审批的呈报"},
			{"wangfang", "继续", "没有可以继续的暂存登记"},
			{"chenguang", "来访 张某", "不在您的职责范围内"},
		} {
			s.Say(c.user, c.text)
			s.Expect(c.user, c.answer)
		}
		push(t, s, wxmsg.Image{Header: wxmsg.Header{FromUserName: "wangfang"}, MediaID: "no-such-media"})
		s.Expect("wangfang", "已收到照片")
		s.Expect("wangfang", "照片没有取到", "请重新发送")
		push(t, s, click("wangfang", "visit-999-v1", "visit.confirm|999|1"))
		s.Expect("wangfang", "没有找到这条记录")
		push(t, s, click("wangfang", "visit-1-v1", "visit.confirm|nonsense"))
		s.Expect("wangfang", "这张卡片已不能使用")
	})
}

func TestLongAndStrangeTextsAreKept(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		facts := strings.Repeat("反复说明的情况😀", 60)
		s.Say("wangfang", "来访 张某 13900000000 3人 城关镇 反映"+facts+" 请求答复 <b>&amp;</b> ]]>")
		card := s.Expect("wangfang", "请核对来访登记")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功")
		s.Say("wangfang", "查 0001")
		s.Expect("wangfang", "反复说明的情况😀", "<b>&amp;</b> ]]>")
	})
}

func TestRedisFlushedAndStopped(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		return // the embedded Redis lives and dies with the desk; there is nothing to stop
	}
	redis := testenv.RedisServer(t)
	s := story.Begin(t, story.Stores{Database: testenv.MySQL(t), Redis: redis.URL})
	s.Say("wangfang", "来访 李某 反映村道破损")
	s.Expect("wangfang", "还需要补充")
	redis.Stop()
	s.Say("wangfang", "13900000001 4人 柳河镇 请求修复")
	card := s.Expect("wangfang", "请核对来访登记", "李*", "村道破损")
	redis.Start() // comes back empty
	s.Tap("wangfang", card, "确认登记")
	s.Expect("wangfang", "登记成功", "XF20261123-0001")
	s.ExpectNothing("wangfang")
	s.VerifyLedger()
}

func TestDatabaseAwayBetweenCallbackAndAnswer(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		return // SQLite is part of the process; there is nothing to stop
	}
	database := testenv.MySQLServer(t)
	s := story.Begin(t, story.Stores{Database: database.URL, Redis: testenv.Redis(t)})
	s.AllowErrors("")
	s.Say("wangfang", visit)
	card := s.Expect("wangfang", "请核对来访登记")
	database.Stop()
	s.Tap("wangfang", card, "确认登记") // answered 200 from the spool
	s.Say("wangfang", "来访 李某 13900000001 4人 柳河镇 反映村道破损 请求修复")
	// Two messages that overtook each other on the way are handled in the order in which they were written.
	now := s.Clock.Now().Unix()
	push(t, s, typed("liuyang", "13900000002 2人 东街 请求答复", now+2))
	push(t, s, typed("liuyang", "来访 王某 反映小区停水", now))
	database.Start()
	s.Expect("liuyang", "已记录", "王*", "小区停水")
	s.Expect("liuyang", "2人")
	s.Expect("wangfang", "登记成功", "XF20261123-0001")
	second := s.Expect("wangfang", "请核对来访登记", "李*")
	s.Tap("wangfang", second, "确认登记")
	s.Expect("wangfang", "登记成功", "XF20261123-0002")
	s.ExpectNothing("wangfang")
	s.VerifyLedger()
}
