package rule

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

var stockListed = &Rule{
	ID: "stock-listed", Severity: diag.Warning,
	Title:   diag.Textf("现行有效的件数与列出的文件不符", "the number in force is not that of the documents listed"),
	What:    diag.Textf("机关把制发的文件列在法定主动公开内容里的，最近一年报告的现行有效数，应等于其中标明有效的件数。", "Where an agency lists its normative documents in its catalog, the number in force in its latest report is that of those marked as valid."),
	Why:     diag.Textf("读者会去数；对不上的，不是文件没有上网，就是件数填错。", "Readers count them; a difference means that a document is not online, or that the number is wrong."),
	Example: "normative_documents: {…, in_force: 6}   # catalog 里标明有效的有 5 件",
	agency: func(p *pass, a *register.Agency, reports []*report.Report) {
		var r *report.Report // the latest
		for _, x := range reports {
			if x.Form.Checks.Listed != nil && (r == nil || x.Year > r.Year) {
				r = x
			}
		}
		if r == nil || a.Catalog == nil || r.Scope == "government" {
			return
		}
		rule := r.Form.Checks.Listed
		v := r.Value(rule.Cell)
		sure, doubtful := listed(a.Catalog, rule, r.Year)
		if v.State != report.Valid || sure == 0 || v.Int >= int64(sure) && v.Int <= int64(sure+doubtful) {
			return
		}
		p.add(r, v.Span, diag.Finding{Cells: []string{rule.Cell.Path}, Expected: itoa(sure), Actual: v.Text,
			Message: diag.Textf("%s填 %s，法定主动公开内容里标明有效的有 %d 件", "%s is %s, but %d documents are marked as valid in the catalog", naming(rule.Cell), v.Text, sure),
			Hint:    diag.Textf("请核对件数，或补上没有列出的文件、更正效力", "check the number, or list what is missing and correct what is no longer valid")})
	},
}

// listed counts the documents of a catalog that were in force at the end of a year,
// and those that may or may not count.
func listed(catalog *register.Category, rule *form.Listed, year int) (sure, doubtful int) {
	catalog.Walk(func(c *register.Category) {
		for _, x := range c.Items {
			if yearOf(x) > year {
				continue // later than the report
			}
			article := slices.Contains(rule.Articles, x.Article)
			ours := slices.Contains(rule.Categories, strings.TrimSpace(c.Title)) || article && hasAny([]byte(x.DocNumber), rule.Marks)
			valid := slices.Contains(rule.Valid, x.Validity) || replacedAfter(c, x, year)
			switch {
			case ours && valid:
				sure++
			case ours && slices.Contains(rule.Doubtful, x.Validity), ours && x.Validity == "", article && valid:
				doubtful++
			}
		}
	})
	return sure, doubtful
}

// yearOf is the year in which a document was made; 0 where no date is given.
func yearOf(x *register.Page) int {
	date := x.Written
	if date == "" {
		date = x.Published
	}
	year := 0
	for i := 0; i < 4 && i < len(date); i++ {
		year = year*10 + int(date[i]-'0')
	}
	return year
}

// replacedAfter reports whether what a document was superseded by is of a later year.
func replacedAfter(c *register.Category, x *register.Page, year int) bool {
	for _, y := range c.Items {
		if x.SupersededBy != "" && strings.HasSuffix(y.File, "/"+strings.TrimPrefix(x.SupersededBy, "./")) {
			return yearOf(y) > year
		}
	}
	return false
}
