package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// clientOf is the address that a request is counted to. X-Forwarded-For is believed as far as trusted proxies wrote it, from
// the right; what a client wrote there itself counts for nothing. IPv6 addresses are counted by their /64.
func clientOf(r *http.Request, proxies []netip.Prefix) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	address := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(address) }) {
			break
		}
		further, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		address = further.Unmap()
	}
	if address.Is6() {
		if network, err := address.Prefix(64); err == nil {
			return network.String()
		}
	}
	return address.String()
}
