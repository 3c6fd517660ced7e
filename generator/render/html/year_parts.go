package html

import (
	"cmp"
	"slices"

	"gongkai/generator/render/table"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

// barParts is how many parts the longest bar of a column has.
const barParts = 12

// barred shows the first figure of a table of the main ones as bars too, where it is a number.
func (v *View) barred(t *Figures, at []int, all [][]table.Indicator, group string) {
	if group != "" || len(t.Rows) < 2 || len(at) == 0 {
		return
	}
	most := report.Number{}
	for _, of := range all {
		if n, ok := of[at[0]].Value(); ok && !of[at[0]].Ratio && n.Cmp(most) > 0 {
			most = n
		}
	}
	for i := range t.Rows {
		if n, ok := all[i][at[0]].Value(); ok && n.Int > 0 && most.Int > 0 {
			if tenths, ok := table.Percent(n, most); ok {
				t.Rows[i].Cells[0].Bar = max(1, int((tenths*barParts+500)/1000))
			}
		}
	}
}

// subtotals adds up the reports of each kind of agencies, where there are several.
func (v *View) subtotals(reports []*site.Page, all [][]table.Indicator, at []int) []FigureRow {
	sums, n := map[string][]table.Indicator{}, map[string]int{}
	var kinds []string
	for i, p := range reports {
		k := p.Agency.Kind
		if n[k] == 0 {
			kinds = append(kinds, k)
		}
		sums[k] = table.Sum(sums[k], all[i])
		n[k]++
	}
	if len(kinds) < 2 {
		return nil
	}
	slices.SortFunc(kinds, func(a, b string) int {
		return cmp.Compare(slices.Index(kindOrder, a), slices.Index(kindOrder, b))
	})
	var out []FigureRow
	for _, k := range kinds {
		name := v.label("statistics.unclassified")
		if k != "" {
			name = v.label("kind." + k)
		}
		row := FigureRow{FigureHead: FigureHead{Link: Link{Text: v.label("figures.subtotal", name, n[k])}}}
		for _, x := range at {
			row.Cells = append(row.Cells, FigureCell{Text: v.text(sums[k][x])})
		}
		out = append(out, row)
	}
	return out
}
