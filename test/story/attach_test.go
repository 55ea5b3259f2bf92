package story_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"petitiondesk/bot/wxmsg"
	"petitiondesk/config"
	"petitiondesk/test/story"
)

// shot is a picture as a phone takes it: it says where it was taken.
func shot(t *testing.T) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00"), "GPS 30.1234 120.5678"...)
	segment := append([]byte{0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...)
	return append(append(bytes.Clone(plain.Bytes()[:2]), segment...), plain.Bytes()[2:]...)
}

func sendPicture(t *testing.T, s *story.Story, who string, content []byte) {
	t.Helper()
	id, err := s.Demo.Sim.AddMedia("image", "照片.jpg", content)
	if err != nil {
		t.Fatal(err)
	}
	push(t, s, wxmsg.Image{Header: wxmsg.Header{FromUserName: who}, MediaID: id})
}

// Pictures, recordings and places come before the words, between and after; they are kept without what the camera says, sealed,
// and handed to whoever may see the case.
func TestAttachments(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		sendPicture(t, s, "wangfang", shot(t))
		s.Expect("wangfang", "已收到照片", "先为您保留10分钟")
		s.Say("wangfang", "来访 张某 3人 城关镇 反映拖欠工资 请求支付")
		s.Expect("wangfang", "联系电话")
		push(t, s, wxmsg.Location{Header: wxmsg.Header{FromUserName: "wangfang"}, Latitude: 30.1234, Longitude: 120.5678, Label: "东街工地"})
		s.Expect("wangfang", "已收到位置", "照片1、位置1")
		s.Say("wangfang", "13900000000")
		card := s.Expect("wangfang", "请核对来访登记", "照片1、位置1")
		sendPicture(t, s, "wangfang", shot(t))
		s.Expect("wangfang", "归入这份登记", "照片2、位置1")
		s.Tap("wangfang", card, "确认登记")
		number := story.Number(t, s.Expect("wangfang", "登记成功").Text)
		s.Settle()

		s.Say("wangfang", "查 "+number)
		s.Expect("wangfang", number, "附件：照片2、位置1")
		s.Say("liuyang", "附件 "+number)
		s.Expect("liuyang", "1. 照片", "2. 位置", "3. 照片", "归入这件事项")
		push(t, s, wxmsg.File{Header: wxmsg.Header{FromUserName: "liuyang"}, MediaID: "no-such-media", FileName: "合同.pdf"})
		s.Expect("liuyang", "已收到文件", "归入 "+number)
		s.Expect("liuyang", "您发来的文件没有取到", "请重新发送")
		s.Say("liuyang", "完成")
		s.Expect("liuyang", "已结束")
		if found := filesWith(t, s, "JFIF", "GPS", "东街"); len(found) > 0 {
			t.Errorf("kept in the clear: %q", found)
		}
		if left := s.ColumnsHolding("东街工地", "合同.pdf"); len(left) > 1 || len(left) == 1 && left[0] != "inbox.body" {
			t.Errorf("kept in the clear: %q", left)
		}
		s.Say("liuyang", "附件 "+number+" 2")
		s.Expect("liuyang", "位置：东街工地")
		s.Say("liuyang", "附件 "+number+" 1")
		s.Settle()
		handed := lastPicture(t, s, "liuyang")
		if bytes.Contains(handed, []byte("GPS")) || !bytes.HasPrefix(handed, []byte{0xFF, 0xD8}) {
			t.Errorf("what is handed out is %q", handed[:40])
		}
		s.Say("yangfan", "附件 "+number)
		s.Expect("yangfan", "没有找到编号 "+number)

		must(t, s, config.KeysErase{Case: number, Reason: "信访人依法请求删除", By: "zhaomin", With: "hejie", OpenCase: true})
		s.Settle()
		s.Say("liuyang", "附件 "+number+" 1")
		s.Expect("liuyang", "没有保留下来")
		s.VerifyLedger()
	})
}

func lastPicture(t *testing.T, s *story.Story, who string) []byte {
	t.Helper()
	chat := s.Demo.Sim.Chat(who)
	for i := len(chat) - 1; i >= 0; i-- {
		if chat[i].Type == "image" && chat[i].Media != nil {
			content, err := s.Demo.Sim.MediaContent(chat[i].Media.MediaID)
			if err != nil {
				t.Fatal(err)
			}
			return content
		}
	}
	t.Fatalf("%s was sent no picture", who)
	return nil
}

// filesWith names the kept files that contain one of the words.
func filesWith(t *testing.T, s *story.Story, words ...string) []string {
	t.Helper()
	var found []string
	seen := 0
	err := filepath.WalkDir(s.Files, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		seen++
		content, err := os.ReadFile(path)
		for _, word := range words {
			if strings.Contains(string(content), word) {
				found = append(found, path+": "+word)
			}
		}
		return err
	})
	if err != nil || seen == 0 {
		t.Fatalf("%d files are kept in %s, %v", seen, s.Files, err)
	}
	return found
}

// A picture that is sent as a file says no more than any other; of a damaged one what can be drawn is kept, and its sender is told;
// what cannot be read at all is not kept.
func TestPicturesAsFilesAndDamagedOnes(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		sendFile := func(name string, content []byte) {
			t.Helper()
			id, err := s.Demo.Sim.AddMedia("file", name, content)
			if err != nil {
				t.Fatal(err)
			}
			push(t, s, wxmsg.File{Header: wxmsg.Header{FromUserName: "wangfang"}, MediaID: id, FileName: name})
		}
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "附件 "+number)
		s.Expect("wangfang", "归入这件事项")
		sendFile("现场.jpg", shot(t))
		s.Expect("wangfang", "已收到文件，归入 "+number)
		sendFile("合同.pdf", []byte("%PDF-1.7 Exif"))
		s.Expect("wangfang", "已收到文件，归入 "+number)
		whole := shot(t)
		at := bytes.Index(whole, []byte("\xFF\xDA"))
		sendPicture(t, s, "wangfang", append(append(bytes.Clone(whole[:at]), 'x'), whole[at:]...))
		s.Expect("wangfang", "已收到照片，归入 "+number)
		s.Expect("wangfang", "照片有损坏，只保留了能看清的部分")
		sendPicture(t, s, "wangfang", append(bytes.Clone(whole), whole...))
		s.Expect("wangfang", "后面还附有一张图片或者一段视频", "请单独发送")
		sendFile("现场.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1Exif GPS 30.1234"))
		s.Expect("wangfang", "不能处理的图片格式", "请转成JPG")
		s.Say("wangfang", "完成")
		s.Expect("wangfang", "已结束")
		if kept := contentsKept(t, s); kept != 4 {
			t.Errorf("%d contents are kept", kept)
		}
		for _, nth := range []string{"3", "4"} {
			s.Say("wangfang", "附件 "+number+" "+nth)
			s.Settle()
			handed := lastPicture(t, s, "wangfang")
			if _, err := jpeg.Decode(bytes.NewReader(handed)); err != nil || bytes.Contains(handed, []byte("GPS")) {
				t.Errorf("attachment %s: %q, %v", nth, handed[:40], err)
			}
		}
		s.Say("wangfang", "附件 "+number)
		s.Expect("wangfang", "文件，没有取到")
		s.VerifyLedger()
	})
}
