package round

import (
	"cmp"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/render/xlsx"
)

// Sheet is the total as offices circulate it: a line an agency, the sum below, a column a cell.
func (t *Total) Sheet(lang string) xlsx.Sheet {
	heads := []string{diag.Textf("机关", "agency").In(lang), diag.Textf("状态", "state").In(lang)}
	var cells []*form.Cell
	for _, c := range t.Form.Cells {
		if c.Kind.Numeric() {
			cells = append(cells, c)
			heads = append(heads, c.Label)
		}
	}
	var rows [][]xlsx.Cell
	for _, p := range t.Parts {
		row := []xlsx.Cell{{Text: p.Name}, {Text: p.State(t.Year).In(lang)}}
		for _, c := range cells {
			x := xlsx.Cell{Number: true}
			if p.Report != nil {
				if v, ok := Figure(p.Report, c, t.Form); ok {
					x.Text = v.Text
				}
			}
			row = append(row, x)
		}
		rows = append(rows, row)
	}
	counted := len(t.Parts) - t.Lacking()
	sum := []xlsx.Cell{{Text: diag.Textf("合计", "total").In(lang)}, {Text: diag.Textf("计入 %s 份报告", "%s counted", diag.Count(counted, "report")).In(lang)}}
	for _, c := range cells {
		sum = append(sum, xlsx.Cell{Text: t.Sums[c], Number: true})
	}
	rows = append(rows, sum)
	name := cmp.Or(t.Agency.ShortName, t.Agency.Slug)
	return xlsx.Sheet{Name: name, Heads: heads, Lead: 2, Count: len(rows), Rows: slices.Values(rows)}
}
