package wxmsg

const typeEvent = "event"

// Message types (doc 90239). MsgFile is not in the official list but is seen in practice.
const (
	MsgText     = "text"
	MsgImage    = "image"
	MsgVoice    = "voice"
	MsgVideo    = "video"
	MsgLocation = "location"
	MsgLink     = "link"
	MsgFile     = "file"
)

// Events (doc 90240).
const (
	EventSubscribe           = "subscribe"
	EventUnsubscribe         = "unsubscribe"
	EventEnterAgent          = "enter_agent"
	EventLocationReport      = "LOCATION"
	EventBatchJobResult      = "batch_job_result"
	EventChangeContact       = "change_contact"
	EventMenuClick           = "click"
	EventMenuView            = "view"
	EventViewMiniProgram     = "view_miniprogram"
	EventScancodePush        = "scancode_push"
	EventScancodeWaitMsg     = "scancode_waitmsg"
	EventPicSysPhoto         = "pic_sysphoto"
	EventPicPhotoOrAlbum     = "pic_photo_or_album"
	EventPicWeixin           = "pic_weixin"
	EventLocationSelect      = "location_select"
	EventOpenApprovalChange  = "open_approval_change"
	EventShareAgentChange    = "share_agent_change"
	EventShareChainChange    = "share_chain_change"
	EventTemplateCard        = "template_card_event"
	EventTemplateCardMenu    = "template_card_menu_event"
	EventInactiveAlert       = "inactive_alert"
	EventCloseInactiveAgent  = "close_inactive_agent"
	EventReopenInactiveAgent = "reopen_inactive_agent"
	EventLowActiveAlert      = "low_active_alert"
	EventLowActive           = "low_active"
	EventActiveRestored      = "active_restored"
)

var kinds = []kind{
	message[Text](MsgText),
	message[Image](MsgImage),
	message[Voice](MsgVoice),
	message[Video](MsgVideo),
	message[Location](MsgLocation),
	message[Link](MsgLink),
	message[File](MsgFile),
	event[Subscribe](EventSubscribe),
	event[Unsubscribe](EventUnsubscribe),
	event[EnterAgent](EventEnterAgent),
	event[LocationReport](EventLocationReport),
	event[BatchJobResult](EventBatchJobResult),
	event[ChangeContact](EventChangeContact),
	event[MenuClick](EventMenuClick),
	event[MenuView](EventMenuView),
	event[ViewMiniProgram](EventViewMiniProgram),
	event[Scancode](EventScancodePush, EventScancodeWaitMsg),
	event[Pic](EventPicSysPhoto, EventPicPhotoOrAlbum, EventPicWeixin),
	event[LocationSelect](EventLocationSelect),
	event[OpenApprovalChange](EventOpenApprovalChange),
	event[ShareAgentChange](EventShareAgentChange),
	event[ShareChainChange](EventShareChainChange),
	event[TemplateCardEvent](EventTemplateCard),
	event[TemplateCardMenuEvent](EventTemplateCardMenu),
	event[InactiveAlert](EventInactiveAlert),
	event[CloseInactiveAgent](EventCloseInactiveAgent),
	event[ReopenInactiveAgent](EventReopenInactiveAgent),
	event[LowActiveAlert](EventLowActiveAlert),
	event[LowActive](EventLowActive),
	event[ActiveRestored](EventActiveRestored),
}

// Unknown is a message type or event this package has no type for; log it and acknowledge it.
type Unknown struct{ Header }
