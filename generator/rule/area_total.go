package rule

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

var areaTotal = &Rule{
	ID: "area-total", Severity: diag.Warning,
	Title:   diag.Textf("汇总报告与所含报告之和不符", "an area total is not the sum of the reports in it"),
	What:    diag.Textf("政府的汇总报告（scope: government）每个数等于 includes 所列报告之和；下级机关要么列入 includes，要么写入 excludes 并说明理由；同一份报告不能算两次。", "Each figure of a government's area total is the sum of the reports under includes; every child with a report is included, or excluded for a reason; no report counts twice."),
	Why:     diag.Textf("一级政府的报告是全区域的合计，漏一个机关、重一个机关，数字都不对。", "A government's report is the total of its area; one body left out or counted twice makes it wrong."),
	Example: "scope: government\nincludes: [a, b]   # applications.new.total：a 3，b 2，合计却填 6",
	report: func(p *pass, r *report.Report) {
		if r.Scope != "government" {
			return
		}
		if parts, ok := p.parts(r); ok && len(parts) > 0 {
			p.checkArea(r, parts)
		}
	},
}

// parts are the reports that an area total includes. What is wrong with the list is
// reported; ok is false where no sum can be made of it.
func (p *pass) parts(r *report.Report) (parts []*report.Report, ok bool) {
	ok = true
	counted := map[string]string{} // agency → the included one through which it counts
	for i, slug := range r.Includes {
		at := r.ScopeSpan
		if i < len(r.IncludeSpans) {
			at = r.IncludeSpans[i]
		}
		fault := func(message, hint diag.Text) {
			p.add(r, at, diag.Finding{Message: message, Hint: hint, Actual: slug})
			ok = false
		}
		a := p.history.agencies[slug]
		if a == nil {
			fault(diag.Textf("没有机关“%s”", "there is no agency %q", slug), diag.Textf("请填写 content 下的文件夹名", "write the name of a folder in content"))
			continue
		}
		part := p.history.byKey[key{r.Form.Family, slug, r.Year}]
		if part == nil {
			fault(diag.Textf("%s没有 %d 年的报告，无法核对合计", "%s has no report for %d, so the totals cannot be checked", a.Name, r.Year),
				diag.Textf("请补上报告，或移入 excludes 并写明理由", "add it, or move the agency to excludes with a reason"))
			continue
		}
		if slices.ContainsFunc(r.Excludes, func(e report.Exclusion) bool { return e.Agency == slug }) {
			fault(diag.Textf("%s既在 includes 又在 excludes", "%s is both included and excluded", a.Name), diag.Textf("请只保留一处", "keep one of the two"))
		}
		for _, within := range p.within(slug, r) {
			by, twice := counted[within]
			switch {
			case within == r.Agency:
				fault(diag.Textf("%s的汇总包含它自己", "the area total of %s includes itself", p.nameOf(r.Agency)), diag.Textf("请从 includes 删去", "take it out of includes"))
			case twice && within == slug && by == slug:
				fault(diag.Textf("%s列了两次，报告会算两次", "%s is listed twice, so its report counts twice", a.Name), diag.Textf("请删去一个", "delete one"))
			case twice && within == slug:
				fault(diag.Textf("%s已经包含在%s的汇总里，报告会算两次", "%s is in the area total of %s already, so its report counts twice", a.Name, p.nameOf(by)), diag.Textf("请删去一个", "delete one"))
			case twice:
				fault(diag.Textf("%[2]s的汇总已经包含%[1]s，报告会算两次", "the area total of %[2]s has %[1]s in it already, so its report counts twice", p.nameOf(within), a.Name), diag.Textf("请删去一个", "delete one"))
			default:
				counted[within] = slug
				continue
			}
			break
		}
		parts = append(parts, part)
	}
	for _, e := range r.Excludes {
		if p.history.agencies[e.Agency] == nil && e.Agency != "" {
			p.add(r, e.Span, diag.Finding{Actual: e.Agency, Message: diag.Textf("没有机关“%s”", "there is no agency %q", e.Agency),
				Hint: diag.Textf("请填写 content 下的文件夹名", "write the name of a folder in content")})
		}
	}
	p.merged(r, counted)
	p.forgotten(r, counted)
	return parts, ok
}

