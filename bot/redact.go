package bot

import "regexp"

var (
	secretParameters = regexp.MustCompile(`(?i)\b(corpsecret|secret|access_token|echostr|msg_signature|encrypt)(=|%3D|":\s*"|: )([^&\s"'<>,;]+)`)
	digitRuns        = regexp.MustCompile(`[0-9]+[Xx]?`)
)

// Redact removes what must not reach a log or an error text: secrets in URLs and JSON, 11-digit mobile numbers (with
// or without 86 before them) and 18-character identity numbers.
func Redact(s string) string {
	s = secretParameters.ReplaceAllString(s, "$1$2***")
	return digitRuns.ReplaceAllStringFunc(s, maskPersonal)
}

func maskPersonal(run string) string {
	digits := run
	if last := run[len(run)-1]; last == 'X' || last == 'x' {
		digits = run[:len(run)-1]
	}
	switch {
	case len(run) == 18:
		return "[id]"
	case isMobile(digits), len(digits) == 13 && digits[:2] == "86" && isMobile(digits[2:]):
		return "[mobile]"
	}
	return run
}

func isMobile(digits string) bool {
	return len(digits) == 11 && digits[0] == '1' && digits[1] >= '3'
}
