package petition

// Nationwide says whether the matter is brought forward for the first time in the whole country, as far as the clerk
// knows from the national system; "" while nobody knows. First at this office is another fact and follows from the record.
type Nationwide string

// What may be known.
const (
	FirstNationwide  Nationwide = "first"
	RepeatNationwide Nationwide = "repeat"
)

var nationwideWords = map[string]Nationwide{
	"全国初次": FirstNationwide, "全国首次": FirstNationwide, "全国重复": RepeatNationwide,
}

// Chinese is the flag as forms name it.
func (n Nationwide) Chinese() string {
	return map[Nationwide]string{FirstNationwide: "全国初次", RepeatNationwide: "全国重复"}[n]
}
