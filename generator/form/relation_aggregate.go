package form

import (
	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// Aggregate relations say that Total, in the report of an area, is the sum of that cell
// in the reports that add up to it. There is one line for each cell.
const Aggregate RelationKind = "aggregate"

// aggregate reads the cells, rows and tables that add up; what is not a number is left out.
func (l *loader) aggregate(d *source.Fields, r *Relation) {
	d.Need("cells")
	for _, n := range l.operand(d, "cells") {
		s := l.f.Slot(n.Value)
		if s == nil {
			l.fault(n, diag.Textf("没有单元格“%s”", "no cell %q", n.Value))
			continue
		}
		for _, c := range numeric(s.Cells()) {
			r.Lines = append(r.Lines, Line{Total: c})
		}
	}
}
