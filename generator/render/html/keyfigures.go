package html

import (
	"html/template"
	"strings"

	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// KeyFigure is one of the numbers at the head of a report; the form declares which they are.
type KeyFigure struct {
	Link             // to the figure's first cell; Text is what the figure is called
	Value     string // as printed
	Unit      string // "" for none
	Share     string // what part of another figure it is, in words; "" for none
	Change    string // against last year, "" where that is not known
	Language  string // of the label, where it is not that of the interface
	Drawing   template.HTML
	FirstYear string // of the drawing, with its value; "" where there is nothing to draw
	LastYear  string // the same, without its value where that is Value
}

// keyFigures fills the head of a report. Its years go up to the report's own, so that the page
// of a year stays as it is when a later year is added.
func (v *View) keyFigures(out *Report) {
	p := v.Page
	f := p.Report.Form
	joint := v.renderer.compare(f)
	past := v.past()
	for i := range f.Figures {
		x := &f.Figures[i]
		if !x.Lead || len(x.Cells) == 0 {
			continue
		}
		now := joint.Of(p.Report, i)
		k := KeyFigure{Link: Link{Href: "#" + v.remarks.Anchor(x.Cells[0]), Text: x.Label}, Value: v.text(now), Unit: x.Unit, Language: v.Language}
		if share := f.Figure(x.Share); share != nil {
			for n := range f.Figures {
				if q := joint.Of(p.Report, n); &f.Figures[n] == share && q.String() != "" {
					k.Share = v.label("key.share", share.Label, q.String())
				}
			}
		}
		d := &table.Drawing{ID: "page.key." + itoa(len(out.KeyFigures)+1), Title: x.Label, Names: []string{x.Label}, Series: [][]table.Indicator{nil}}
		d.Labels, d.Series[0] = make([]string, 0, len(past)), make([]table.Indicator, 0, len(past))
		var told []string
		for year := p.Year - len(past) + 1; year <= p.Year; year++ {
			q := table.Indicator{}
			if r := past[p.Year-year]; r != nil {
				q = joint.Of(r.Report, i)
			}
			if year == p.Year-1 && q.Known {
				k.Change = v.changed(now, &q).Change
			}
			if q.String() != "" {
				told = append(told, v.label("key.year", year, q.String()))
			}
			d.Labels, d.Series[0] = append(d.Labels, itoa(year)), append(d.Series[0], q)
		}
		if len(told) > 1 {
			k.FirstYear, k.LastYear = told[0], told[len(told)-1]
			if now.String() != "" {
				k.LastYear = v.label("year", p.Year) // whose figure is above
			}
			d.About = strings.Join(told, v.label("key.between"))
			k.Drawing = d.Spark()
		}
		out.KeyFigures = append(out.KeyFigures, k)
	}
}

// past lists the agency's reports of the same scope by how many years they are before the
// page's own, which is the first; nil for a year without one. No more than fit side by side.
func (v *View) past() []*site.Page {
	p := v.Page
	out := []*site.Page{p}
	for _, q := range p.Parent.Children {
		ago := p.Year - q.Year
		if ago <= 0 || ago >= abreast || government(q) != government(p) {
			continue
		}
		for len(out) <= ago {
			out = append(out, nil)
		}
		out[ago] = q
	}
	return out
}
