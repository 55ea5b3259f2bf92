package bot

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/bot/outmsg"
)

func TestSendReportsPartialFailure(t *testing.T) {
	api := newFakeAPI(t)
	api.answer = answerJSON(`{"errcode":0,"errmsg":"ok","invaliduser":"a|b","invalidparty":"","invalidtag":"3","unlicenseduser":"c","msgid":"m1","response_code":"rc"}`)
	got, err := api.client(nil).Send(context.Background(), outmsg.ToUsers("a", "b", "c", "d"), outmsg.Text{Content: "好"}, outmsg.SendOptions{})
	want := Result{MsgID: "m1", ResponseCode: "rc", InvalidUsers: []string{"a", "b"}, InvalidTags: []string{"3"}, UnlicensedUsers: []string{"c"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%s %v", diff, err)
	}
	if seen := api.seen(); seen[0] != `POST message/send T1 {"agentid":1000002,"msgtype":"text","text":{"content":"好"},"touser":"a|b|c|d"}` {
		t.Errorf("posted %q", seen)
	}
}

func TestPostReadsListsOfCardUpdates(t *testing.T) {
	api := newFakeAPI(t)
	api.answer = answerJSON(`{"errcode":0,"invaliduser":["a","b"],"response_code":""}`)
	got, err := api.client(nil).Post(context.Background(), "message/update_template_card", []byte("{}"))
	if diff := cmp.Diff(Result{InvalidUsers: []string{"a", "b"}}, got); diff != "" || err != nil {
		t.Errorf("%s %v", diff, err)
	}
}

func TestSendRefusesBeforePosting(t *testing.T) {
	api := newFakeAPI(t)
	_, err := api.client(nil).Send(context.Background(), outmsg.ToUsers("a"), outmsg.Text{}, outmsg.SendOptions{})
	if ClassOf(err) != ClassRequest || len(api.seen()) != 0 || api.fetched() != 0 {
		t.Errorf("%v, %d requests", err, len(api.seen()))
	}
}

func TestPostRefreshesRefusedTokenOnce(t *testing.T) {
	for _, code := range []int{40014, 42001} {
		api, store := newFakeAPI(t), &mapStore{}
		api.answer = refuseTokens(code, answerJSON(`{"errcode":0,"msgid":"m1"}`), "T2")
		got, err := api.client(store).Post(context.Background(), "message/send", []byte(`{"frozen":1}`))
		if err != nil || got.MsgID != "m1" {
			t.Fatalf("%d: %+v, %v", code, got, err)
		}
		want := []string{`POST message/send T1 {"frozen":1}`, `POST message/send T2 {"frozen":1}`}
		if diff := cmp.Diff(want, api.seen()); diff != "" {
			t.Errorf("%d: %s", code, diff)
		}
	}
}

func TestPostGivesUpAfterOneRefresh(t *testing.T) {
	api := newFakeAPI(t)
	api.answer = refuseTokens(40014, nil)
	_, err := api.client(&mapStore{}).Post(context.Background(), "message/send", []byte("{}"))
	if ClassOf(err) != ClassToken || len(api.seen()) != 2 || api.fetched() != 2 {
		t.Errorf("%v, %d posts, %d fetches", err, len(api.seen()), api.fetched())
	}
	if strings.Contains(err.Error(), "T1") || strings.Contains(err.Error(), "T2") {
		t.Errorf("token in error: %v", err)
	}
}

func TestOtherErrcodesAreNotRepeated(t *testing.T) {
	api := newFakeAPI(t)
	api.answer = answerJSON(`{"errcode":60140,"errmsg":"response_code used"}`)
	_, err := api.client(nil).Post(context.Background(), "message/update_template_card", []byte("{}"))
	fault, ok := errors.AsType[*APIError](err)
	if !ok || fault.Code != 60140 || fault.Path != "message/update_template_card" || ClassOf(err) != ClassCardSpent || len(api.seen()) != 1 {
		t.Errorf("%v, %d posts", err, len(api.seen()))
	}
}

func TestGatewayPagesAreTransient(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request){
		"html 200": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>busy</html>") },
		"html 502": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "<html>bad gateway</html>", http.StatusBadGateway)
		},
		"json 503": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, `{"message":"busy"}`)
		},
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://evil.test/?"+r.URL.RawQuery, http.StatusFound)
		},
		"hang up": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		api := newFakeAPI(t)
		api.answer = answer
		_, err := api.client(nil).Post(context.Background(), "message/send", []byte("{}"))
		if _, ok := errors.AsType[*TransportError](err); !ok || ClassOf(err) != ClassBackoff {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(err.Error(), "T1") || len(api.seen()) > 2 {
			t.Errorf("%s: %v after %d posts", name, err, len(api.seen()))
		}
	}
}

