package html

import (
	"html/template"
	"strconv"

	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// Figures is a table of figures: of reports, of years or of parts.
type Figures struct {
	ID, Caption string
	Head        string // of the first column
	Columns     []FigureColumn
	Rows        []FigureRow
	Total       *FigureRow // below the others; nil for none
	Note        string     // below the table, "" for none
	Sortable    bool
	Language    string // of the columns' names, where it is not that of the interface
}

// FigureColumn is a figure's: its name and, for a sum in another unit than the form's
// counts, the unit.
type FigureColumn struct{ Label, Unit string }

// FigureRow is one report's, one year's or one part's.
type FigureRow struct {
	Link  // Href is empty for plain text
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

// text is a quantity as printed, or what stands for none.
func (v *View) text(q table.Quantity) string {
	if s := q.String(); s != "" {
		return s
	}
	return v.label("figures.none")
}

// changed is a quantity with its change from last year's; before is nil without one.
func (v *View) changed(q table.Quantity, before *table.Quantity) FigureCell {
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

// head makes the columns of a group of a form's figures; it returns which figures they
// are.
func (v *View) head(t *Figures, f *table.Form, group string) (at []int) {
	if f.Language != v.Config.Language {
		t.Language = f.Language
	}
	for i := range f.Figures {
		if x := &f.Figures[i]; x.Group == group {
			t.Columns = append(t.Columns, FigureColumn{x.Label, x.Unit})
			at = append(at, i)
		}
	}
	return at
}

func itoa(n int) string { return strconv.Itoa(n) }
