package desk

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"petitiondesk/models"
)

// linkLife is how long an address can be opened that was sealed for one person.
const linkLife = 30 * time.Minute

// linkTo says what a sealed address leads to; an address of one opens no other.
type linkTo string

const (
	toApproval linkTo = "approval sheet"
	toRoster   linkTo = "roster page"
)

var errNoAddress = models.Errorf(models.Conflict, "本系统没有设置网页地址，请联系管理员。")

// hasAddress tells whether links can be made at all.
func (d *Desk) hasAddress() bool { return d.publicURL != "" && len(d.indexKey) > 0 }

func (d *Desk) sealLink(to linkTo, id int64, user string) string {
	body := fmt.Sprintf("%d:%d:%s", id, d.clock.Now().Add(linkLife).Unix(), user)
	return base64.RawURLEncoding.EncodeToString([]byte(body)) + "." + base64.RawURLEncoding.EncodeToString(d.linkMAC(to, body))
}

func (d *Desk) linkMAC(to linkTo, body string) []byte {
	mac := hmac.New(sha256.New, d.indexKey)
	_, _ = mac.Write([]byte(string(to) + "\x00" + body)) // a hash takes everything
	return mac.Sum(nil)
}

// sealedLink is what an address says that was made here and can still be opened.
type sealedLink struct {
	id    int64
	user  string
	until time.Time
}

func (d *Desk) openLink(to linkTo, token string) (sealedLink, bool) {
	head, tail, _ := strings.Cut(token, ".")
	body, errBody := base64.RawURLEncoding.DecodeString(head)
	mac, errMAC := base64.RawURLEncoding.DecodeString(tail)
	if errBody != nil || errMAC != nil || len(d.indexKey) == 0 || !hmac.Equal(mac, d.linkMAC(to, string(body))) {
		return sealedLink{}, false
	}
	parts := strings.SplitN(string(body), ":", 3)
	if len(parts) != 3 {
		return sealedLink{}, false
	}
	id, errID := strconv.ParseInt(parts[0], 10, 64)
	until, errUntil := strconv.ParseInt(parts[1], 10, 64)
	link := sealedLink{id: id, user: parts[2], until: time.Unix(until, 0)}
	return link, errID == nil && errUntil == nil && !d.clock.Now().After(link.until)
}
