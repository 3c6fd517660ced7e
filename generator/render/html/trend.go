package html

import (
	"slices"
	"strings"

	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// Trend is the years of one agency side by side, or of one area.
type Trend struct {
	Heading string
	Charts  []Chart
	Tables  []Figures
	Apart   string // years whose forms hold nothing comparable; "" for none
}

// yearly is the figures of some years, oldest first.
type yearly struct {
	joint *table.Comparison
	years []int
	links []Link // of the years
	sums  [][]table.Indicator
	of    []int // how many reports each year adds up; nil for one agency's own
}

// sparse reports whether a year has so few reports beside the fullest that its sums tell of these few only.
func (y *yearly) sparse(i int) bool { return y.of != nil && y.of[i]*10 < slices.Max(y.of) }

// before is last year's figure, nil where there is none.
func (y *yearly) before(i, k int) *table.Indicator {
	if i == 0 || y.years[i-1] != y.years[i]-1 || y.sparse(i) || y.sparse(i-1) {
		return nil
	}
	return &y.sums[i-1][k]
}

// trends compares the years of an agency's reports. Its own reports and area totals that
// it publishes are apart: one is not the other's last year.
func (v *View) trends() {
	own, areas := byScope(v.Page.Children)
	for i, pages := range [][]*site.Page{own, areas} {
		if len(pages) < 2 {
			continue
		}
		y := &yearly{joint: v.renderer.compare(pages[0].Report.Form)} // the newest
		var apart []string
		for k := len(pages) - 1; k >= 0; k-- {
			p := pages[k]
			q, ok := y.joint.Evaluate(p.Report)
			if !ok {
				apart = append(apart, itoa(p.Year))
				continue
			}
			y.years = append(y.years, p.Year)
			y.links = append(y.links, v.linkToYear(p))
			y.sums = append(y.sums, q)
		}
		if len(y.years) < 2 {
			continue
		}
		id := [...]string{"own", "area"}[i]
		t := Trend{Heading: v.label("trend." + id)}
		if len(apart) > 0 {
			t.Apart = v.label("trend.apart", strings.Join(apart, v.label("trend.comma")))
		}
		t.Charts = v.charts("trend."+id, y, false)
		for g, group := range groups(y.joint.Base, every(y.joint.Base)) {
			t.Tables = append(t.Tables, v.years(id+"."+itoa(g+1), y, group)...)
		}
		if i == 1 { // whose captions would be those of the agency's own
			for n := range t.Tables {
				t.Tables[n].Caption = v.label("figures.caption_form", t.Tables[n].Caption, v.label("year.governments"))
			}
		}
		v.explain(y.joint.Base)
		v.Trends = append(v.Trends, t)
	}
}

// abreast is how many years are side by side in a table: as many as a sheet of A4 holds.
const abreast = 8

// years makes the tables of one group's figures over years, the newest first, each figure
// beside that of the year before and with its change. Years that do not fit are in further
// tables.
func (v *View) years(id string, y *yearly, group string) (out []Figures) {
	f := y.joint.Base
	at := grouped(f, every(f), group)
	for last := len(y.years) - 1; last >= 0; last -= abreast {
		first := max(0, last+1-abreast)
		t := Figures{ID: id, Head: v.label("figures.figure"), Caption: v.label("trend.caption", y.years[first], y.years[last])}
		if len(out) > 0 {
			t.ID += "." + itoa(len(out)+1)
		}
		if group != "" {
			t.Head, t.Caption = group, v.label("trend.caption_years", group, y.years[first], y.years[last])
		}
		nothing, none := v.label("figures.nothing", t.Caption), group != ""
		names := v.named(&t, f, at)
		for i := last; i >= first; i-- {
			t.Columns = append(t.Columns, FigureHead{Link: y.links[i]})
		}
		for n, k := range at {
			row := FigureRow{FigureHead: names[n]}
			for i := last; i >= first; i-- {
				row.Cells = append(row.Cells, v.changed(y.sums[i][k], y.before(i, k)))
				none = none && y.sums[i][k].Zero()
			}
			t.Rows = append(t.Rows, row)
		}
		if none {
			t.Rows, t.Note = nil, nothing
		}
		out = append(out, t)
	}
	return out
}

func (v *View) fillYears(t *Figures, y *yearly, at []int) {
	for i := len(y.years) - 1; i >= 0; i-- {
		row := FigureRow{FigureHead: FigureHead{Link: y.links[i]}}
		for _, k := range at {
			row.Cells = append(row.Cells, v.changed(y.sums[i][k], y.before(i, k)))
		}
		if y.of != nil {
			row.Cells = append(row.Cells, FigureCell{Text: itoa(y.of[i])})
		}
		t.Rows = append(t.Rows, row)
	}
	if y.of != nil {
		t.Columns = append(t.Columns, FigureHead{Link: Link{Text: v.label("statistics.reports")}})
	}
}

// charts draws the figures that the form wants drawn together, with their own tables
// where no other table has them.
func (v *View) charts(id string, y *yearly, tables bool) []Chart {
	var out []Chart
	f := y.joint.Base
	byName := map[string]int{}
	at := [][]int{}
	for i := range f.Figures {
		name := f.Figures[i].Chart
		if name == "" {
			continue
		}
		n, ok := byName[name]
		if !ok {
			n = len(out)
			byName[name] = n
			out, at = append(out, Chart{ID: id + ".chart." + itoa(n+1), Heading: name}), append(at, nil)
		}
		at[n] = append(at[n], i)
	}
	for n := range out {
		c := &out[n]
		d := &table.Drawing{ID: c.ID, Title: c.Heading}
		first, last, drawn := 0, 0, 0
		for i, year := range y.years {
			if !y.sparse(i) {
				if drawn++; drawn == 1 {
					first = year
				}
				last = year
			}
		}
		for year := first; year <= last; year++ { // those without a report too, so that time runs evenly
			d.Labels = append(d.Labels, itoa(year))
		}
		for _, k := range at[n] {
			s := make([]table.Indicator, len(d.Labels))
			for i, year := range y.years {
				if !y.sparse(i) {
					s[year-first] = y.sums[i][k]
				}
			}
			d.Names, d.Series = append(d.Names, f.Figures[k].Label), append(d.Series, s)
		}
		d.About = v.aboutLines(d)
		if drawn > 1 {
			c.Drawing = d.Lines()
		}
		if tables {
			c.Table = &Figures{ID: c.ID + ".table", Head: v.label("figures.year"), Caption: v.label("trend.caption_group", c.Heading)}
			c.Table.Columns = v.named(c.Table, f, at[n])
			v.fillYears(c.Table, y, at[n])
			v.offer(c.Table)
		}
	}
	return out
}

// aboutLines says in words what lines show: each series' first and last value.
func (v *View) aboutLines(d *table.Drawing) string {
	last := len(d.Labels) - 1
	if last < 0 {
		return ""
	}
	out := v.label("chart.lines", d.Labels[0], d.Labels[last])
	for i, name := range d.Names {
		out += v.label("chart.series", name, v.text(d.Series[i][0]), v.text(d.Series[i][last]))
	}
	return out + v.label("chart.table")
}
