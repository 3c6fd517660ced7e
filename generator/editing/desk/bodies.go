package desk

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/register"
)

// column is what a column of a pasted list of bodies holds.
type column int

const (
	holdsNothing column = iota
	holdsName
	holdsShort
	holdsCode
	holdsKind
	holdsLevel
	holdsParent
	holdsFolder
)

// heads are what the columns are called in lists of bodies, without spaces.
var heads = map[string]column{
	"机关": holdsName, "机关名称": holdsName, "单位": holdsName, "单位名称": holdsName, "名称": holdsName, "全称": holdsName, "机构名称": holdsName, "name": holdsName, "body": holdsName, "agency": holdsName,
	"简称": holdsShort, "shortname": holdsShort, "short_name": holdsShort,
	"统一社会信用代码": holdsCode, "信用代码": holdsCode, "社会信用代码": holdsCode, "代码": holdsCode, "creditcode": holdsCode, "credit_code": holdsCode, "code": holdsCode,
	"性质": holdsKind, "类别": holdsKind, "机关类别": holdsKind, "单位性质": holdsKind, "类型": holdsKind, "kind": holdsKind,
	"级别": holdsLevel, "层级": holdsLevel, "level": holdsLevel,
	"上级": holdsParent, "上级机关": holdsParent, "主管部门": holdsParent, "parent": holdsParent,
	"文件夹": holdsFolder, "网址": holdsFolder, "folder": holdsFolder, "slug": holdsFolder,
}

// kinds and levels are what people call them.
var kinds = map[string]string{"政府": "government", "一级政府": "government", "人民政府": "government", "部门": "department", "政府部门": "department", "工作部门": "department",
	"派出机关": "outpost", "派出机构": "outpost", "垂直": "vertical", "垂直管理": "vertical", "垂直管理部门": "vertical", "授权组织": "authorized", "法律法规授权组织": "authorized",
	"公共企事业单位": "public_service", "企事业单位": "public_service"}

var levels = map[string]string{"国家": "state", "中央": "state", "省": "province", "省级": "province", "自治区": "province", "市": "city", "市级": "city", "地级": "city",
	"县": "county", "区": "county", "县级": "county", "区级": "county", "区县": "county", "乡": "town", "镇": "town", "乡级": "town", "乡镇": "town", "街道": "town"}

// squeezed is a text without spaces, in lower case.
func squeezed(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u3000' {
			return -1
		}
		return r
	}, text))
}

// meaning is a word for a kind or a level as the register has it.
func meaning(of map[string]string, text string) (string, bool) {
	text = squeezed(text)
	if id, ok := of[text]; ok {
		return id, true
	}
	for _, id := range of {
		if id == text {
			return id, true
		}
	}
	return "", false
}

// headed reports what the columns of a row of headings hold; nil for a row that is none.
func headed(cells []string) []column {
	var out []column
	known := 0
	for _, c := range cells {
		x := heads[squeezed(c)]
		if x != holdsNothing {
			known++
		}
		out = append(out, x)
	}
	if known == 0 || !slices.Contains(out, holdsName) {
		return nil
	}
	return out
}

// guessed reports what a column without a heading holds, by one of its values.
func guessed(text string) column {
	switch {
	case text == "":
		return holdsNothing
	case len(text) == 18 && register.ValidCreditCode(strings.ToUpper(text)), len(text) == 18 && strings.Trim(text, "0123456789ABCDEFGHJKLMNPQRTUWXYabcdefghjklmnpqrtuwxy") == "":
		return holdsCode
	}
	if _, ok := meaning(kinds, text); ok {
		return holdsKind
	}
	if _, ok := meaning(levels, text); ok {
		return holdsLevel
	}
	if strings.Trim(text, "0123456789.、") == "" { // a number of a row
		return holdsNothing
	}
	return holdsName
}

