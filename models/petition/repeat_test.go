package petition_test

import (
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/petition"
)

func TestRepeats(t *testing.T) {
	report := petition.Report{Name: "张某", PlaceCode: "chengguan", Facts: "拖欠工资三个月", Demand: "请求支付"}
	for name, c := range map[string]struct {
		earlier petition.Earlier
		want    string
	}{
		"same identity number": {petition.Earlier{SameID: true, Facts: "低保停发"}, "同一身份证号"},
		"same phone":           {petition.Earlier{SameMobile: true, Facts: "低保停发"}, "同一联系电话"},
		"same name, topic":     {petition.Earlier{SameName: true, PlaceCode: "chengguan", Topic: "labour", Facts: "劳务费"}, "姓名、属地和内容相近"},
		"alike nearby":         {petition.Earlier{PlaceCode: "chengguan", Facts: "拖欠工资三个月未付"}, "属地和内容相近"},
		"alike elsewhere":      {petition.Earlier{PlaceCode: "liuhe", Facts: "拖欠工资三个月未付"}, ""},
		"only a name":          {petition.Earlier{SameName: true, PlaceCode: "liuhe", Facts: "拖欠工资三个月未付"}, ""},
		"another matter":       {petition.Earlier{PlaceCode: "chengguan", Facts: "路灯不亮"}, ""},
	} {
		got := petition.Repeats(report, "labour", []petition.Earlier{c.earlier})
		if (len(got) == 1) != (c.want != "") || len(got) == 1 && got[0].Why != c.want {
			t.Errorf("%s: %+v, want %q", name, got, c.want)
		}
	}
}

func TestRepeatsAreFewAndTheLikeliestFirst(t *testing.T) {
	report := petition.Report{PlaceCode: "chengguan", Facts: "拖欠工资三个月"}
	got := petition.Repeats(report, "", []petition.Earlier{
		{CaseID: 1, PlaceCode: "chengguan", Facts: "拖欠工资三个月"},
		{CaseID: 2, SameMobile: true},
		{CaseID: 3, SameID: true},
		{CaseID: 4, SameMobile: true, Facts: "拖欠工资"},
	})
	var ids []int64
	for _, r := range got {
		ids = append(ids, r.CaseID)
	}
	if len(ids) != 3 || ids[0] != 3 || ids[1] != 4 || ids[2] != 2 {
		t.Errorf("in order %v", ids)
	}
}

func TestSimilarityIsADistanceOfSorts(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("拖欠工资请求支付三个月城关镇，。 "))).Draw
	rapid.Check(t, func(t *rapid.T) {
		a, b := text(t, "a"), text(t, "b")
		both := petition.Similarity(a, b)
		if both != petition.Similarity(b, a) || both < 0 || both > 1 || petition.Similarity(a, a) != 1 {
			t.Fatalf("%q and %q: %v", a, b, both)
		}
	})
}

func TestBlindIndex(t *testing.T) {
	key := []byte("office")
	same := petition.BlindIndex(key, petition.MobileField, "13900000000")
	for _, other := range []string{
		petition.BlindIndex(key, petition.MobileField, "13900000001"), petition.BlindIndex(key, petition.NameField, "13900000000"),
		petition.BlindIndex([]byte("another"), petition.MobileField, "13900000000"), "",
	} {
		if same == other {
			t.Errorf("two values share %q", other)
		}
	}
	if petition.BlindIndex(key, petition.IDField, "11010119900101001x") != petition.BlindIndex(key, petition.IDField, " 11010119900101001X") {
		t.Error("one identity number has two indexes")
	}
	if petition.BlindIndex(nil, petition.MobileField, "13900000000") != "" || petition.BlindIndex(key, petition.MobileField, "") != "" {
		t.Error("nothing is found by nothing")
	}
}
