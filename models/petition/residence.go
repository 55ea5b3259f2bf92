package petition

import (
	"regexp"
	"strings"
)

// Residence is where the petitioner is registered 户籍地 and where he lives 常住地, as far as he says. Codes are those of
// townships of the county, "" for places elsewhere.
type Residence struct {
	RegisteredResidence string `json:",omitempty"`
	RegisteredCode      string `json:",omitempty"`
	HabitualResidence   string `json:",omitempty"`
	HabitualCode        string `json:",omitempty"`
}

// Separations names how place of the matter and residences disagree 人事分离、人户分离、人事户分离; "" when they agree or are
// not known. It is a fact for statistics and coordination and hinders nothing.
func (r Residence) Separations(issuePlace, issueCode string) string {
	lives, livesCode := r.HabitualResidence, r.HabitualCode
	household := lives != "" && r.RegisteredResidence != "" && apart(lives, livesCode, r.RegisteredResidence, r.RegisteredCode)
	if lives == "" {
		lives, livesCode = r.RegisteredResidence, r.RegisteredCode
	}
	matter := lives != "" && issuePlace != "" && apart(lives, livesCode, issuePlace, issueCode)
	switch {
	case matter && household:
		return "人事户分离"
	case matter:
		return "人事分离"
	case household:
		return "人户分离"
	}
	return ""
}

// finest is the end of a place down to the township; 社区 and 小区 are finer than that.
var finest = regexp.MustCompile(`^.*(?:省|市|州|盟|县|[^社小园]区|旗|镇|乡|街道)`)

// Coarse is what a case keeps of residences: down to the township, which is all that counting and coordination need. The
// address as it was said stays sealed with the report.
func (r Residence) Coarse() Residence {
	r.RegisteredResidence, r.HabitualResidence = coarse(r.RegisteredResidence), coarse(r.HabitualResidence)
	return r
}

func coarse(place string) string {
	if place == "" {
		return ""
	}
	if found := finest.FindString(place); found != "" {
		return found
	}
	return "未注明县乡"
}

// CrossJurisdiction tells whether place of the matter and residences disagree 三跨三分离.
func (c Case) CrossJurisdiction() bool { return c.Separations(c.IssuePlace, c.PlaceCode) != "" }

// apart compares two places, by township where both are known ones.
func apart(a, aCode, b, bCode string) bool {
	if aCode != "" || bCode != "" {
		return aCode != bCode
	}
	return !strings.Contains(a, b) && !strings.Contains(b, a)
}
