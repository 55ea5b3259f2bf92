package config

import (
	"log/slog"
	"testing"
)

func TestAddressForms(t *testing.T) {
	tests := []struct {
		name   string
		accept func(string) bool
		good   []string
		bad    []string
	}{
		{
			"listen", validListen,
			[]string{":8080", "127.0.0.1:0", "[::1]:80", "localhost:65535"},
			[]string{"", "8080", "host", ":99999", ":80/x", "a b:80"},
		},
		{
			"database", validDatabase,
			[]string{"mysql://u:p%40@h/d", "mysql://u@h:3307/d?tls=true", "sqlite://d.db", "sqlite:///var/lib/d.db", "sqlite://:memory:"},
			[]string{"", "mysql://h/d", "mysql://u@h/", "mysql://u@/d", "sqlite://", "sqlite:///", "sqlite:///d.db?x=1", "file:d.db", "u:p@tcp(h)/d"},
		},
		{
			"redis", validRedis,
			[]string{"embedded", "redis://h", "rediss://:p@h:6380/2", "redis+cluster://a:1,b:2?tls=true", "redis+sentinel://u:p@s:26379,t:26379/m/0?sentinel_password=q"},
			[]string{"", "h:6379", "redis://", "redis://u:p@/0", "rediss+cluster://h", "memcache://h", "Embedded"},
		},
		{
			"web address", validWebAddress,
			[]string{"https://a.cn", "http://10.1.2.3:8080/desk"},
			[]string{"", "a.cn", "https://", "https://u:p@a.cn", "https://a.cn?x=1", "ws://a.cn"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, text := range test.good {
				if !test.accept(text) {
					t.Errorf("%q is refused", text)
				}
			}
			for _, text := range test.bad {
				if test.accept(text) {
					t.Errorf("%q is accepted", text)
				}
			}
		})
	}
}

func TestLevel(t *testing.T) {
	for text, want := range map[string]slog.Level{"debug": slog.LevelDebug, "WARN": slog.LevelWarn, "loud": slog.LevelInfo} {
		if got := (Config{LogLevel: text}).Level(); got != want {
			t.Errorf("%s is %v, want %v", text, got, want)
		}
	}
}
