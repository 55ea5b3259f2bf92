package petition

import (
	"strings"
	"time"
)

// Personal is what is sealed of a petitioner, as one value: so neither the fields nor their lengths can be told apart.
type Personal struct {
	Name     string `json:",omitempty"`
	Mobile   string `json:",omitempty"`
	IDNumber string `json:",omitempty"`
}

// Personal returns what must be sealed.
func (p Petitioner) Personal() Personal {
	return Personal{Name: p.Name, Mobile: p.Mobile, IDNumber: p.IDNumber}
}

// With returns the petitioner with other personal data.
func (p Petitioner) With(own Personal) Petitioner {
	p.Name, p.Mobile, p.IDNumber = own.Name, own.Mobile, own.IDNumber
	return p
}

// Named is everybody the report names, the lead first.
func (r Report) Named() []Personal {
	named := []Personal{{Name: r.Name, Mobile: r.Mobile, IDNumber: r.IDNumber}}
	for _, name := range r.Representatives {
		named = append(named, Personal{Name: name})
	}
	return named
}

// ErasedName stands where a name was erased by law.
const ErasedName = "（已依法删除）"

// MaskedName is the name as messages may show it.
func (p Petitioner) MaskedName() string {
	if p.Name == "" && p.Key.Destroyed() {
		return ErasedName
	}
	return MaskName(p.Name)
}

// DataKey is the key of one report and of the submission it becomes, wrapped by a master key. All that is sealed of them
// is sealed under it, so destroying it erases them wherever copies are.
type DataKey struct {
	DraftID     int64  `gorm:"primaryKey;autoIncrement:false"`
	KeyID       string // of the master key; "" once destroyed
	Wrapped     []byte // nil once destroyed
	CreatedAt   time.Time
	DestroyedAt *time.Time
}

// Destroyed tells whether there was a key and is no more.
func (k DataKey) Destroyed() bool { return k.DestroyedAt != nil }

// Redact masks what a text says of these people, with the numbers in it. What the matter is stays.
func Redact(text string, named []Personal) string {
	for _, one := range named {
		for _, word := range []string{one.Mobile, one.IDNumber} {
			if word != "" {
				text = strings.ReplaceAll(text, word, MaskDigits(word))
			}
		}
		if len([]rune(one.Name)) > 1 {
			text = strings.ReplaceAll(text, one.Name, MaskName(one.Name))
		}
	}
	return MaskText(text)
}
