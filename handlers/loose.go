package handlers

import (
	"regexp"

	"petitiondesk/models/petition"
)

var (
	numberGlued = regexp.MustCompile(`(?s)^(查询|查|进度|经过|办理|进展|呈报|同意|驳回|预约|改约|取消预约|已接访|未到)((?:[Xx][Ff]|\d{4}).*)$`)
	visitGlued  = regexp.MustCompile(`(?s)^(来访|登记|来信|联名信|来电|网上建议|领导信箱)([^\s].*)$`)
)

// loosen puts the space after a command word that people on a phone leave out, where what follows can only be
// a number, or is plainly the report of a visit.
func loosen(text string) string {
	if m := numberGlued.FindStringSubmatch(text); m != nil {
		return m[1] + " " + m[2]
	}
	if m := visitGlued.FindStringSubmatch(text); m != nil {
		said := petition.Parse(m[2], nil).Report
		if said.Name != "" && (said.Mobile != "" || said.Headcount != 0 || said.Facts != "") {
			return m[1] + " " + m[2]
		}
	}
	return loosenDuty(text)
}
