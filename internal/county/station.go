package county

import (
	"regexp"
	"strconv"

	"petitiondesk/models/duty"
)

const (
	usualRadius               = 300 // metres: a building and how far a phone indoors is off
	leastRadius, greatestArea = 50, 5000
)

// area reads where a station is, in the coordinates of the maps (GCJ-02); latitude and longitude belong together.
func (r *reader) area(f fields) *duty.Area {
	if !f.has("latitude") && !f.has("longitude") && !f.has("radius") {
		return nil
	}
	area := duty.Area{
		Point:  duty.Point{Latitude: r.degrees(f, "latitude", 90), Longitude: r.degrees(f, "longitude", 180)},
		Radius: usualRadius,
	}
	if f.has("radius") {
		area.Radius = r.number(f, "radius", leastRadius, greatestArea)
	}
	return &area
}

func (r *reader) degrees(f fields, key string, most float64) float64 {
	text := f.text(key, codeLimit)
	if text == "" {
		return 0
	}
	degrees, err := strconv.ParseFloat(text, 64)
	if err != nil || !(degrees >= -most && degrees <= most) {
		r.faults.add(f.lineOf(key), "%s的 %s 是 %s,应是 -%g 到 %g 之间的度数(地图坐标,GCJ-02)", f.what, key, short(text), most, most)
		return 0
	}
	return degrees
}

// chatForm is that of the ids of group chats (doc 90245).
var chatForm = regexp.MustCompile(`^[0-9a-zA-Z]{1,32}$`)

func (r *reader) chat(f fields) string {
	chat := f.text("group", codeLimit)
	if chat != "" && !chatForm.MatchString(chat) {
		r.faults.add(f.lineOf("group"), "接访点的 group 是群聊的 chatid,只有数字和字母,最多 32 个,由 groups create 命令给出")
	}
	return chat
}
