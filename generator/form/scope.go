package form

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// scope says what the operands of a relation name, and for what there is a line.
type scope interface {
	// lines returns the cells line by line: lines, operands, cells. A name that is
	// for nothing is a fault; that of a row set without rows is not.
	lines(l *loader, ops [][]*source.Node) [][][]*Cell
}

// scope reads what a relation is declared for: each row or column of a table, all of
// them or those of `of`, or, without a table, cells named by their paths.
func (l *loader) scope(d *source.Fields) (scope, bool) {
	n := d.Get("table")
	if n.IsNull() {
		return byPath{}, true
	}
	t := l.tableOf(n)
	d.Need("each")
	each, of := d.OneOf("each", "row", "column"), d.List("of")
	switch {
	case t == nil || each == "":
		return nil, false
	case each == "row":
		return &byRow{t, of}, true
	}
	return &byColumn{t, of}, true
}

func (l *loader) tableOf(n *source.Node) *Table {
	for _, t := range l.f.Tables {
		if t.ID == n.Value {
			return t
		}
	}
	l.fault(n, diag.Textf("没有表“%s”", "no table %q", n.Value))
	return nil
}

// byRow is a line for each row; its operands are columns.
type byRow struct {
	t  *Table
	of []*source.Node
}

func (s *byRow) lines(l *loader, ops [][]*source.Node) [][][]*Cell {
	var rows []*Row
	for _, n := range s.of {
		rows = append(rows, l.lookup(s.t, n)...)
	}
	if len(s.of) == 0 {
		for _, b := range s.t.Blocks {
			rows = append(rows, statutory(leaves(b.Rows))...)
		}
	}
	var out [][][]*Cell
	for _, row := range rows {
		out = appendLine(out, ops, func(n *source.Node) []*Cell {
			for _, c := range row.cells {
				if c.Path == row.path+"."+n.Value {
					return []*Cell{c}
				}
			}
			l.once(n, diag.Textf("表 %[2]s 的行“%[3]s”没有列“%[1]s”", "row %[3]q of table %[2]s has no column %[1]q", n.Value, s.t.ID, strings.TrimPrefix(row.path, s.t.ID+".")))
			return nil
		})
	}
	return out
}

// byColumn is a line for each column; its operands are rows, or groups and sets of rows.
type byColumn struct {
	t  *Table
	of []*source.Node
}

func (s *byColumn) lines(l *loader, ops [][]*source.Node) [][][]*Cell {
	rows := map[*source.Node][]*Row{}
	var block *Block
	for _, op := range ops {
		for _, n := range op {
			rows[n] = l.lookup(s.t, n)
			for _, r := range rows[n] {
				b := s.t.blockOf(r)
				if block == nil {
					block = b
				}
				if b != block {
					l.once(n, diag.Textf("行“%s”在另一段，列不同", "row %q is in another block, with other columns", n.Value))
					return nil
				}
			}
		}
	}
	if block == nil {
		return nil
	}
	cols := leafCols(block.Cols)
	wanted := map[string]bool{}
	for _, n := range s.of {
		if !slices.ContainsFunc(cols, func(c *Column) bool { return c.ID == n.Value }) {
			l.once(n, diag.Textf("表 %[2]s 没有列“%[1]s”", "table %[2]s has no column %[1]q", n.Value, s.t.ID))
		}
		wanted[n.Value] = true
	}
	var out [][][]*Cell
	for i, c := range cols {
		if len(s.of) > 0 && !wanted[c.ID] {
			continue
		}
		out = appendLine(out, ops, func(n *source.Node) []*Cell {
			var cells []*Cell
			for _, r := range rows[n] {
				cells = append(cells, r.cells[i])
			}
			return cells
		})
	}
	return out
}

// byPath is one line of cells named by their paths. A * in place of one part makes a
// line for each row or column that has the first operand with a *.
type byPath struct{}

func (byPath) lines(l *loader, ops [][]*source.Node) [][][]*Cell {
	var out [][][]*Cell
	for _, bound := range l.bindings(ops) {
		out = appendLine(out, ops, func(n *source.Node) []*Cell {
			path := strings.Replace(n.Value, "*", bound, 1)
			if c := l.f.Cell(path); c != nil {
				return []*Cell{c}
			}
			if s := l.f.Slot(path); s != nil {
				l.once(n, diag.Textf("“%s”是一行或一组，不是一个单元格", "%q is a row or a group, not one cell", path))
			} else {
				l.once(n, diag.Textf("没有单元格“%s”", "no cell %q", path))
			}
			return nil
		})
	}
	return out
}

// bindings lists what * stands for, in form order; one empty text where there is no *.
func (l *loader) bindings(ops [][]*source.Node) []string {
	for _, op := range ops {
		for _, n := range op {
			before, after, star := strings.Cut(n.Value, "*")
			if !star {
				continue
			}
			var out []string
			for _, c := range l.f.Cells {
				if len(c.Path) < len(before)+len(after) || !strings.HasPrefix(c.Path, before) || !strings.HasSuffix(c.Path, after) || l.extra[c.Row] {
					continue
				}
				if bound := c.Path[len(before) : len(c.Path)-len(after)]; bound != "" && !strings.Contains(bound, ".") {
					out = append(out, bound)
				}
			}
			if out == nil {
				l.once(n, diag.Textf("没有单元格与“%s”相符", "no cell matches %q", n.Value))
			}
			return out
		}
	}
	return []string{""}
}

// appendLine adds the line of the cells that each operand's names stand for.
func appendLine(out [][][]*Cell, ops [][]*source.Node, cells func(*source.Node) []*Cell) [][][]*Cell {
	line := make([][]*Cell, len(ops))
	for i, op := range ops {
		for _, n := range op {
			line[i] = append(line[i], cells(n)...)
		}
	}
	return append(out, line)
}

// lookup finds the leaf rows that a path names: a row, all rows of a group, or all of
// a row set. What a place added to a group does not count.
func (l *loader) lookup(t *Table, n *source.Node) []*Row {
	found := false
	var out []*Row
	var walk func(rows []*Row)
	walk = func(rows []*Row) {
		for _, r := range rows {
			switch {
			case r.ID != "" && r.path == t.ID+"."+n.Value:
				found = true
				if len(r.Rows) == 0 {
					out = append(out, r)
				} else {
					out = append(out, statutory(leaves(r.Rows))...)
				}
			case r.set != "" && r.set == n.Value:
				out = append(out, r)
			default:
				walk(r.Rows)
			}
		}
	}
	for _, b := range t.Blocks {
		walk(b.Rows)
	}
	if !found && len(out) == 0 && l.sets[n.Value] == nil {
		l.once(n, diag.Textf("表 %[2]s 没有行“%[1]s”", "table %[2]s has no row %[1]q", n.Value, t.ID))
	}
	return out
}

// statutory leaves out the rows that a place added.
func statutory(rows []*Row) []*Row {
	return slices.DeleteFunc(rows, func(r *Row) bool { return r.Extra })
}

func (t *Table) blockOf(row *Row) *Block {
	for _, b := range t.Blocks {
		if slices.Contains(leaves(b.Rows), row) {
			return b
		}
	}
	return nil
}
