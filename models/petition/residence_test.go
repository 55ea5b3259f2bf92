package petition_test

import (
	"testing"

	"petitiondesk/models/petition"
)

func TestResidenceIsKeptDownToTheTownship(t *testing.T) {
	for said, kept := range map[string]string{
		"":            "",
		"柳河镇":         "柳河镇",
		"城关镇东街村3组12号": "城关镇",
		"城关镇阳光小区3号楼":  "城关镇",
		"河南省周口市川汇区人民路3号": "河南省周口市川汇区",
		"省城某小区":          "省",
		"外省某市":           "外省某市",
		"人民路社区8号":        "未注明县乡",
	} {
		r := petition.Residence{RegisteredResidence: said, HabitualCode: "x", HabitualResidence: said}.Coarse()
		if r.RegisteredResidence != kept || r.HabitualResidence != kept || r.HabitualCode != "x" {
			t.Errorf("%q is kept as %q and %q, want %q", said, r.RegisteredResidence, r.HabitualResidence, kept)
		}
	}
}