func TestTimeoutsAreTransientAndKeepSecrets(t *testing.T) {
	api := newFakeAPI(t)
	client := api.client(nil)
	if _, err := client.Post(context.Background(), "message/send", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	release := make(chan struct{})
	api.answer = func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	_, err := client.Post(ctx, "message/send", []byte("{}"))
	close(release)
	if !errors.Is(err, context.DeadlineExceeded) || ClassOf(err) != ClassBackoff || strings.Contains(err.Error(), "T1") {
		t.Errorf("got %v", err)
	}
}

func TestDirectoryAndMenuCalls(t *testing.T) {
	api := newFakeAPI(t)
	client, ctx := api.client(nil), context.Background()

	api.answer = answerJSON(`{"errcode":0,"userid":"zhangsan","name":"张三","department":[1,2],"main_department":1,"status":1}`)
	if user, err := client.User(ctx, "zhang&san"); err != nil || user.Name != "张三" || len(user.Departments) != 2 {
		t.Errorf("user %+v, %v", user, err)
	}
	api.answer = answerJSON(`{"errcode":0,"userlist":[{"userid":"a"},{"userid":"b"}]}`)
	if users, err := client.DepartmentUsers(ctx, 1); err != nil || len(users) != 2 {
		t.Errorf("users %+v, %v", users, err)
	}
	api.answer = answerJSON(`{"errcode":0,"department":[{"id":1,"name":"县","parentid":0}]}`)
	if departments, err := client.Departments(ctx); err != nil || departments[0].Name != "县" {
		t.Errorf("departments %+v, %v", departments, err)
	}
	api.answer = answerJSON(`{"errcode":0,"agentid":1000002,"name":"信访"}`)
	if agent, err := client.AgentInfo(ctx); err != nil || agent.Name != "信访" {
		t.Errorf("agent %+v, %v", agent, err)
	}
	api.answer = answerJSON(`{"errcode":0,"ip_list":["101.226.103.0/25"]}`)
	if ips, err := client.CallbackIPs(ctx); err != nil || len(ips) != 1 {
		t.Errorf("ips %v, %v", ips, err)
	}
	api.answer = answerJSON(`{"errcode":0,"button":[{"type":"click","name":"我的","key":"mine"}]}`)
	if menu, err := client.Menu(ctx); err != nil || menu.Items[0].Key != "mine" {
		t.Errorf("menu %+v, %v", menu, err)
	}
	api.answer = answerJSON(`{"errcode":0}`)
	menu := Menu{Items: []MenuItem{{Name: "更多", SubItems: []MenuItem{{Type: "view", Name: "网页", URL: "https://x.test/?a=1&b=2"}}}}}
	if err := errors.Join(client.CreateMenu(ctx, menu), client.DeleteMenu(ctx), client.Recall(ctx, "m1")); err != nil {
		t.Error(err)
	}
	seen := api.seen()
	if want := `POST menu/create T1 {"button":[{"name":"更多","sub_button":[{"type":"view","name":"网页","url":"https://x.test/?a=1&b=2"}]}]}`; seen[6] != want {
		t.Errorf("posted %q", seen[6])
	}
	if want := `POST message/recall T1 {"msgid":"m1"}`; seen[8] != want {
		t.Errorf("posted %q", seen[8])
	}
}

func TestCreateMenuChecksLimits(t *testing.T) {
	client := newFakeAPI(t).client(nil)
	for name, c := range map[string]struct {
		menu Menu
		code int
	}{
		"empty":        {Menu{}, 40016},
		"four items":   {Menu{make([]MenuItem, 4)}, 40016},
		"long name":    {Menu{[]MenuItem{{Name: "一二三四五六"}}}, 40018},
		"long key":     {Menu{[]MenuItem{{Name: "a", Key: strings.Repeat("k", 129)}}}, 40019},
		"long url":     {Menu{[]MenuItem{{Name: "a", URL: strings.Repeat("u", 1025)}}}, 40020},
		"six subitems": {Menu{[]MenuItem{{Name: "a", SubItems: make([]MenuItem, 6)}}}, 40016},
	} {
		limit, ok := errors.AsType[*outmsg.LimitError](client.CreateMenu(context.Background(), c.menu))
		if !ok || limit.Code != c.code {
			t.Errorf("%s: %v", name, limit)
		}
	}
}
