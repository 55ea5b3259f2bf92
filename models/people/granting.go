package people

import (
	"slices"
	"strings"

	"petitiondesk/models"
)

// RoleNamed finds a role by what it is called in Chinese or by its code.
func RoleNamed(word string) (Role, bool) {
	i := slices.IndexFunc(Roles, func(r Role) bool { return r.RoleName() == word || string(r) == word })
	if i < 0 {
		return "", false
	}
	return Roles[i], true
}

// RoleNames names roles in the order in which they are listed everywhere; 无 when there are none.
func RoleNames(roles []Role) string {
	if len(roles) == 0 {
		return "无"
	}
	var names []string
	for _, r := range InOrder(roles) {
		names = append(names, r.RoleName())
	}
	return strings.Join(names, "、")
}

// InOrder sorts roles as they are listed everywhere, each once.
func InOrder(roles []Role) []Role {
	return slices.DeleteFunc(slices.Clone(Roles), func(r Role) bool { return !slices.Contains(roles, r) })
}

// CheckRoles tells why somebody may not give a colleague these roles; nil when he may. Nobody changes his own, so that no
// administrator of rights can make himself anything else, nor leave the office without one.
func CheckRoles(by, to Person, roles []Role) error {
	one, other, together := Apart(roles)
	switch {
	case by.UserID == to.UserID:
		return models.Errorf(models.Forbidden, "不能调整本人的职责，请另一位安全保密管理员办理。")
	case !to.Active:
		return models.Errorf(models.Conflict, "%s的账号已停用，不能授予职责。", to.Name)
	case together:
		return models.Errorf(models.Conflict, "%s和%s应由不同的人担任（三员分离），没有作任何改动。", one.RoleName(), other.RoleName())
	}
	return nil
}
