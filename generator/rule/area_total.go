package rule

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var areaTotal = &Rule{
	ID: "area-total", Severity: diag.Warning, relation: form.Aggregate,
	Title:   diag.Textf("汇总报告与所含报告之和不符", "an area total is not the sum of the reports in it"),
	What:    diag.Textf("政府的汇总报告（scope: government）每个数等于 includes 所列报告之和；下级机关要么列入 includes，要么写入 excludes 并说明理由；同一份报告不能算两次。", "Each figure of a government's area total is the sum of the reports under includes; every child with a report is included, or excluded for a reason; no report counts twice."),
	Why:     diag.Textf("一级政府的报告是全区域的合计，漏一个机关、重一个机关，数字都不对。", "A government's report is the total of its area; one body left out or counted twice makes it wrong."),
	Example: "scope: government\nincludes: [a, b]   # applications.new.total：a 3，b 2，合计却填 6",
}

// checkArea checks the relations of the kind aggregate, for every rule that is bound to such. It compares the
// figures row by row; a row has one finding, in its total where that differs.
func checkArea(p *pass, r *report.Report) {
	if r.Scope != "government" {
		return
	}
	parts, ok := p.parts(r)
	if !ok || len(parts) == 0 {
		return
	}
	totals := map[*form.Cell]bool{}
	for _, rel := range r.Form.Relations {
		if rel.Kind == form.Sum {
			for _, l := range rel.Lines {
				totals[l.Total] = totals[l.Total] || l.Total.Row == l.Plus[0].Row
			}
		}
	}
	type unequal struct {
		cell *form.Cell
		sum  report.Number
	}
	var cells []*form.Cell
	var lowered diag.Severity
	p.lines(r, func(rel *form.Relation, l form.Line) {
		cells, lowered = append(cells, l.Total), rel.Severity
	})
	for i := 0; i < len(cells); {
		row := cells[i].Row
		var found []unequal
		for ; i < len(cells) && cells[i].Row == row; i++ {
			if n, ok := across(r, parts, cells[i]); ok && r.Value(cells[i]).Cmp(n) != 0 {
				d := unequal{cells[i], n}
				if totals[d.cell] {
					found = slices.Insert(found, 0, d)
				} else {
					found = append(found, d)
				}
			}
		}
		if len(found) == 0 {
			continue
		}
		var others []*form.Cell
		for _, d := range found[1:] {
			others = append(others, d.cell)
		}
		c, n := found[0].cell, found[0].sum
		v := r.Value(c)
		p.add(r, v.Span, diag.Finding{Severity: lowered, Cells: cellPaths(c, others), Expected: n.String(), Actual: v.Text,
			Message: diag.Textf("%s填 %s，所含 %d 份报告之和为 %s（%s），%s", "%s is %s, but the sum of the reports in it (%d) is %s (%s): %s",
				naming(c), v.Text, len(parts), n, p.addends(parts, r, c), difference(v.Number, n)),
			Hint: diag.Textf("请核对合计和各机关的报告", "check the total and the agencies' reports")})
	}
}

// across adds up a cell over reports; ok is false where one of them has no such figure.
func across(r *report.Report, parts []*report.Report, c *form.Cell) (n report.Number, ok bool) {
	if r.Value(c).State != report.Valid || !c.Kind.Numeric() {
		return n, false
	}
	for _, part := range parts {
		f, ok := inForm(part, r, c)
		if !ok {
			return n, false
		}
		n = n.Plus(f.value().Number)
	}
	return n, true
}

// addends names the reports that have a figure other than 0, the first few of many.
func (p *pass) addends(parts []*report.Report, r *report.Report, c *form.Cell) string {
	const enough = 8
	var out []string
	for _, part := range parts {
		f, _ := inForm(part, r, c)
		v := f.value()
		if v.Int == 0 {
			continue
		}
		if len(out) == enough {
			out = append(out, "…")
			break
		}
		name := part.Agency
		if a := p.agency(part.Agency); a != nil {
			name = a.ShortName
		}
		out = append(out, name+" "+v.Text)
	}
	if len(out) == 0 {
		return "0"
	}
	return strings.Join(out, "+")
}
