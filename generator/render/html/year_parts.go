package html

import (
	"cmp"
	"slices"

	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

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
