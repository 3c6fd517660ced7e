package ide

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/source/keys"
)

// Define says where what is at a place comes from; ok is false where it comes from
// nowhere else: a cell named anywhere, from its value; a figure carried in, from last
// year's report; the name of an agency, from its register entry.
func (d *Document) Define(at Place) (Region, bool) {
	if !d.inFront(at) {
		path, _, ok := d.placeholder(at)
		if !ok {
			return Region{}, false
		}
		return d.valueOf(path)
	}
	p, ok := d.at(at)
	switch {
	case !ok:
		return Region{}, false
	case p.key.Type == keys.Figure:
		return d.carried(p.key.Path)
	case p.onKey:
		return Region{}, false
	}
	switch p.key.Name {
	case keys.OfCell:
		return d.valueOf(p.node.Value)
	case keys.OfAgency:
		if a := d.site.agency(p.node.Value); a != nil {
			return whole(a.File), true
		}
	case keys.OfForm:
		for _, f := range d.site.Forms {
			if f.ID == p.node.Value && f.File != "" {
				return whole(f.File), true
			}
		}
	case keys.OfArticle, keys.OfFile:
		return whole(sitePath(d.File, p.node.Value)), true
	}
	return Region{}, false
}

// whole is the beginning of a file.
func whole(file string) Region {
	return Region{file, diag.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 1}}
}

// valueOf is the place of a cell's value in this report; of a row, of its first.
func (d *Document) valueOf(path string) (Region, bool) {
	if d.report == nil {
		return Region{}, false
	}
	slot := d.report.Form.Slot(path)
	if slot == nil {
		return Region{}, false
	}
	for _, c := range slot.Cells() {
		if v := d.report.Value(c); v.State != report.Absent {
			return Region{d.File, v.Span}, true
		}
	}
	return Region{}, false
}

// carried is the place of last year's figure that a figure continues.
func (d *Document) carried(path string) (Region, bool) {
	last := d.last()
	if last == nil {
		return Region{}, false
	}
	for _, rel := range d.report.Form.Relations {
		for _, l := range rel.Lines {
			if l.Total.Path != path {
				continue
			}
			from := l.Total
			switch rel.Kind {
			case "carry":
				from = l.Plus[0]
			case "stock":
			default:
				continue
			}
			c := last.Form.Counterpart(from, d.report.Form)
			if c == nil {
				continue
			}
			if v := last.Value(c); v.State != report.Absent {
				return Region{last.File, v.Span}, true
			}
		}
	}
	return Region{}, false
}
