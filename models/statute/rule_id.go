package statute

// RuleID names a rule. The citations below are those of the national rules; local packs cite their own.
type RuleID string

// The rules C01 to C21. 条例 is 信访工作条例, in force since 2022-05-01.
const (
	C01 RuleID = "C01" // register every petition, at once: 条例 Art. 19, 21, 22, 23
	C02 RuleID = "C02" // the petition office routes: 条例 Art. 22
	C03 RuleID = "C03" // written notice of reception and route: 条例 Art. 23 ¶2, ¶3
	C04 RuleID = "C04" // a unit objects that a matter is not its own: 条例 Art. 23 ¶3
	C05 RuleID = "C05" // a dispute over who is competent: 条例 Art. 24
	C06 RuleID = "C06" // report grave or urgent matters: 条例 Art. 25
	C07 RuleID = "C07" // decide the matter, the opinion delivered: 条例 Art. 31(6), 32, 34
	C08 RuleID = "C08" // report on an assigned matter: 条例 Art. 22(3)
	C09 RuleID = "C09" // decide by the simple procedure: 信访事项简易办理办法, article not seen
	C10 RuleID = "C10" // the petitioner asks for review: 条例 Art. 35
	C11 RuleID = "C11" // review opinion: 条例 Art. 35
	C12 RuleID = "C12" // the petitioner asks for re-examination: 条例 Art. 36
	C13 RuleID = "C13" // re-examination opinion, hearings not counted: 条例 Art. 36 ¶1, ¶2
	C14 RuleID = "C14" // the same matter after re-examination: 条例 Art. 36 ¶3, 37 ¶3
	C15 RuleID = "C15" // the same matter at a superior while in time below: 条例 Art. 19 ¶3
	C16 RuleID = "C16" // study and answer suggestions: 条例 Art. 29
	C17 RuleID = "C17" // pass on complaints against officials: 条例 Art. 22, 23, 30
	C18 RuleID = "C18" // supervision, feedback on the three suggestions: 条例 Art. 40
	C19 RuleID = "C19" // rectification ordered from a leading team: 条例 Art. 39 ¶3
	C20 RuleID = "C20" // annual report: 条例 Art. 41
	C21 RuleID = "C21" // mediation inside C07: 条例 Art. 33
)

// The two rules that only Shandong has: whether a request is taken up.
const (
	C11Intake RuleID = "C11-intake" // 山东省信访条例 Art. 43
	C13Intake RuleID = "C13-intake" // 山东省信访条例 Art. 44
)
