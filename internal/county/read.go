package county

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"petitiondesk/models/duty"
	"petitiondesk/models/people"
)

const (
	codeLimit = 32
	nameLimit = 64
)

var (
	// codeForm leaves out the slash, which separates the parts of a rule's code.
	codeForm   = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}_.-]*$`)
	userIDForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_.@-]*$`)
)

// Read reads a county.yaml. An error of code Invalid lists every fault at once, with line numbers.
func Read(r io.Reader) (County, error) {
	root, err := document(r)
	if err != nil {
		return County{}, err
	}
	var found faults
	top, _ := mapping(root, "文件", &found, "units", "people", "stations", "duty_rules", "posts", "periods", "approvals", "kin")
	c := reader{
		faults: &found, units: map[string]int{}, people: map[string]int{}, stations: map[string]int{}, rules: map[string]int{},
		posts: map[string]int{}, periods: map[string]int{},
	}
	for _, node := range top.items("units") {
		c.unit(node)
	}
	for _, node := range top.items("people") {
		c.person(node)
	}
	for _, node := range top.items("stations") {
		c.station(node)
	}
	for _, node := range top.items("periods") {
		c.period(node)
	}
	for _, node := range top.items("posts") {
		c.post(node)
	}
	for _, node := range top.items("duty_rules") {
		c.rule(node)
	}
	for _, node := range top.items("approvals") {
		c.approval(node)
	}
	for _, node := range top.items("kin") {
		c.kin(node)
	}
	if err := found.err(); err != nil {
		return County{}, err
	}
	return c.county, nil
}

// reader collects the county; its maps hold the line on which each key was first used.
type reader struct {
	county   County
	faults   *faults
	units    map[string]int
	people   map[string]int
	stations map[string]int
	rules    map[string]int
	posts    map[string]int
	periods  map[string]int
}

func (r *reader) unit(node *yaml.Node) {
	f, ok := mapping(node, "单位", r.faults, "code", "name", "kind", "villages", "department")
	if !ok {
		return
	}
	u := people.Unit{Code: r.code(f, r.units), Name: f.text("name", nameLimit), Kind: people.UnitKind(f.text("kind", codeLimit))}
	if u.Kind != "" && !slices.Contains(people.UnitKinds, u.Kind) {
		r.faults.add(f.lineOf("kind"), "单位 %s 的 kind 是 %s,只能是 bureau、department、township、discipline 或 organisation", u.Code, short(string(u.Kind)))
	}
	if f.has("department") {
		id, err := strconv.ParseInt(f.text("department", codeLimit), 10, 64)
		if err != nil || id < 1 {
			r.faults.add(f.lineOf("department"), "单位 %s 的 department 应为企业微信通讯录里的部门编号", u.Code)
		}
		u.OfficeID = id
	}
	if f.has("villages") {
		if u.Kind != people.Township {
			r.faults.add(f.lineOf("villages"), "单位 %s 不是乡镇街道,不能写 villages", u.Code)
		}
		for _, village := range f.texts("villages", nameLimit, asWritten) {
			r.county.Villages = append(r.county.Villages, people.Village{UnitCode: u.Code, Name: village.text})
		}
	}
	r.county.Units = append(r.county.Units, u)
}

func (r *reader) person(node *yaml.Node) {
	f, ok := mapping(node, "人员", r.faults, "userid", "name", "unit", "post", "roles", "field", "phone")
	if !ok {
		return
	}
	p := people.Person{
		UserID: people.NormalUserID(f.text("userid", nameLimit)),
		Name:   f.text("name", nameLimit), UnitCode: f.text("unit", codeLimit), Post: f.optional("post", nameLimit), Active: true,
	}
	if p.UserID != "" && !userIDForm.MatchString(p.UserID) {
		r.faults.add(f.lineOf("userid"), "人员 %s 的 userid 只能用字母、数字和 _ - @ .,并以字母或数字开头", short(p.UserID))
	}
	r.once(r.people, p.UserID, f, "userid")
	if _, known := r.units[p.UnitCode]; !known && p.UnitCode != "" {
		r.faults.add(f.lineOf("unit"), "人员 %s 的单位 %s 没有在 units 里列出", p.UserID, p.UnitCode)
	}
	for _, role := range f.texts("roles", codeLimit, asWritten) {
		p.Roles = append(p.Roles, r.role(p.UserID, role))
	}
	if one, other, refused := people.Apart(p.Roles); refused {
		r.faults.add(f.lineOf("roles"), "人员 %s 不能同时是%s(%s)和%s(%s),三类管理员应由不同的人担任", p.UserID, one.RoleName(), one, other.RoleName(), other)
	}
	r.county.People = append(r.county.People, p)
	if card := (duty.Card{UserID: p.UserID, Field: f.optional("field", nameLimit), Phone: f.optional("phone", codeLimit)}); card.Field+card.Phone != "" {
		r.county.Cards = append(r.county.Cards, card)
	}
}

// kin reads a declared relative of a member of staff; who has one in a case keeps out of it.
func (r *reader) kin(node *yaml.Node) {
	f, ok := mapping(node, "亲属", r.faults, "userid", "name", "relation")
	if !ok {
		return
	}
	k := people.Kin{
		UserID: people.NormalUserID(f.text("userid", nameLimit)), Name: f.text("name", nameLimit), Relation: f.optional("relation", nameLimit),
	}
	if _, known := r.people[k.UserID]; !known && k.UserID != "" {
		r.faults.add(f.lineOf("userid"), "亲属里的 userid %s 没有在 people 里列出", k.UserID)
	}
	if slices.ContainsFunc(r.county.Kin, func(other people.Kin) bool { return other.UserID == k.UserID && other.Name == k.Name }) {
		r.faults.add(f.line, "人员 %s 的亲属 %s 写了两次", k.UserID, k.Name)
		return
	}
	r.county.Kin = append(r.county.Kin, k)
}

func (r *reader) role(userID string, said located) people.Role {
	role := people.Role(said.text)
	if role.RoleName() == "" {
		r.faults.add(said.line, "人员 %s 的角色 %s 不认识,可用的是:%s", userID, said.text, roleNames())
	}
	return role
}

func (r *reader) station(node *yaml.Node) {
	f, ok := mapping(node, "接访点", r.faults, "code", "name", "address", "latitude", "longitude", "radius", "group")
	if !ok {
		return
	}
	station := duty.Station{
		Code: r.code(f, r.stations), Name: f.text("name", nameLimit), Address: f.optional("address", nameLimit), Area: r.area(f),
	}
	r.county.Stations = append(r.county.Stations, station)
	if f.has("group") {
		r.county.Groups = append(r.county.Groups, duty.Group{Station: station.Code, ChatID: r.chat(f)})
	}
}

// code reads the code of a unit or station, which must be of its form and new.
func (r *reader) code(f fields, seen map[string]int) string {
	code := f.text("code", codeLimit)
	if code != "" && !codeForm.MatchString(code) {
		r.faults.add(f.lineOf("code"), "%s的 code %s 只能用文字、数字和 _ - .", f.what, code)
	}
	r.once(seen, code, f, "code")
	return code
}

func (r *reader) once(seen map[string]int, value string, f fields, key string) {
	if value == "" {
		return
	}
	if first, again := seen[value]; again {
		r.faults.add(f.lineOf(key), "%s %s 重复,第 %d 行已经有了", f.what, value, first)
		return
	}
	seen[value] = f.lineOf(key)
}

func asWritten(text string) string { return text }

func roleNames() string {
	names := make([]string, len(people.Roles))
	for i, role := range people.Roles {
		names[i] = string(role)
	}
	return strings.Join(names, "、")
}
