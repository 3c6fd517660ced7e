package form

import (
	"strings"

	"gongkai/generator/diag"
)

// compile numbers the cells in form order, names them, and builds the shape of
// the front matter.
func (l *loader) compile() {
	f := l.f
	f.byPath, f.byConcept = map[string]*Cell{}, map[string]*Cell{}
	f.Data = &Slot{ID: "data"}
	for _, t := range f.Tables {
		slot := &Slot{ID: t.ID, Key: t.Key, Path: t.ID, Label: t.Caption, Optional: t.List != nil, List: t.List}
		for _, b := range t.Blocks {
			for _, r := range b.Rows {
				l.compileRow(t, b, slot, r, chain(b.Header))
			}
		}
		f.Data.Slots = append(f.Data.Slots, slot)
	}
	for _, s := range f.Statements {
		slot := &Slot{ID: s.ID, Key: s.Key, Path: s.ID, Label: s.Label, Optional: true}
		for _, c := range s.Cells {
			id, key := c.Path, c.Key
			c.Path, c.Key = s.ID+"."+id, join(s.Key, key)
			c.Row, c.RowName, c.Column = s.ID, s.Label, c.Label
			c.Label = s.Label + " · " + c.Label
			if s.concept != "" {
				c.Concept = s.concept + "." + id
			}
			l.add(c)
			slot.Slots = append(slot.Slots, &Slot{ID: id, Key: key, Path: c.Path, Label: c.Column, Cell: c, Optional: c.Optional})
		}
		f.Data.Slots = append(f.Data.Slots, slot)
	}
}

func chain(header string) []string {
	if header == "" {
		return nil
	}
	return []string{header}
}

// compileRow makes the slots and cells of a row, or of a group's rows, below parent.
func (l *loader) compileRow(t *Table, b *Block, parent *Slot, r *Row, above []string) {
	labels := append(append([]string{}, above...), r.Label)
	slot := parent
	r.path = parent.Path
	if r.ID != "" {
		r.path = parent.Path + "." + r.ID
		slot = &Slot{ID: r.ID, Key: r.Key, Path: r.path, Label: r.Label, Draft: r.Draft}
		if parent.Child(r.ID) != nil {
			l.once(r.at, diag.Textf("行“%s”出现两次", "the row %q is declared twice", r.path))
			return
		}
		if parent.Child(r.Key) != nil {
			l.once(r.at, diag.Textf("key “%s”出现两次", "the key %q is used twice", r.Key))
		}
		parent.Slots = append(parent.Slots, slot)
	}
	if len(r.Rows) > 0 {
		for _, child := range r.Rows {
			l.compileRow(t, b, slot, child, labels)
		}
		return
	}
	slot.Row = true
	l.extra[r.path] = r.Extra
	var walk func(cols []*Column, above []string)
	walk = func(cols []*Column, above []string) {
		for _, c := range cols {
			names := append(append([]string{}, above...), c.Label)
			if len(c.Cols) > 0 {
				walk(c.Cols, names)
				continue
			}
			cell := &Cell{Path: r.path, Label: strings.Join(append(append([]string{}, labels...), names...), " · "),
				Row: r.path, RowName: r.Short, Column: c.Label, Kind: c.Kind, Unit: c.Unit, Default: c.Default, Optional: c.Optional}
			if r.kind != "" {
				cell.Kind, cell.Unit, cell.Optional, cell.Default = r.kind, r.unit, r.optional, r.byDefault
			}
			if c.ID == "" { // the row's only value stands for the row
				slot.Row, slot.Cell, slot.Optional = false, cell, cell.Optional
			} else {
				cell.Path += "." + c.ID
				slot.Slots = append(slot.Slots, &Slot{ID: c.ID, Key: c.Key, Path: cell.Path, Label: c.Label, Cell: cell, Optional: cell.Optional})
			}
			if t.concept != "" && !r.Extra {
				cell.Concept = t.concept + strings.TrimPrefix(cell.Path, t.ID)
			}
			l.add(cell)
			r.cells = append(r.cells, cell)
		}
	}
	walk(b.Cols, nil)
}

func join(parent, key string) string {
	if parent == "" {
		return key
	}
	return parent + "." + key
}

func (l *loader) add(c *Cell) {
	c.Index = len(l.f.Cells)
	l.f.Cells = append(l.f.Cells, c)
	l.f.byPath[c.Path] = c
	if c.Concept != "" {
		l.f.byConcept[c.Concept] = c
	}
}

// Slot finds a place of the data by its path, in ids or in Chinese keys, also mixed.
func (f *Form) Slot(path string) *Slot {
	s := f.Data
	for part := range strings.SplitSeq(path, ".") {
		if s = s.Child(part); s == nil {
			return nil
		}
	}
	return s
}

// Child returns the slot directly below s with this id or Chinese key.
func (s *Slot) Child(name string) *Slot {
	for _, c := range s.Slots {
		if c.ID == name {
			return c
		}
	}
	for _, c := range s.Slots {
		if c.Key == name && name != "" {
			return c
		}
	}
	return nil
}
