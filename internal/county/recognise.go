package county

import (
	"regexp"

	"go.yaml.in/yaml/v3"
)

var keyLine = regexp.MustCompile(`(?m)^[\w"']+\s*:(\s|$)`)

// Recognise tells whether the content is meant as a county: a YAML mapping, or one that its faults keep from being
// read, so that Read can list them.
func Recognise(content []byte) bool {
	var root yaml.Node
	if err := yaml.Unmarshal(content, &root); err == nil && len(root.Content) > 0 {
		return root.Content[0].Kind == yaml.MappingNode
	}
	return keyLine.Match(content)
}
