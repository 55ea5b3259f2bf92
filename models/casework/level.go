package casework

import "slices"

// OfficeLevel is the level of an office that decides, reviews or re-examines.
type OfficeLevel string

// The levels, from below. A department's superior is the government of its level or the department above.
const (
	TownshipOffice       OfficeLevel = "township"
	CountyDepartment     OfficeLevel = "county_department"
	CountyGovernment     OfficeLevel = "county"
	CityDepartment       OfficeLevel = "city_department"
	CityGovernment       OfficeLevel = "city"
	ProvincialDepartment OfficeLevel = "province_department"
	ProvincialGovernment OfficeLevel = "province"
	JointConference      OfficeLevel = "joint_conference" // 联席会议, where units have no common superior
)

var levelNames = map[OfficeLevel]string{
	TownshipOffice: "乡镇", CountyDepartment: "县直部门", CountyGovernment: "县政府", CityDepartment: "市直部门",
	CityGovernment: "市政府", ProvincialDepartment: "省直部门", ProvincialGovernment: "省政府", JointConference: "联席会议",
}

// Chinese is the level in words.
func (l OfficeLevel) Chinese() string { return levelNames[l] }

var superiors = map[OfficeLevel][]OfficeLevel{
	TownshipOffice:   {CountyGovernment, CountyDepartment},
	CountyDepartment: {CountyGovernment, CityDepartment},
	CountyGovernment: {CityGovernment},
	CityDepartment:   {CityGovernment, ProvincialDepartment},
	CityGovernment:   {ProvincialGovernment},
}

// OneAbove tells whether an office of level b is one level above an office of level a (条例 Art. 35, 36).
func OneAbove(a, b OfficeLevel) bool { return slices.Contains(superiors[a], b) }

// Body is an office that reviews or certifies, which may lie outside the county.
type Body struct {
	Name  string
	Level OfficeLevel
}
