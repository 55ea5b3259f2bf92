package ledger

// TreeHash is one stored hash of the Merkle tree, numbered as in golang.org/x/mod/sumdb/tlog.
type TreeHash struct {
	Idx  int64  `gorm:"primaryKey;autoIncrement:false"`
	Hash string // hex
}

// TableName is the table of the tree.
func (TreeHash) TableName() string { return "ledger_tree" }

// Step is a step of a case as its row shows it, to be compared with its entry.
type Step struct {
	ID       int64
	Step     string
	Day      string
	ChargeNo int
}
