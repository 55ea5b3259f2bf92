package casework

import (
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/petition"
)

// MayMerge tells whether the table lets the later of two cases be merged into the earlier; the error says what can be done instead.
func MayMerge(later, earlier petition.State) error {
	for _, part := range []struct {
		step  Step
		side  string
		state petition.State
	}{{MergeInto, "后件", later}, {MergeFrom, "前件", earlier}} {
		if line, _ := TransitionOf(part.step); !slices.Contains(line.From, part.state) {
			return models.Errorf(models.Conflict, "%s现为「%s」，不能合并（依据%s）。确是同一事项的，可以发送：关联 后件 前件 理由", part.side, part.state.Chinese(), line.Article)
		}
	}
	return nil
}
