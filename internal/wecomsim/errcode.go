package wecomsim

import "fmt"

// Error codes of the global table, doc 90313 (mirror 90455).
const (
	codeBusy                 = -1
	codeBadSecret            = 40001
	codeBadMediaType         = 40004
	codeBadTypeParam         = 40005
	codeBadFileSize          = 40006
	codeBadMediaID           = 40007
	codeBadMsgType           = 40008
	codeBadImageSize         = 40009
	codeBadVideoSize         = 40011
	codeBadCorpID            = 40013
	codeBadToken             = 40014
	codeMenuCount            = 40016
	codeMenuType             = 40017
	codeMenuName             = 40018
	codeMenuKey              = 40019
	codeMenuURL              = 40020
	codeMenuDepth            = 40022
	codeSubMenuCount         = 40023
	codeSubMenuType          = 40024
	codeSubMenuName          = 40025
	codeSubMenuKey           = 40026
	codeSubMenuURL           = 40027
	codeTooManyUsers         = 40032
	codeEscapedCharacters    = 40033
	codeBadAgentID           = 40056
	codeBadParameter         = 40058
	codeBadImageFormat       = 40123
	codeMissingToken         = 41001
	codeMissingCorpID        = 41002
	codeMissingSecret        = 41004
	codeMissingMediaID       = 41006
	codeMissingUserID        = 41009
	codeMissingURL           = 41010
	codeMissingAgentID       = 41011
	codeMissingTitle         = 41016
	codeMissingDescription   = 41033
	codeMissingMenuName      = 41102
	codeBadTaskID            = 42014
	codeUpdateWrongApp       = 42015
	codeCardKeyname          = 42027
	codeCardURL              = 42028
	codeCardMediaID          = 42029
	codeCardAppID            = 42030
	codeCardType             = 42031
	codeCardTitle            = 42033
	codeCardHorizontalLength = 42035
	codeCardVerticalLength   = 42036
	codeCardOptionLength     = 42037
	codeCardButtonText       = 42038
	codeCardButtonKey        = 42039
	codeCardOptionID         = 42040
	codeCardOptionText       = 42041
	codeCardJumpLength       = 42042
	codeCardQuestionKey      = 42043
	codeCardImage            = 42044
	codeCardAction           = 42045
	codeCardSubmitKey        = 42046
	codeCardSelectLength     = 42047
	codeCardSubmitText       = 42049
	codeCardUserID           = 42050
	codeCardDuplicateKey     = 42051
	codeMsgIDExpired         = 42052
	codeNoCallback           = 43012
	codeEmptyFile            = 44001
	codeEmptyContent         = 44004
	codeMediaTooLarge        = 45001
	codeContentTooLarge      = 45002
	codeArticleCount         = 45008
	codeURLScheme            = 45034
	codeNoMenu               = 46003
	codeNoDepartment         = 60003
	codeNotVisible           = 60011
	codeNoUser               = 60111
	codeBadResponseCode      = 60140
	codeAllRecipientsBad     = 81013
	codeNoRecipients         = 82001
	codeTooManyParties       = 82002
	codeTooManyTags          = 82003
)

// apiError is an answer with a non-zero errcode.
type apiError struct {
	Code    int
	Message string
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s", e.Code, e.Message) }

func refuse(code int, format string, args ...any) *apiError {
	return &apiError{Code: code, Message: fmt.Sprintf(format, args...)}
}

// status is the head of every answer.
type status struct {
	ErrCode int    `json:"errcode"`
	ErrMsg  string `json:"errmsg"`
}

var okStatus = status{ErrMsg: "ok"}

func (e *apiError) status() status {
	return status{e.Code, fmt.Sprintf("%s, more info at https://open.work.weixin.qq.com/devtool/query?e=%d", e.Message, e.Code)}
}
