package web

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestClientIsWhomTrustedProxiesNamed(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"nobody between", "198.51.100.7:4711", nil, "198.51.100.7"},
		{"a stranger's header counts for nothing", "198.51.100.7:4711", []string{"192.0.2.1"}, "198.51.100.7"},
		{"one proxy", "10.1.2.3:80", []string{"198.51.100.7"}, "198.51.100.7"},
		{"two proxies", "10.1.2.3:80", []string{"198.51.100.7, 10.9.9.9"}, "198.51.100.7"},
		{"what the client wrote itself", "10.1.2.3:80", []string{"192.0.2.1, 198.51.100.7"}, "198.51.100.7"},
		{"in several lines", "10.1.2.3:80", []string{"192.0.2.1", "198.51.100.7"}, "198.51.100.7"},
		{"a proxy without the header", "10.1.2.3:80", nil, "10.1.2.3"},
		{"nonsense", "10.1.2.3:80", []string{"198.51.100.7, unknown"}, "10.1.2.3"},
		{"IPv6 by its network", "[2001:db8:1:2:3:4:5:6]:80", nil, "2001:db8:1:2::/64"},
		{"IPv4 in IPv6", "[::ffff:198.51.100.7]:80", nil, "198.51.100.7"},
		{"IPv6 proxy", "[fd00::1]:80", []string{"2001:db8:1:2::9"}, "2001:db8:1:2::/64"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": c.forwarded}}
		if got := clientOf(r, proxies); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
