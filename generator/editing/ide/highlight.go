package ide

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form/narrative"
	"gongkai/generator/prose"
	"gongkai/generator/report"
	"gongkai/generator/source/keys"
)

// Use says what a figure is at a place.
type Use uint8

// The uses.
const (
	Written   Use = iota // where it is filled in
	Related              // another figure, of a relation that both are in
	Mentioned            // the text speaks of it, or prints it by a placeholder
)

// Highlight is one place of a figure.
type Highlight struct {
	Span diag.Span
	Use  Use
}

// Highlights lists the places in this file that the figure at a place has to do with: where it is filled
// in, the figures of its relations, and where the text speaks of it. The figure is one of the
// tables, a placeholder, or a count in the text, by what it is first read as.
func (d *Document) Highlights(at Place) []Highlight {
	if d.report == nil {
		return nil
	}
	mentions := d.mentions()
	path := d.cellAt(at, mentions)
	cell := d.report.Form.Cell(path)
	if cell == nil {
		return nil
	}
	uses := []string{path}
	for _, rel := range d.report.Form.Relations {
		for _, l := range rel.Lines {
			cells := slices.Concat(l.Plus, l.Minus)
			if l.Total != nil {
				cells = append(cells, l.Total)
			}
			if !slices.Contains(cells, cell) {
				continue
			}
			for _, c := range cells {
				if !slices.Contains(uses, c.Path) {
					uses = append(uses, c.Path)
				}
			}
		}
	}
	var out []Highlight
	for i, path := range uses {
		if v := d.report.Value(d.report.Form.Cell(path)); v.State != report.Absent {
			use := Related
			if i == 0 {
				use = Written
			}
			out = append(out, Highlight{v.Span, use})
		}
	}
	for _, m := range mentions {
		if m.path == path {
			out = append(out, Highlight{m.span, Mentioned})
		}
	}
	return out
}

// mention is a place of the text that speaks of one cell.
type mention struct {
	path string
	span diag.Span
}

// cellAt is the path of the cell that is meant at a place; "" for none.
func (d *Document) cellAt(at Place, mentions []mention) string {
	if !d.inFront(at) {
		for _, m := range mentions {
			if holds(m.span, at) {
				return m.path
			}
		}
		return ""
	}
	p, ok := d.at(at)
	path := ""
	switch {
	case ok && p.key.Type == keys.Figure:
		path = p.key.Path
	case ok && !p.onKey && p.key.Name == keys.OfCell:
		path = p.node.Value
	}
	if slot := d.report.Form.Slot(path); slot != nil && slot.Cell != nil {
		return slot.Cell.Path
	}
	return ""
}

// mentions lists what the text says of cells, in order.
func (d *Document) mentions() (out []mention) {
	for _, p := range d.report.Body.Placeholders() {
		if slot := d.report.Form.Slot(p.Path); slot != nil && slot.Cell != nil {
			out = append(out, mention{slot.Cell.Path, p.Span})
		}
	}
	vocabulary := d.report.Form.Narrative
	if vocabulary == nil {
		return out
	}
	scope, name := narrative.OneBody, ""
	if d.report.Scope == "government" {
		scope = narrative.TotalArea
	}
	if a := d.site.agency(d.agency); a != nil {
		name = a.Name
	}
	about := vocabulary.About(d.report.Year, scope, name, name)
	read := func(s *prose.Section) {
		text := d.report.Body.Mask(s).Blot(s.Text)
		vocabulary.Read(about, s.Heading, text, s.Text, func(c *narrative.Claim) {
			if c.Kind == narrative.Count && !c.Given && len(c.Readings) > 0 && len(c.Readings[0].Plus) == 1 && len(c.Readings[0].Minus) == 0 {
				out = append(out, mention{d.report.Form.Cells[c.Readings[0].Plus[0]].Path, spanIn(s, c.At, c.To)})
			}
		})
	}
	read(d.report.Body.Preamble())
	for i := range d.report.Body.Sections() {
		read(&d.report.Body.Sections()[i])
	}
	return out
}

// spanIn is the place of [from, to) of a section's text.
func spanIn(s *prose.Section, from, to int) (span diag.Span) {
	place := func(at int) (line, column int) {
		before := s.Text[:at]
		return s.Line + bytes.Count(before, []byte("\n")), utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	}
	span.Line, span.Column = place(from)
	span.EndLine, span.EndColumn = place(to)
	return span
}
