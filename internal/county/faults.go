package county

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models"
)

// maxListed keeps a message readable when the file is of quite another kind.
const maxListed = 200

type fault struct {
	line int
	text string
}

type faults []fault

func (f *faults) add(line int, format string, args ...any) {
	*f = append(*f, fault{line, fmt.Sprintf(format, args...)})
}

// err is one error of code Invalid whose message lists every fault in the order of lines, nil without faults.
func (f faults) err() error {
	if len(f) == 0 {
		return nil
	}
	sorted := slices.Clone(f)
	slices.SortStableFunc(sorted, func(a, b fault) int { return cmp.Compare(a.line, b.line) })
	lines := []string{fmt.Sprintf("文件里有 %d 处需要修改:", len(sorted))}
	for _, one := range sorted[:min(len(sorted), maxListed)] {
		lines = append(lines, fmt.Sprintf("第 %d 行:%s", one.line, one.text))
	}
	if more := len(sorted) - maxListed; more > 0 {
		lines = append(lines, fmt.Sprintf("此外还有 %d 处,请先改好以上各处再试。", more))
	}
	return models.Errorf(models.Invalid, "%s", strings.Join(lines, "\n"))
}
