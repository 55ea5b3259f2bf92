package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

func attachmentTaken(a notice.Attached) outmsg.Message {
	kind := a.Kind.Chinese()
	switch {
	case a.Large:
		return text("您发来的%s超过%dMB，没有保留，请压缩或者分开后重新发送。", kind, a.Kind.Limit()>>20)
	case a.Lost && a.Damaged:
		return text("您发来的%s已经损坏，或者是不能处理的图片格式（例如HEIC、TIFF），去不掉拍摄地点等信息，没有保留。请转成JPG或者截图后重新发送。", kind)
	case a.Damaged:
		return text("您发来的%s有损坏，只保留了能看清的部分，请核对；需要完整的请重新发送。", kind)
	case a.Bare:
		return text("您发来的%s后面还附有一张图片或者一段视频（例如动态照片），这部分没有保留；需要的请单独发送。", kind)
	case a.Lost:
		return text("您发来的%s没有取到（平台上已经失效），请重新发送。", kind)
	case a.Wordless:
		return text("已收到%s，归入这份登记（%s）。登记还没有内容，请在%s之前写明情况，否则届时删除。", kind, a.Count, calendar.Stamp(a.Until))
	case a.To == notice.AttachedToDraft:
		return text("已收到%s，归入这份登记（%s）。", kind, a.Count)
	case a.To == notice.AttachedToCase:
		return text("已收到%s，归入 %s。", kind, a.Number)
	case a.To == notice.AttachedToLoose:
		return text("已收到%s，与前面的一起保留。", kind)
	}
	return text("已收到%s，先为您保留%d分钟：接着发送登记内容就归入那份登记，或者发送「附件 编号」归入已登记的事项。", kind, int(petition.LooseFor.Minutes()))
}

// attachmentStates are what is said of one that cannot be handed out.
var attachmentStates = map[petition.AttachmentState]string{
	petition.AttachmentWaiting: "，正在取回", petition.AttachmentLost: "，没有取到", petition.AttachmentErased: "，已依法删除",
}

func attachmentList(a notice.AttachmentsOf) outmsg.Message {
	if a.Ended {
		return text("好的，已结束归入附件。")
	}
	var lines []string
	if a.Bound > 0 {
		lines = append(lines, fmt.Sprintf("刚才发来的%d件已归入 %s。", a.Bound, a.Number))
	}
	if len(a.Kinds) == 0 {
		lines = append(lines, a.Number+" 还没有附件。")
	} else {
		lines = append(lines, fmt.Sprintf("%s 的附件（%s），发送「附件 %s 序号」取回：", a.Number, orNone(a.Count), a.Number))
	}
	for i, kind := range a.Kinds {
		lines = append(lines, fmt.Sprintf("%d. %s%s", i+1, kind.Chinese(), attachmentStates[a.States[i]]))
	}
	if a.Taking {
		lines = append(lines, fmt.Sprintf("%d分钟内发来的照片、语音、视频、文件和位置都归入这件事项；发送「完成」结束。", int(petition.LooseFor.Minutes())))
	}
	return text("%s", strings.Join(lines, "\n"))
}

func attachmentPlace(a notice.AttachmentOf) outmsg.Message {
	return text("位置：%s（北纬%.5f，东经%.5f）", a.Note.Label, a.Note.Latitude, a.Note.Longitude)
}
