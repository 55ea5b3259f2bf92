package petition

import "strings"

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

// CrossJurisdiction tells whether place of the matter and residences disagree 三跨三分离.
func (c Case) CrossJurisdiction() bool { return c.Separations(c.IssuePlace, c.PlaceCode) != "" }

// apart compares two places, by township where both are known ones.
func apart(a, aCode, b, bCode string) bool {
	if aCode != "" || bCode != "" {
		return aCode != bCode
	}
	return !strings.Contains(a, b) && !strings.Contains(b, a)
}
