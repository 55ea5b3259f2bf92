package app

import (
	"bytes"
	"io"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"petitiondesk/config"
	"petitiondesk/internal/county"
	"petitiondesk/internal/wecomsim"
)

// The command shows what the address book changes, and writes it when told to; then there is nothing left to change.
func TestContactsCommand(t *testing.T) {
	t.Parallel()
	staff := members(county.Demo())
	for i := range staff {
		switch staff[i].UserID {
		case "lina":
			staff[i].Department = "云岭县住房和城乡建设局/物业科"
		case "zhanglei":
			staff[i].Disabled = true
		case "wangfang":
			staff[i].Visible = false // is not asked of as if she had left
		}
	}
	staff = append(staff[1:], staff[0],
		wecomsim.Member{UserID: "cook", Name: "刘某", Department: "后勤中心", Active: true, Visible: true},
		wecomsim.Member{UserID: "hemin", Name: "何某", Department: "云岭县人力资源和社会保障局", Active: true, Visible: true})
	sim, err := wecomsim.New(wecomsim.Config{
		CorpID: DemoCorpID, AgentID: demoAgentID, Secret: demoSecret, Token: demoToken, EncodingAESKey: demoAESKey, Members: staff,
	})
	if err != nil {
		t.Fatal(err)
	}
	platform := httptest.NewServer(sim.Handler())
	t.Cleanup(platform.Close)
	cfg := config.Config{
		Listen: ":8080", Database: "sqlite://" + filepath.Join(t.TempDir(), "desk.db"), Redis: "embedded", Spool: "spool", Rules: "national", LogLevel: "info",
		PublicURL: "https://desk.example.cn", WeCom: config.WeCom{CorpID: DemoCorpID, AgentID: demoAgentID, APIBase: platform.URL, Secret: demoSecret, Token: demoToken, AESKey: demoAESKey},
	}
	run := func(c config.Command) string {
		var out bytes.Buffer
		if err := Run(t.Context(), c, cfg, &out, io.Discard); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	run(config.Import{File: "../county/demo.yaml"})
	for _, c := range []struct {
		apply bool
		end   string
	}{{false, "以上仅为预览，没有写入。"}, {true, "已导入。"}} {
		shown := run(config.Contacts{Apply: c.apply})
		for _, line := range []string{"调动 李娜（lina）：rsj 到 zjj，停用职责 经办人", "停用 张磊（zhanglei）", "对应部门 云岭县信访局：部门", "有 1 人所在部门没有对应的单位", c.end} {
			if !strings.Contains(shown, line) {
				t.Errorf("not shown: %s in\n%s", line, shown)
			}
		}
		if strings.Contains(shown, "wangfang") {
			t.Errorf("who is out of sight is taken for gone:\n%s", shown)
		}
	}
	if shown := run(config.Contacts{}); !strings.Contains(shown, "没有写入") || strings.Contains(shown, "调动") || strings.Contains(shown, "停用") {
		t.Errorf("changed again:\n%s", shown)
	}
}
