package table

import (
	"html/template"

	"gongkai/generator/render/table/chart"
	"gongkai/generator/report"
)

// Drawing is a chart of quantities, which is beside the table of the same.
type Drawing struct {
	ID           string
	Title, About string
	Labels       []string
	Names        []string      // of the series
	Series       [][]Indicator // by name, then label
}

// Lines draws the series as lines over the labels.
func (d *Drawing) Lines() template.HTML { return template.HTML(chart.Lines(d.chart())) }

// Spark draws the first series as a small line without letters.
func (d *Drawing) Spark() template.HTML { return template.HTML(chart.Spark(d.chart())) }

// Bars draws the first series as bars.
func (d *Drawing) Bars() template.HTML { return template.HTML(chart.Bars(d.chart())) }

// chart brings all values to one number of decimals.
func (d *Drawing) chart() *chart.Chart {
	c := &chart.Chart{ID: d.ID, Title: d.Title, About: d.About, Labels: d.Labels}
	for _, s := range d.Series {
		for _, q := range s {
			n, _ := q.Value()
			c.Scale = max(c.Scale, n.Scale)
			if q.Ratio {
				c.Unit = "%"
			}
		}
	}
	for i, s := range d.Series {
		out := chart.Series{Name: d.Names[i], Values: make([]chart.Value, 0, len(s))}
		for _, q := range s {
			n, ok := q.Value()
			out.Values = append(out.Values, chart.Value{Int: n.Plus(report.Number{Scale: c.Scale}).Int, Known: ok})
		}
		c.Series = append(c.Series, out)
	}
	return c
}
