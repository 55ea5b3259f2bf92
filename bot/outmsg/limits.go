package outmsg

// Errcodes the platform would answer with (doc 90313). Inside the group of list lengths (42035, 42036, 42037, 42042,
// 42047) the documentation gives no field names; the assignment is ours.
const (
	codeMediaID         = 40007
	codeUserList        = 40032
	codeParameter       = 40058
	codeRecipients      = 40035
	codeAgentID         = 40056
	codeEmptyContent    = 44004
	codeContentSize     = 45002
	codeTaskID          = 42014
	codeHorizontalList  = 42035
	codeJumpList        = 42036
	codeButtonList      = 42037
	codeButtonText      = 42038
	codeButtonKey       = 42039
	codeOptionList      = 42040
	codeOption          = 42041
	codeVerticalList    = 42042
	codeQuestionKey     = 42043
	codeCardAction      = 42045
	codeSubmitText      = 42046
	codeSelectList      = 42047
	codeSubmitKey       = 42049
	codeDuplicateKey    = 42051
	maxContentBytes     = 2048
	maxURLBytes         = 2048
	maxKeyBytes         = 1024
	maxOptionIDBytes    = 128
	maxTaskIDBytes      = 128
	maxActions          = 3
	maxHorizontal       = 6
	maxJumps            = 3
	maxVertical         = 4
	maxButtons          = 6
	maxOptions          = 10
	maxCheckboxOptions  = 20
	maxSelects          = 3
	maxUsers            = 1000
	maxPartiesOrTags    = 100
	maxDuplicateSeconds = 4 * 60 * 60
	minAspect           = 1.3
	maxAspect           = 2.25
)

// Display advice of doc 90236, in characters: longer text is accepted but cut off on screen. Fit applies it.
const (
	AdviceSourceDesc      = 20
	AdviceTitle           = 36
	AdviceTitleDesc       = 44
	AdviceEmphasisTitle   = 14
	AdviceEmphasisDesc    = 22
	AdviceSubTitle        = 160
	AdviceKeyName         = 5
	AdviceValue           = 30
	AdviceJumpTitle       = 18
	AdviceVerticalTitle   = 38
	AdviceVerticalDesc    = 160
	AdviceButtonText      = 10
	AdviceSelectionText   = 16
	AdviceCheckboxText    = 17
	AdviceSelectText      = 16
	AdviceSubmitText      = 10
	AdviceButtonReplace   = AdviceButtonText
	DuplicateCheckDefault = maxDuplicateSeconds // seconds
)
