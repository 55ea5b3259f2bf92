package petition

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Receipt 回执 is what a petitioner holds of one submission. The record keeps no query code: the code follows from the
// office's key, the number and Issue, so that giving out a new one ends the one before.
type Receipt struct {
	SubmissionID int64 `gorm:"primaryKey;autoIncrement:false"`
	CaseID       int64
	Number       string // of the submission; unique
	Issue        int64  // how often a code was given out, from 1
	EntrySeq     int64  // ledger entry of the registration, 0 when it is older than receipts
	EntryHash    string // its hash in hex
	IssuedAt     time.Time
	RegisteredAt time.Time // when the submission got its number
}

// ShortHashLength is how many characters of the entry's hash a receipt shows.
const ShortHashLength = 16

// ShortHash is the part of the ledger entry's hash that is printed.
func (r Receipt) ShortHash() string { return r.EntryHash[:min(len(r.EntryHash), ShortHashLength)] }

// codeAlphabet leaves out 0, O, 1 and I, which people mistake for each other.
const codeAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// codeLength in characters of five bits: 60 bits.
const codeLength = 12

// QueryCode 查询码 is the secret of a receipt, in groups of four. It is "" without a key: then nothing can be asked.
func QueryCode(key []byte, number string, issue int64) string {
	if len(key) == 0 {
		return ""
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "query code\x00%s\x00%d", number, issue)
	sum := mac.Sum(nil)
	var code strings.Builder
	for i := range codeLength {
		if i > 0 && i%4 == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(codeAlphabet[sum[i]%byte(len(codeAlphabet))]) // 256 is a multiple of 32: no letter is likelier
	}
	return code.String()
}

// Opens tells whether what somebody typed is the receipt's code. It takes the same time whether or not it is.
func (r Receipt) Opens(key []byte, typed string) bool {
	want := QueryCode(key, r.Number, r.Issue)
	same := hmac.Equal([]byte(ReadQueryCode(typed)), []byte(ReadQueryCode(want)))
	return same && want != ""
}

// ReadQueryCode reads a code as people type it: any case, any gaps, full-width letters too.
func ReadQueryCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeAlphabet, r) {
			return r
		}
		return -1
	}, strings.ToUpper(foldWidth(typed)))
}

// PrintToken is the right to open the printable page of a receipt until an instant, in a form that fits a path.
func (r Receipt) PrintToken(key []byte, until time.Time) string {
	name := fmt.Sprintf("%s.%d.%d", r.Number, r.Issue, until.Unix())
	return name + "." + printMark(key, name)
}

func printMark(key []byte, name string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("print\x00" + name))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// ReadPrintToken returns the receipt that a token of this office names, if its time has not passed.
func ReadPrintToken(key []byte, token string, now time.Time) (number string, issue int64, ok bool) {
	parts := strings.Split(token, ".")
	if len(key) == 0 || len(parts) != 4 {
		return "", 0, false
	}
	name := strings.Join(parts[:3], ".")
	if !hmac.Equal([]byte(parts[3]), []byte(printMark(key, name))) {
		return "", 0, false
	}
	issue, err := strconv.ParseInt(parts[1], 10, 64)
	until, err2 := strconv.ParseInt(parts[2], 10, 64)
	return parts[0], issue, err == nil && err2 == nil && now.Unix() < until
}

// ReadNumber reads a number as people type it, "" when it cannot be one.
func ReadNumber(typed string) string {
	reference, rest := CutNumber(strings.TrimSpace(typed))
	if rest != "" || !strings.HasPrefix(reference, "XF") || len(reference) > 32 {
		return ""
	}
	return reference
}
