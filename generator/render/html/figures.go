package html

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// Figures is a table of figures: of reports, of years or of parts.
type Figures struct {
	ID, Caption string
	Head        string // of the first column
	Columns     []FigureHead
	Rows        []FigureRow
	Subtotals   []FigureRow // below the others, before the total
	Total       *FigureRow  // of all; nil for none
	CSV         Link        // the same as a file; Href is empty where there is none
	Note        string      // below the table, "" for none
	Sortable    bool
	Whole       bool // a sortable one is no wider than the page at a desk, so that its head can stay in view
}

// fits reports whether a table is no wider than the page at a desk: the labels of its columns, which break between
// words only, beside the names of its rows, in tenths of a letter. The style sheet has the same measures.
func (t *Figures) fits() bool {
	const desk, names, column, padding = 684, 122, 45, 9
	wide := names
	for _, c := range t.Columns {
		most := column
		for word := range strings.FieldsSeq(c.Text) {
			n := padding
			for _, r := range word {
				if r < '\u2e80' {
					n += 6
				} else {
					n += 10
				}
			}
			most = max(most, n)
		}
		wide += most
	}
	return wide <= desk
}

// FigureHead heads a row or a column: a report's, a year's or a figure's.
type FigureHead struct {
	Link            // Href is empty for plain text
	Unit     string // of a sum, where the caption does not give one for all
	Language string // of the text, where it is not that of the interface
}

// FigureRow is one row.
type FigureRow struct {
	FigureHead
	Words string // of a row that can be filtered: by which it is found too
	Cells []FigureCell
}

// FigureCell is a value and, beside last year's, its change.
type FigureCell struct{ Text, Change string }

// Chart is a drawing with the table of the same figures.
type Chart struct {
	ID, Heading string
	Drawing     template.HTML // "" where there is nothing to draw
	Table       *Figures
}

// text is a quantity as printed, or the sign for none.
func (v *View) text(q table.Indicator) string {
	if s := q.String(); s != "" {
		return s
	}
	return v.label("figures.none")
}

// changed is a quantity with its change from last year's; before is nil without one.
func (v *View) changed(q table.Indicator, before *table.Indicator) FigureCell {
	c := FigureCell{Text: v.text(q)}
	if before == nil {
		return c
	}
	difference, percent, ok := q.Change(*before)
	switch {
	case !ok:
	case difference == "0" || difference == "0.0":
		c.Change = v.label("figures.same")
	case q.Ratio:
		c.Change = v.label("figures.points", difference)
	case percent == "":
		c.Change = difference
	default:
		c.Change = v.label("figures.changed", difference, percent)
	}
	return c
}

// government reports whether a page's report is an area total.
func government(p *site.Page) bool { return p.Report.Scope == "government" }

// byScope tells agencies' own reports from area totals.
func byScope(pages []*site.Page) (own, areas []*site.Page) {
	for _, p := range pages {
		if government(p) {
			areas = append(areas, p)
		} else {
			own = append(own, p)
		}
	}
	return own, areas
}

// groups lists the groups of some of a form's figures, in its order; "" is the main one.
func groups(f *form.Form, of []int) (out []string) {
	for _, i := range of {
		if g := f.Figures[i].Group; !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// grouped lists which of some of a form's figures are of a group.
func grouped(f *form.Form, of []int, group string) (at []int) {
	for _, i := range of {
		if f.Figures[i].Group == group {
			at = append(at, i)
		}
	}
	return at
}

// named lists figures by their names and units. A unit that all sums have goes to the
// table's caption.
func (v *View) named(t *Figures, f *form.Form, at []int) []FigureHead {
	language := f.Language
	if language == v.Config.Language {
		language = ""
	}
	var out []FigureHead
	unit, several := "", false
	for _, i := range at {
		x := &f.Figures[i]
		out = append(out, FigureHead{Link{Text: x.Label}, x.Unit, language})
		if x.Ratio() {
			continue
		}
		several = several || unit != "" && x.Unit != unit || x.Unit == ""
		unit = x.Unit
	}
	if unit == "" || several {
		return out
	}
	t.Caption = v.label("figures.caption_unit", t.Caption, unit)
	for i := range out {
		out[i].Unit = ""
	}
	return out
}

// explain adds how a form's ratios are made, once.
func (v *View) explain(f *form.Form) {
	for i := range f.Figures {
		x := &f.Figures[i]
		if d := (Detail{Label: x.Label, Text: x.About}); x.About != "" && !slices.Contains(v.Ratios, d) {
			v.Ratios = append(v.Ratios, d)
		}
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