// within lists an agency and all whose reports its own report of the year adds up.
func (p *pass) within(slug string, r *report.Report) []string {
	out := []string{slug}
	for i := 0; i < len(out); i++ {
		part := p.history.byKey[key{r.Form.Family, out[i], r.Year}]
		if part == nil || part.Scope != "government" {
			continue
		}
		for _, s := range part.Includes {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// merged reports an agency that counts beside the one it was merged into.
func (p *pass) merged(r *report.Report, counted map[string]string) {
	for i, slug := range r.Includes {
		for _, a := range p.Agencies {
			if _, in := counted[a.Slug]; !in {
				continue
			}
			for _, m := range a.Predecessors {
				if m.Agency == slug && m.Year <= r.Year && i < len(r.IncludeSpans) && p.history.byKey[key{r.Form.Family, slug, r.Year}] != nil {
					p.add(r, r.IncludeSpans[i], diag.Finding{Actual: slug,
						Message: diag.Textf("%s从 %d 年起并入%s，报告会算两次", "%s was merged into %[3]s from %[2]d on, so its report counts twice", p.nameOf(slug), m.Year, a.Name),
						Hint:    diag.Textf("请从 includes 删去", "take it out of includes")})
				}
			}
		}
	}
}

// forgotten reports the children that have a report and are neither included nor
// excluded. Bodies run from above do not count into the area.
func (p *pass) forgotten(r *report.Report, counted map[string]string) {
	var names []string
	for _, a := range p.Agencies {
		_, in := counted[a.Slug]
		if a.Parent != r.Agency || a.Kind == "vertical" || in || a.Since > r.Year || a.Until > 0 && a.Until < r.Year ||
			p.history.byKey[key{r.Form.Family, a.Slug, r.Year}] == nil || p.absorbed(a, r.Year) ||
			slices.ContainsFunc(r.Excludes, func(e report.Exclusion) bool { return e.Agency == a.Slug }) {
			continue
		}
		names = append(names, a.Name)
	}
	if len(names) > 0 {
		p.add(r, r.ScopeSpan, diag.Finding{
			Message: diag.Textf("下级机关既没有列入 includes 也没有写入 excludes：%s", "children neither included nor excluded: %s", strings.Join(names, "、")),
			Hint:    diag.Textf("请列入其中之一；不计入的写明理由", "put each under one of them, with a reason where it does not count")})
	}
}

// absorbed reports whether an agency had been merged into another by a year.
func (p *pass) absorbed(a *register.Agency, year int) bool {
	for _, b := range p.Agencies {
		for _, m := range b.Predecessors {
			if m.Agency == a.Slug && m.Year <= year {
				return true
			}
		}
	}
	return false
}

func (p *pass) nameOf(slug string) string {
	if a := p.history.agencies[slug]; a != nil {
		return a.Name
	}
	return slug
}

// checkArea compares the figures row by row; a row has one finding, in its total
// where that differs.
func (p *pass) checkArea(r *report.Report, parts []*report.Report) {
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
	cells := r.Form.Cells
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
		p.add(r, v.Span, diag.Finding{Cells: cellPaths(c, others), Expected: n.String(), Actual: v.Text,
			Message: diag.Textf("%s填 %s，所含 %d 份报告之和为 %s（%s），%s", "%s is %s, but the %d reports in it add up to %s (%s): %s",
				naming(c), v.Text, len(parts), n, p.addends(parts, r, c), difference(v.Number, n)),
			Hint: diag.Textf("请核对合计和各机关的报告", "check the total and the agencies' reports")})
	}
}

// across adds up a cell over reports; ok is false where one of them has no such figure.
func across(r *report.Report, parts []*report.Report, c *form.Cell) (n report.Number, ok bool) {
	if r.Value(c).State != report.Valid {
		return n, false
	}
	for _, part := range parts {
		v, ok := inForm(part, r, c)
		if !ok {
			return n, false
		}
		n = n.Plus(v.Number)
	}
	return n, true
}

// inForm is the value that another report has for a cell of r's form.
func inForm(part, r *report.Report, c *form.Cell) (report.Value, bool) {
	if part.Form != r.Form {
		if c.Concept == "" {
			return report.Value{}, false
		}
		if c = part.Form.Concept(c.Concept); c == nil {
			return report.Value{}, false
		}
	}
	v := part.Value(c)
	return v, v.State == report.Valid
}

// addends names the reports that have a figure other than 0, the first few of many.
func (p *pass) addends(parts []*report.Report, r *report.Report, c *form.Cell) string {
	const enough = 8
	var out []string
	for _, part := range parts {
		v, _ := inForm(part, r, c)
		if v.Int == 0 {
			continue
		}
		if len(out) == enough {
			out = append(out, "…")
			break
		}
		name := part.Agency
		if a := p.history.agencies[part.Agency]; a != nil {
			name = a.ShortName
		}
		out = append(out, name+" "+v.Text)
	}
	if len(out) == 0 {
		return "0"
	}
	return strings.Join(out, "+")
}
