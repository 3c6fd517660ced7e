package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var presentIf = &Rule{
	ID: "present-if", Severity: diag.Error, relation: form.PresentIf,
	Title:   diag.Textf("填了一项，没有填相应的另一项", "a figure is given without the one that goes with it"),
	What:    diag.Textf("格式声明为前提的一格有内容（不为 0、不为“否”）的，与它相应的那一格也应有内容。", "Where a cell has something in it (not 0, not no) that the form declares to require another, that one has something in it too."),
	Why:     diag.Textf("有了结果却没有来由，多半是漏填。", "A result without what it comes from is mostly an omission."),
	Example: "messages: 12\naccount: 无",
}

// checkPresence checks the relations of the kind present-if, for every rule that is bound to such.
func checkPresence(p *pass, r *report.Report) {
	p.lines(r, func(rel *form.Relation, l form.Line) {
		v := r.Value(l.Total)
		if v.State == report.Faulty || present(r, l.Total) {
			return
		}
		for _, c := range l.Plus {
			if r.Value(c).State != report.Valid || !present(r, c) {
				continue
			}
			message := diag.Textf("%s填%s，%s却填“%s”", "%s is %s, yet %s is %q", placed(r, c), entered(r, c), placed(r, l.Total), v.Text)
			at := v.Span
			if v.State == report.Absent { // it is nowhere
				message = diag.Textf("%s填%s，%s却没有填", "%s is %s, yet %s is not filled in", placed(r, c), entered(r, c), placed(r, l.Total))
				at = r.Value(c).Span
			}
			p.add(r, at, diag.Finding{Severity: rel.Severity, Cells: cellPaths(l.Total, l.Plus), Actual: v.Text, Message: message,
				Hint: diag.Textf("请核对是否漏填", "check whether it was left out")})
			return
		}
	})
}

// entered is what a cell has, in a sentence: a word in quotation marks.
func entered(r *report.Report, c *form.Cell) diag.Text {
	text := r.Value(c).Text
	if c.Kind.Numeric() {
		return diag.Text{ZH: " " + text, EN: text}
	}
	return diag.Textf("“%s”", "%q", text)
}

// present reports whether a cell has something in it.
func present(r *report.Report, c *form.Cell) bool {
	v := r.Value(c)
	if c.Kind == form.Text {
		return v.Text != "" && v.Text != c.Default
	}
	return v.Int != 0
}
