package html

import (
	"cmp"
	"slices"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// Statistics is what the page of the statistics shows: the sums of all agencies' reports,
// year by year.
type Statistics struct {
	Lead   string
	Years  []Figures // all figures; nil where there is nothing to add up
	Charts []Chart
	Parts  []Chart   // bars of the newest year, one chart for each group
	Same   *SameSet  // the agencies that have reports of all years; nil where they are all
	Kinds  []Figures // the newest year by kinds and levels of agencies
	Spread *Figures  // how the ratios of the newest year lie; nil for too few agencies
	Most   *Chart    // the agencies with the largest numbers in the newest year
	Note   string    // on reports that were not added up, "" for none
	Uneven string    // warns that the years have not as many reports each, "" where they have
}

// SameSet is the years of the same agencies.
type SameSet struct {
	Note   string
	Charts []Chart
	Years  []Figures
}

// leading is how many agencies the chart of the largest has.
const leading = 20

func (v *View) statistics() {
	s := &Statistics{}
	v.Statistics = s
	years := v.renderer.site.YearPages() // newest first
	base := newestForm(years)
	if base == nil {
		s.Lead = v.label("statistics.none")
		return
	}
	y := &yearly{joint: v.renderer.compare(base)}
	var numbers []int
	var reports [][]counted
	total, areas, apart := 0, 0, 0
	for i := len(years) - 1; i >= 0; i-- {
		var sums []table.Indicator
		n := 0
		var of []counted
		for _, p := range years[i].Children {
			if government(p) {
				areas++
				continue
			}
			q, ok := y.joint.Evaluate(p.Report)
			if !ok {
				apart++
				continue
			}
			sums = table.Sum(sums, q)
			of = append(of, counted{p, q})
			n++
		}
		if n == 0 {
			continue
		}
		y.years, y.sums, numbers = append(y.years, years[i].Year), append(y.sums, sums), append(numbers, n)
		y.links = append(y.links, v.linkToYear(years[i]))
		reports = append(reports, of)
		total += n
	}
	last := len(y.years) - 1
	s.Lead = v.label("statistics.lead", total, y.years[0], y.years[last])
	if areas+apart > 0 {
		s.Note = v.label("statistics.held", total+areas+apart)
	}
	if areas > 0 {
		s.Note += v.label("statistics.areas", areas)
	}
	if apart > 0 {
		s.Note += v.label("statistics.apart", apart)
	}
	if slices.Min(numbers) < slices.Max(numbers) {
		s.Uneven = v.label("statistics.uneven")
	}
	y.of = numbers
	var sparse []string
	for i, year := range y.links {
		if y.sparse(i) {
			sparse = append(sparse, v.label("statistics.sparse", year.Text, numbers[i]))
		}
	}
	if len(sparse) > 0 {
		s.Uneven += v.label("statistics.undrawn", strings.Join(sparse, v.label("trend.comma")))
	}
	v.explain(base)
	s.Years = v.years("statistics.years", y, "")
	for n := range s.Years {
		row := FigureRow{FigureHead: FigureHead{Link: Link{Text: v.label("statistics.counted")}}}
		for i := range s.Years[n].Columns {
			row.Cells = append(row.Cells, FigureCell{Text: itoa(numbers[last-n*abreast-i])})
		}
		s.Years[n].Rows = slices.Insert(s.Years[n].Rows, 0, row)
		v.offer(&s.Years[n])
	}
	s.Charts = v.charts("statistics", y, true)
	s.Same = v.same(y, reports)
	s.Kinds = v.kinds(base, y.years[last], reports[last])
	s.Spread = v.spread(base, y.years[last], reports[last])
	for _, g := range groups(base, every(base)) {
		if g != "" {
			s.Parts = append(s.Parts, v.parts("statistics.part."+itoa(len(s.Parts)+1), y, g))
		}
	}
	for _, p := range years {
		if p.Year == y.years[last] {
			s.Most = v.most(y, p)
		}
	}
}

// newestForm is the form with figures that most agencies' reports of the newest year have.
func newestForm(years []*site.Page) *form.Form {
	for _, y := range years {
		n := map[*form.Form]int{}
		for _, p := range y.Children {
			if f := p.Report.Form; !government(p) && len(f.Figures) > 0 {
				n[f]++
			}
		}
		var base *form.Form
		for f := range n {
			if base == nil || cmp.Or(n[f]-n[base], cmp.Compare(base.ID, f.ID)) > 0 {
				base = f
			}
		}
		if base != nil {
			return base
		}
	}
	return nil
}

// recent is how many years the table of parts has.
const recent = 5

// parts draws one group's figures of the newest year as bars, with the last years beside
// it: a row for each part.
func (v *View) parts(id string, y *yearly, group string) Chart {
	f, last := y.joint.Base, len(y.years)-1
	c := Chart{ID: id, Heading: group}
	t := &Figures{Head: group, Caption: v.label("trend.caption_group", group)}
	first := max(0, last+1-recent)
	for i := last; i >= first; i-- {
		t.Columns = append(t.Columns, FigureHead{Link: y.links[i]})
	}
	names := v.named(t, f, grouped(f, every(f), group))
	d := &table.Drawing{Title: v.label("statistics.part", y.years[last], group), Names: []string{group}, Series: [][]table.Indicator{nil}}
	for k := range f.Figures {
		x := &f.Figures[k]
		if x.Group != group {
			continue
		}
		row := FigureRow{FigureHead: names[len(t.Rows)]}
		for i := last; i >= first; i-- {
			row.Cells = append(row.Cells, v.changed(y.sums[i][k], y.before(i, k)))
		}
		t.Rows = append(t.Rows, row)
		d.Labels, d.Series[0] = append(d.Labels, x.Label), append(d.Series[0], y.sums[last][k])
	}
	v.bars(&c, d, t)
	return c
}

// bars joins bars with their table.
func (v *View) bars(c *Chart, d *table.Drawing, t *Figures) {
	d.ID, d.About = c.ID, v.label("chart.bars")
	for i, l := range d.Labels {
		d.About += v.label("chart.bar", l, v.text(d.Series[0][i]))
	}
	d.About += v.label("chart.table")
	t.ID = c.ID + ".table"
	c.Drawing, c.Table = d.Bars(), t
	v.offer(t)
}

// most ranks the agencies of a year by the first figure that is drawn.
func (v *View) most(y *yearly, year *site.Page) *Chart {
	f := y.joint.Base
	k := 0
	for k < len(f.Figures) && (f.Figures[k].Chart == "" || f.Figures[k].Ratio()) {
		k++
	}
	if k == len(f.Figures) {
		return nil
	}
	type entry struct {
		page *site.Page
		q    table.Indicator
	}
	var all []entry
	var sum table.Indicator
	for _, p := range year.Children {
		if government(p) {
			continue
		}
		if q, ok := y.joint.Evaluate(p.Report); ok && q[k].Known {
			if all = append(all, entry{p, q[k]}); len(all) == 1 {
				sum = q[k]
			} else {
				sum = sum.Plus(q[k])
			}
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return b.q.N.Cmp(a.q.N) })
	all = all[:min(leading, len(all))]
	if len(all) < 2 {
		return nil
	}
	label := f.Figures[k].Label
	c := &Chart{ID: "statistics.most", Heading: v.label("statistics.most", year.Year, label)}
	t := &Figures{Head: v.label("figures.agency"), Caption: c.Heading}
	t.Columns = append(v.named(t, f, []int{k}), FigureHead{Link: Link{Text: v.label("statistics.share")}})
	d := &table.Drawing{Title: c.Heading, Names: []string{label}, Series: [][]table.Indicator{nil}}
	for _, e := range all {
		link := v.linkToAgency(e.page, year.Year)
		share := table.Indicator{Known: sum.Known, Ratio: true, N: e.q.N, Of: sum.N}
		t.Rows = append(t.Rows, FigureRow{FigureHead: FigureHead{Link: link}, Cells: []FigureCell{{Text: v.text(e.q)}, {Text: v.text(share)}}})
		d.Labels, d.Series[0] = append(d.Labels, link.Text), append(d.Series[0], e.q)
	}
	v.bars(c, d, t)
	return c
}
