package outmsg

// Errcodes the platform would answer with: the table of doc 90313. It names no code for the number of buttons;
// codeButtonText stands in for it.
const (
	codeMediaID        = 40007
	codeUserList       = 40032
	codeRecipients     = 40035
	codeAgentID        = 40056
	codeParameter      = 40058
	codeTaskID         = 42014
	codeKeyName        = 42027
	codeCardURL        = 42028
	codeCardMediaID    = 42029
	codeCardAppID      = 42030
	codeTitle          = 42033
	codeHorizontalList = 42035
	codeVerticalList   = 42036
	codeOptionList     = 42037
	codeButtonText     = 42038
	codeButtonKey      = 42039
	codeOptionID       = 42040
	codeOptionText     = 42041
	codeJumpList       = 42042
	codeQuestionKey    = 42043
	codeCardImage      = 42044
	codeCardAction     = 42045
	codeSubmitKey      = 42046
	codeSelectList     = 42047
	codeSubmitText     = 42049
	codeCardUserID     = 42050
	codeDuplicateKey   = 42051
	codeEmptyContent   = 44004
	codeContentSize    = 45002
)

// MaxButtons is how many buttons a card has at most (doc 90236).
const MaxButtons = 6

// Hard limits of doc 90236.
const (
	maxContentBytes     = 2048
	maxURLBytes         = 2048
	maxKeyBytes         = 1024
	maxOptionIDBytes    = 128
	maxTaskIDBytes      = 128
	maxActions          = 3
	maxHorizontal       = 6
	maxJumps            = 3
	maxVertical         = 4
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