// read reads a list of bodies as it is pasted from a spreadsheet: a row a line, columns apart by tabs, with a row of
// headings or without one. What is wrong with it is in words for the person; a folder is chosen for each body.
func read(text string) (bodies []scaffold.Body, faults []diag.Text) {
	var columns []column
	above := map[int]string{} // names of those above, by body
	for n, line := range strings.Split(strings.ReplaceAll(text, "\r", ""), "\n") {
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "\"\u3000")
		}
		if strings.Join(cells, "") == "" {
			continue
		}
		if columns == nil && len(bodies) == 0 {
			if columns = headed(cells); columns != nil {
				continue
			}
		}
		b := scaffold.Body{}
		wrong := func(zh, en string, args ...any) {
			faults = append(faults, diag.Textf("第 %d 行：%v", "line %d: %v", n+1, diag.Textf(zh, en, args...)))
		}
		for i, c := range cells {
			what := holdsNothing
			switch {
			case columns == nil:
				if what = guessed(c); what == holdsName && b.Name != "" {
					what = holdsNothing
				}
			case i < len(columns):
				what = columns[i]
			}
			if c == "" {
				continue
			}
			ok := true
			switch what {
			case holdsName:
				b.Name = c
			case holdsShort:
				b.ShortName = c
			case holdsCode:
				if b.CreditCode = strings.ToUpper(squeezed(c)); !register.ValidCreditCode(b.CreditCode) {
					wrong("统一社会信用代码“%s”校验不通过", "the credit code %q fails its check digit", c)
				}
			case holdsKind:
				if b.Kind, ok = meaning(kinds, c); !ok {
					wrong("不知道性质“%s”；可写政府、部门、派出机关、垂直管理部门、授权组织、公共企事业单位", "the kind %q is not known; write government, department, outpost, vertical, authorized or public_service", c)
				}
			case holdsLevel:
				if b.Level, ok = meaning(levels, c); !ok {
					wrong("不知道级别“%s”；可写国家、省、市、县、乡", "the level %q is not known; write state, province, city, county or town", c)
				}
			case holdsParent:
				above[len(bodies)] = c
			case holdsFolder:
				b.Slug = c
			}
		}
		if b.Name == "" {
			wrong("没有机关名称", "there is no name")
		}
		bodies = append(bodies, b)
	}
	faults = append(faults, settle(bodies, above)...)
	return bodies, faults
}

// settle chooses folders, and finds those above by their names.
func settle(bodies []scaffold.Body, above map[int]string) (faults []diag.Text) {
	taken, named := map[string]bool{}, map[string]int{}
	for i := range bodies {
		b := &bodies[i]
		if b.Slug != "" {
			if register.CheckSlug(b.Slug, "") != nil {
				faults = append(faults, diag.Textf("文件夹名“%s”不行，只能用小写字母、数字和连字符", "%q cannot be a folder's name: lower-case letters, digits and hyphens alone", b.Slug))
			} else if taken[b.Slug] {
				faults = append(faults, diag.Textf("文件夹名“%s”用了两次", "the folder %q is named twice", b.Slug))
			}
			taken[b.Slug] = true
		}
		if b.Name == "" {
			continue
		}
		if _, twice := named[b.Name]; twice {
			faults = append(faults, diag.Textf("“%s”出现了两次", "%q is listed twice", b.Name))
		}
		named[b.Name] = i
	}
	for i := range bodies {
		if b := &bodies[i]; b.Slug == "" && b.Name != "" {
			b.Slug = folder(b.Name, i, taken)
			taken[b.Slug] = true
		}
	}
	for i, of := range above {
		at, ok := named[of]
		if !ok {
			at = slices.IndexFunc(bodies, func(b scaffold.Body) bool { return b.Slug == of || b.ShortName == of })
		}
		if ok = ok || at >= 0; !ok {
			faults = append(faults, diag.Textf("“%s”的上级“%s”不在名单里", "%q is said to be below %q, which is not in the list", bodies[i].Name, of))
			continue
		}
		bodies[i].Parent = bodies[at].Slug
	}
	return faults
}

// folder is a free name for a body's folder: the initials of its name, as such folders are mostly named.
func folder(of string, n int, taken map[string]bool) string {
	base := initialsOf(of)
	if len(base) > 40 {
		base = base[:40]
	}
	if base == "" {
		base = fmt.Sprintf("jg%d", n+1)
	}
	for try, at := 1, base; ; try++ {
		if try > 1 {
			at = fmt.Sprintf("%s-%d", base, try)
		}
		if !taken[at] && register.CheckSlug(at, "") == nil {
			return at
		}
	}
}
