package html

import (
	"slices"

	"gongkai/generator/form"
	"gongkai/generator/render/table"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

// counted is an agency's own report of a year with its figures.
type counted struct {
	page    *site.Page
	figures []table.Indicator
}

// same compares the years of those agencies that have a report of every one of them, so that no change
// comes from who has handed in. It is nil where these are all agencies, or fewer than two.
func (v *View) same(y *yearly, reports [][]counted) *SameSet {
	from := max(0, len(y.years)-recent)
	has := map[string]int{}
	all := map[string]bool{}
	for _, of := range reports[from:] {
		for _, r := range of {
			has[r.page.Agency.Slug]++
			all[r.page.Agency.Slug] = true
		}
	}
	whole := 0
	for _, n := range has {
		if n == len(y.years)-from {
			whole++
		}
	}
	if whole < 2 || whole == len(all) || len(y.years)-from < 2 {
		return nil
	}
	z := &yearly{joint: y.joint, years: y.years[from:], links: y.links[from:]}
	for _, of := range reports[from:] {
		var sums []table.Indicator
		for _, r := range of {
			if has[r.page.Agency.Slug] == len(z.years) {
				sums = table.Sum(sums, r.figures)
			}
		}
		z.sums = append(z.sums, sums)
	}
	last := len(z.years) - 1
	s := &SameSet{Note: v.label("statistics.same_note", whole, z.years[0], z.years[last]), Charts: v.charts("statistics.same", z, false)}
	s.Years = v.years("statistics.same.years", z, "")
	for i := range s.Years {
		s.Years[i].Caption = v.label("figures.caption_form", s.Years[i].Caption, v.label("statistics.same"))
		v.offer(&s.Years[i])
	}
	return s
}

// kinds adds up the reports of a year by the kind and the level of the agencies.
func (v *View) kinds(f *form.Form, year int, reports []counted) []Figures {
	at := grouped(f, every(f), "")
	type key struct{ kind, level string }
	var out []Figures
	for i, by := range []string{"kind", "level"} {
		sums, n := map[key][]table.Indicator{}, map[key]int{}
		var order []key
		for _, r := range reports {
			k := key{kind: r.page.Agency.Kind}
			if by == "level" {
				k = key{level: r.page.Agency.Level}
			}
			if n[k] == 0 {
				order = append(order, k)
			}
			sums[k] = table.Sum(sums[k], r.figures)
			n[k]++
		}
		if len(order) < 2 {
			continue
		}
		levels := []string{"state", "province", "city", "county", "town", ""}
		slices.SortStableFunc(order, func(a, b key) int {
			return slices.Index(kindOrder, a.kind) - slices.Index(kindOrder, b.kind) + slices.Index(levels, a.level) - slices.Index(levels, b.level)
		})
		t := Figures{ID: "statistics.by." + itoa(i+1), Head: v.label("agency." + by), Caption: v.label("statistics.by."+by, year)}
		heads := v.named(&t, f, at)
		t.Columns = append([]FigureHead{{Link: Link{Text: v.label("statistics.counted")}}}, heads...)
		for _, k := range order {
			name := v.label("statistics.unclassified")
			switch {
			case k.kind != "":
				name = v.label("kind." + k.kind)
			case k.level != "":
				name = v.label("level." + k.level)
			}
			row := FigureRow{FigureHead: FigureHead{Link: Link{Text: name}}, Cells: []FigureCell{{Text: itoa(n[k])}}}
			for _, x := range at {
				row.Cells = append(row.Cells, FigureCell{Text: v.text(sums[k][x])})
			}
			t.Rows = append(t.Rows, row)
		}
		v.offer(&t)
		out = append(out, t)
	}
	return out
}

// fewest is how many agencies a spread is of at least.
const fewest = 4

// spread says how the ratios of the agencies lie: the least, the quartiles and the largest, each one that some agency has (the
// method of the nearest rank), so that no figure is computed that no report holds.
func (v *View) spread(f *form.Form, year int, reports []counted) *Figures {
	t := &Figures{ID: "statistics.spread", Head: v.label("statistics.rate"), Caption: v.label("statistics.spread", year), Note: v.label("statistics.spread_note")}
	for _, name := range []string{"agencies", "least", "lower", "median", "upper", "largest"} {
		t.Columns = append(t.Columns, FigureHead{Link: Link{Text: v.label("statistics.spread." + name)}})
	}
	for k := range f.Figures {
		if !f.Figures[k].Ratio() {
			continue
		}
		var all []report.Number
		for _, r := range reports {
			if n, ok := r.figures[k].Value(); ok {
				all = append(all, n)
			}
		}
		if len(all) < fewest {
			continue
		}
		slices.SortFunc(all, report.Number.Cmp)
		row := FigureRow{FigureHead: FigureHead{Link: Link{Text: f.Figures[k].Label}}, Cells: []FigureCell{{Text: itoa(len(all))}}}
		for quarter := range 5 {
			rank := max(1, (quarter*len(all)+3)/4) // counted from 1, rounded up
			row.Cells = append(row.Cells, FigureCell{Text: all[rank-1].String() + "%"})
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		return nil
	}
	v.offer(t)
	return t
}
