package outmsg

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"unicode/utf8"
)

// LimitError names one broken limit. Field is the JSON path inside the message, Unit says what Limit and Got count:
// "bytes", "characters" or "entries"; for anything else Unit is the rule itself ("required", "unique", "charset",
// "range") and the numbers may be zero. Code is the errcode the platform would answer with, 0 for display advice.
type LimitError struct {
	Field      string
	Unit       string
	Limit, Got int
	Code       int
}

func (e *LimitError) Error() string {
	switch e.Unit {
	case unitBytes, unitCharacters, unitEntries:
		if e.Got < e.Limit {
			return fmt.Sprintf("%s has %d %s, needs at least %d (errcode %d)", e.Field, e.Got, e.Unit, e.Limit, e.Code)
		}
		return fmt.Sprintf("%s has %d %s, limit is %d (errcode %d)", e.Field, e.Got, e.Unit, e.Limit, e.Code)
	}
	return fmt.Sprintf("%s breaks the rule %q (errcode %d)", e.Field, e.Unit, e.Code)
}

const (
	unitBytes      = "bytes"
	unitCharacters = "characters"
	unitEntries    = "entries"
	ruleRequired   = "required"
	ruleUnique     = "unique"
	ruleCharset    = "charset"
	ruleRange      = "range"
)

// Validate checks every hard limit of doc 90236. The error joins one *LimitError per broken limit.
func Validate(m Message) error { return check(m, false) }

// Advice lists display text that is longer than the platform advises. Nothing is refused for it; see Fit.
func Advice(m Message) []LimitError {
	v := visitor{}
	m.visit(&v)
	return v.advice
}

// Fit returns a copy of m with every display text cut to the platform's advice, an ellipsis at its end.
func Fit[M Message](m M) M {
	v := visitor{fit: true}
	return deepCopy(m).visit(&v).(M)
}

func check(m Message, update bool) error {
	v := visitor{update: update}
	m.visit(&v)
	return errors.Join(v.faults...)
}

func deepCopy[M Message](m M) Message {
	data, err := json.Marshal(m)
	if err != nil {
		panic(fmt.Sprintf("outmsg: copy message: %v", err)) // strings, numbers and flags always encode
	}
	fresh := reflect.New(reflect.TypeOf(m))
	if err := json.Unmarshal(data, fresh.Interface()); err != nil {
		panic(fmt.Sprintf("outmsg: copy message: %v", err))
	}
	return fresh.Elem().Interface().(Message)
}

// visitor collects broken limits, and cuts display text when fit is set. In an update the task id may be missing.
type visitor struct {
	update, fit bool
	faults      []error
	advice      []LimitError
}

func (v *visitor) fault(field, unit string, limit, got, code int) {
	v.faults = append(v.faults, &LimitError{Field: field, Unit: unit, Limit: limit, Got: got, Code: code})
}

func (v *visitor) content(field, value string) {
	v.required(field, value, codeEmptyContent)
	v.bytes(field, value, maxContentBytes, codeContentSize)
}

func (v *visitor) required(field, value string, code int) {
	if value == "" {
		v.fault(field, ruleRequired, 1, 0, code)
	}
}

func (v *visitor) bytes(field, value string, limit, code int) {
	if len(value) > limit {
		v.fault(field, unitBytes, limit, len(value), code)
	}
}

func (v *visitor) entries(field string, got, low, high, code int) {
	switch {
	case got < low:
		v.fault(field, unitEntries, low, got, code)
	case got > high:
		v.fault(field, unitEntries, high, got, code)
	}
}

func (v *visitor) within(field string, value, low, high, code int) {
	if value < low || value > high {
		v.fault(field, ruleRange, high, value, code)
	}
}

// key checks a value the platform hands back on a click.
func (v *visitor) key(field, value string, limit, code int) {
	v.required(field, value, code)
	v.bytes(field, value, limit, code)
}

func (v *visitor) unique(field string, seen map[string]bool, value string, code int) {
	if value != "" && seen[value] {
		v.fault(field, ruleUnique, 1, 2, code)
	}
	seen[value] = true
}

// display checks a text against the advised number of characters, or cuts it.
func (v *visitor) display(field string, value *string, limit int) {
	got := utf8.RuneCountInString(*value)
	if got <= limit {
		return
	}
	if v.fit {
		*value = ClipRunes(*value, limit)
		return
	}
	v.advice = append(v.advice, LimitError{Field: field, Unit: unitCharacters, Limit: limit, Got: got})
}
