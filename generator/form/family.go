package form

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// Reports is the family of the annual reports: one of the four fixed columns of every
// agency, and what the pages of the years compare.
const Reports = "reports"

// columns are the names in an agency's folder that a family cannot have.
var columns = []string{"guide", "policies", "catalog"}

var familyName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// family reads the form's family, which is a folder's name and part of addresses, what
// its reports are called together, and in which language.
func (l *loader) family(d *source.Fields) {
	f, n := l.f, d.Get("family")
	f.Language = cmp.Or(d.Text("language"), "zh-CN")
	f.Family, f.FamilyTitle = d.Text("family"), d.Text("family_title")
	if f.FamilyTitle == "" {
		f.FamilyTitle = f.Title
	}
	if f.ReportTitle == "" {
		f.ReportTitle = "{name} {year} " + f.FamilyTitle
		if strings.HasPrefix(f.Language, "zh") {
			f.ReportTitle = "{name}{year}年" + f.FamilyTitle
		}
	}
	switch {
	case f.Family == "": // said already
	case slices.Contains(columns, f.Family):
		l.fault(n, diag.Textf("family 不能是“%s”：机关文件夹里的这个名字属于固定的栏目", "the family cannot be %q: that name in an agency's folder is a fixed column's", f.Family))
	case !familyName.MatchString(f.Family):
		l.fault(n, diag.Textf("family“%s”不能作为文件夹名，只用小写字母、数字和连字符", "the family %q cannot name a folder: use lower-case letters, digits and hyphens", f.Family))
	}
}

// Families lists the families of the catalogue, sorted.
func (c *Catalogue) Families() []string {
	var out []string
	for _, f := range c.forms {
		if !slices.Contains(out, f.Family) {
			out = append(out, f.Family)
		}
	}
	slices.Sort(out)
	return out
}
