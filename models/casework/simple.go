package casework

import (
	"strings"

	"petitiondesk/models"
)

// SimpleFacts are what the simple procedure depends on (信访事项简易办理办法, 国信办发〔2022〕17号).
type SimpleFacts struct {
	FirstPetition  bool `json:",omitempty"` // 初次信访
	Clear          bool `json:",omitempty"` // facts clear, responsibility clear, little dispute
	FromAbove      bool `json:",omitempty"` // assigned by a superior office
	LikelyRefused  bool `json:",omitempty"` // the request may not be supported
	OtherProcedure bool `json:",omitempty"` // belongs to another statutory procedure
	ManyParties    bool `json:",omitempty"` // several parties, or a joint and complex matter
}

// SimpleAllowed tells whether the simple procedure may be used; the error lists every reason against it.
func SimpleAllowed(f SimpleFacts) error {
	var against []string
	for _, reason := range []struct {
		holds bool
		text  string
	}{
		{!f.FirstPetition, "不是初次信访"},
		{!f.Clear, "事实不够清楚或争议较大"},
		{f.FromAbove, "属于上级交办"},
		{f.LikelyRefused, "可能不予支持"},
		{f.OtherProcedure, "应走其他法定程序"},
		{f.ManyParties, "涉及多方或联名的复杂事项"},
	} {
		if reason.holds {
			against = append(against, reason.text)
		}
	}
	if len(against) > 0 {
		return models.Errorf(models.Conflict, "不适用简易程序：%s；请改发「告知 编号 受理」走普通程序（《信访事项简易办理办法》）。", strings.Join(against, "、"))
	}
	return nil
}
