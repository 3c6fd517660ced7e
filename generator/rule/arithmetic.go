package rule

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

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

// figure is a cell of a report, which need not be the one that is checked.
type figure struct {
	r *report.Report
	c *form.Cell
}

func (f figure) value() report.Value { return f.r.Value(f.c) }

// figures are cells of one report.
func figures(r *report.Report, cells ...[]*form.Cell) (out []figure) {
	for _, c := range slices.Concat(cells...) {
		out = append(out, figure{r, c})
	}
	return out
}

// inForm is the cell that another report, of a form that may be another one, has for a
// cell of r's form; ok is false where it has none that could be read.
func inForm(other, r *report.Report, c *form.Cell) (f figure, ok bool) {
	f = figure{other, other.Form.Counterpart(c, r.Form)}
	return f, f.c != nil && f.c.Kind.Numeric() && f.value().State == report.Valid
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

// namings joins the names of cells by a plus.
func namings(cells []*form.Cell) diag.Text {
	t := naming(cells[0])
	for _, c := range cells[1:] {
		t = diag.Textf("%s加%s", "%s + %s", t, naming(c))
	}
	return t
}

// placed is a cell's name with its table in front, for a relation across tables.
func placed(r *report.Report, c *form.Cell) diag.Text {
	table, _, _ := strings.Cut(c.Path, ".")
	return diag.Textf("“%s”的%s", "%[2]s of “%[1]s”", r.Form.Slot(table).Label, naming(c))
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
	return strings.ReplaceAll(strings.ReplaceAll(strings.Join(out, "+"), "++", "+"), "+-", "-") // increases and decreases have their sign
}

// difference says how much the actual number is above or below the expected one.
func difference(actual, expected report.Number) diag.Text {
	if actual.Cmp(expected) > 0 {
		return diag.Textf("多 %s", "%s too many", actual.Minus(expected))
	}
	return diag.Textf("少 %s", "%s too few", expected.Minus(actual))
}
