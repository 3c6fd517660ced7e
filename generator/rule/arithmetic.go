package rule

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

// lines calls do for every line of the rule's relations in the report's form.
func (p *pass) lines(r *report.Report, do func(*form.Relation, form.Line)) {
	for _, rel := range r.Form.Relations {
		if rel.Rule == p.rule.ID {
			for _, l := range rel.Lines {
				do(rel, l)
			}
		}
	}
}

// sum adds the values of cells; ok is false when one of them could not be read.
func sum(r *report.Report, cells []*form.Cell) (n report.Number, ok bool) {
	for _, c := range cells {
		v := r.Value(c)
		if v.State != report.Valid {
			return n, false
		}
		n = n.Plus(v.Number)
	}
	return n, true
}

// checkSums is the whole of a rule whose relations are sums.
func checkSums(p *pass, r *report.Report) {
	p.lines(r, func(rel *form.Relation, l form.Line) {
		total := r.Value(l.Total)
		parts, ok := sum(r, l.Plus)
		if !ok || total.State != report.Valid || total.Cmp(parts) == 0 {
			return
		}
		p.add(r, total.Span, diag.Finding{
			Cells: cellPaths(l.Total, l.Plus), Expected: parts.String(), Actual: total.Text,
			Message: diag.Textf("%s填 %s，%s相加为 %s（%s），%s",
				"%s is %s, but %s add up to %s (%s): %s",
				naming(l.Total), total.Text, rel.PartsName, parts, terms(r, l.Plus), difference(total.Number, parts)),
			Hint: diag.Textf("请核对总计或各分项", "check the total or its parts"),
		})
	})
}

// inForm is the value that another report, of a form that may be another one, has for a
// cell of r's form; ok is false where it has none that could be read.
func inForm(other, r *report.Report, c *form.Cell) (v report.Value, ok bool) {
	oc := other.Form.Counterpart(c, r.Form)
	if oc == nil || !oc.Kind.Numeric() {
		return v, false
	}
	v = other.Value(oc)
	return v, v.State == report.Valid
}

// cellPaths lists the total's path and then every operand's.
func cellPaths(total *form.Cell, operands ...[]*form.Cell) []string {
	out := []string{total.Path}
	for _, cells := range operands {
		for _, c := range cells {
			out = append(out, c.Path)
		}
	}
	return out
}

// naming is a cell's name in a message: its row in quotation marks, then its column.
func naming(c *form.Cell) diag.Text {
	return diag.Textf("“%s”%s", "“%s” %s", c.RowName, c.Column)
}

// terms writes the addends with plus signs. A long list leaves out its zeros.
func terms(r *report.Report, cells []*form.Cell) string {
	var out []string
	for _, c := range cells {
		if v := r.Value(c); len(cells) <= 8 || v.Int != 0 {
			out = append(out, v.Text)
		}
	}
	if len(out) == 0 {
		return "0"
	}
	return strings.Join(out, "+")
}

// difference says how much the actual number is above or below the expected one.
func difference(actual, expected report.Number) diag.Text {
	if actual.Cmp(expected) > 0 {
		return diag.Textf("多 %s", "%s too many", actual.Minus(expected))
	}
	return diag.Textf("少 %s", "%s too few", expected.Minus(actual))
}
