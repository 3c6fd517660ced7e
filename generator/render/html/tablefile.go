package html

import (
	"path"
	"strings"

	"gongkai/generator/output"
)

// TableFile is a table of a page as CSV, published beside it.
type TableFile struct {
	Path string
	Data []byte
}

// offer publishes a table beside its page as CSV for people: UTF-8 with BOM, a line a row, values as shown.
func (v *View) offer(t *Figures) {
	if len(t.Rows) == 0 {
		return
	}
	file := path.Dir(v.Page.Path) + "/" + t.ID + ".csv"
	var b strings.Builder
	b.WriteString("\ufeff")
	line := func(cells ...string) {
		for i, c := range cells {
			if i > 0 {
				b.WriteByte(',')
			}
			if output.Formula(c) {
				c = "'" + c
			}
			if strings.ContainsAny(c, "\",\r\n") {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteString("\r\n")
	}
	row := func(r *FigureRow) {
		cells := []string{v.headText(r.FigureHead)}
		for _, c := range r.Cells {
			if c.Text == v.label("figures.none") {
				c.Text = ""
			}
			cells = append(cells, c.Text)
		}
		line(cells...)
	}
	heads := []string{t.Head}
	for _, h := range t.Columns {
		heads = append(heads, v.headText(h))
	}
	line(heads...)
	for i := range t.Rows {
		row(&t.Rows[i])
	}
	for i := range t.Subtotals {
		row(&t.Subtotals[i])
	}
	if t.Total != nil {
		row(t.Total)
	}
	v.files = append(v.files, TableFile{file, []byte(b.String())})
	t.CSV = Link{Href: v.href(file), Text: v.label("figures.csv", t.Caption)}
}

// headText is a head with its unit.
func (v *View) headText(h FigureHead) string {
	if h.Unit == "" {
		return h.Text
	}
	return h.Text + v.label("figures.unit", h.Unit)
}
