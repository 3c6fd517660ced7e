package amend

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

// block reports whether a mapping's keys are one below the other.
func block(n *source.Node) bool {
	return len(n.Keys) > 0 && n.Span.Line == n.Keys[0].Span.Line && n.Span.Column == n.Keys[0].Span.Column
}

// insert writes slots that the mapping of their parent lacks. k is its key, nil for the
// front matter.
func (w *writer) insert(parent *form.Slot, k, n *source.Node, missing []*form.Slot) {
	zh := w.chinese(parent, n)
	if !block(n) {
		if k == nil { // nothing to go by
			w.refuse(missing[0], w.Report.YearSpan)
			return
		}
		var items []string
		for _, s := range missing {
			items = append(items, name(s, zh)+": "+w.inline(s, zh))
		}
		w.append(n, items)
		return
	}
	indent := strings.Repeat(" ", n.Keys[0].Span.Column-1)
	for _, s := range missing {
		at := 0
		if k == nil {
			at = end(n, len(n.Keys)-1)
		} else {
			if k.Span.Line < n.Keys[0].Span.Line {
				at = k.Span.Line
			}
			for _, before := range parent.Slots[:slices.Index(parent.Slots, s)] {
				if i := find(parent, n, before); i >= 0 {
					at = end(n, i)
				}
			}
		}
		if at == 0 {
			w.refuse(s, n.Span)
			continue
		}
		w.below(at, w.lines(s, indent, zh, at))
	}
}

// end is the last line of a mapping's entry.
func end(n *source.Node, i int) int { return max(n.Keys[i].Span.Line, n.Items[i].Span.EndLine) }

// below writes lines below one of the front matter. What is written first comes first:
// that is what is deeper.
func (w *writer) below(line int, lines []string) { w.added[line] = append(w.added[line], lines...) }

// eol is how the file's first line ends.
func (w *writer) eol() string {
	first, _, _ := strings.Cut(string(w.data), "\n")
	if strings.HasSuffix(first, "\r") {
		return "\r\n"
	}
	return "\n"
}

// chinese reports whether a new key of a mapping is to be a Chinese one: as those beside
// it are or, where there are none, those of the file.
func (w *writer) chinese(parent *form.Slot, n *source.Node) bool {
	for _, k := range n.Keys {
		if s := parent.Child(k.Value); s != nil && s.Key != "" && s.Key != s.ID {
			return k.Value == s.Key
		}
	}
	for _, k := range w.doc.Front.Keys {
		for _, x := range reportKeys.Keys {
			if x.Chinese != "" && k.Value == x.Chinese {
				return true
			}
		}
	}
	return false
}

func name(s *form.Slot, zh bool) string {
	switch {
	case s.Path == "": // the data
		return dataName(zh)
	case zh && s.Key != "":
		return s.Key
	}
	return s.ID
}

// fill writes below or after a key that has no value.
func (w *writer) fill(s *form.Slot, k, n *source.Node) {
	p, ok := w.at(n)
	if !ok {
		w.refuse(s, n.Span)
		return
	}
	zh := w.chinese(s, n)
	before := string([]rune(w.doc.Line(k.Span.Line))[:k.Span.Column-1])
	alone := strings.TrimLeft(before, " ") == "" && k.Span.Line == n.Span.Line
	switch {
	case line(s) && !w.braced(s, k.Span.Line):
		w.write(p.Row(w.figures(s)))
	case line(s) || !alone:
		w.write(p.Write(w.inline(s, zh)))
	default:
		if p.Old != "" {
			w.write(diag.Edit{Span: n.Span, Text: ""})
		}
		indent := strings.Repeat(" ", k.Span.Column-1+w.step())
		var lines []string
		for _, child := range s.Slots {
			if w.wanted(child) {
				lines = append(lines, w.lines(child, indent, zh, k.Span.Line)...)
			}
		}
		w.below(k.Span.Line, lines)
	}
}

// step is how far the file indents a level.
func (w *writer) step() int {
	for i, k := range w.doc.Front.Keys {
		if n := w.doc.Front.Items[i]; block(n) && n.Span.Line > k.Span.Line {
			return n.Span.Column - k.Span.Column
		}
	}
	return 2
}

// lines write a slot that is not there, below a line.
func (w *writer) lines(s *form.Slot, indent string, zh bool, at int) []string {
	head := indent + name(s, zh) + ":"
	if s.Cell == nil && !line(s) {
		out := []string{head}
		for _, child := range s.Slots {
			if w.wanted(child) {
				out = append(out, w.lines(child, indent+strings.Repeat(" ", w.step()), zh, at)...)
			}
		}
		return out
	}
	head += strings.Repeat(" ", max(1, w.column(s, at)-diag.Width(head)))
	if line(s) && !w.braced(s, at) {
		return []string{head + report.Below(w.doc, at, head).Row(w.figures(s)).Text}
	}
	return []string{head + w.inline(s, zh)}
}

// line reports whether a slot is written in one line: a row, or a few figures that are
// printed as a sentence.
func line(s *form.Slot) bool {
	return s.Row || len(s.Slots) <= 3 && !slices.ContainsFunc(s.Slots, func(c *form.Slot) bool { return c.Cell == nil })
}

// inline writes a slot that is not there in one line.
func (w *writer) inline(s *form.Slot, zh bool) string {
	if s.Cell != nil {
		return w.spell(s, "")
	}
	if line(s) && !w.braced(s, 0) {
		return "[" + strings.Join(w.figures(s), ", ") + "]"
	}
	var parts []string
	for _, child := range s.Slots {
		if w.wanted(child) && !w.leftOut(child) || line(s) && !child.Optional {
			parts = append(parts, name(child, zh)+": "+w.inline(child, zh))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// figures are the values of a new row in column order.
func (w *writer) figures(s *form.Slot) []string {
	out := make([]string, len(s.Slots))
	for i, c := range s.Slots {
		out[i] = w.spell(c, "")
	}
	return out
}

// entries calls do for each key of the data with a value that begins in its line.
func (w *writer) entries(do func(s *form.Slot, k, n *source.Node)) {
	var walk func(s *form.Slot, n *source.Node)
	walk = func(s *form.Slot, n *source.Node) {
		for i, k := range n.Keys {
			child, v := s.Child(k.Value), n.Items[i]
			if child == nil {
				continue
			}
			if v.Span.Line == k.Span.Line {
				do(child, k, v)
			}
			if !child.Row && child.List == nil && v.Kind == source.Mapping {
				walk(child, v)
			}
		}
	}
	if k, n := w.tables(); k != nil {
		walk(w.Report.Form.Data, n)
	}
}

func table(s *form.Slot) string {
	id, _, _ := strings.Cut(s.Path, ".")
	return id
}

func distance(a, b int) int { return max(a-b, b-a) }

// braced reports whether a new row is to be a map of its columns: as the nearest row with
// as many columns is or, without one, where there are few columns.
func (w *writer) braced(s *form.Slot, line int) bool {
	best, braces := -1, len(s.Slots) <= 3
	if !s.Row {
		return true // only rows may be sequences
	}
	w.entries(func(x *form.Slot, k, n *source.Node) {
		if !x.Row || len(x.Slots) != len(s.Slots) || n.Kind == source.Scalar {
			return
		}
		d := distance(k.Span.Line, line)
		if table(x) != table(s) {
			d += 1 << 20
		}
		if best < 0 || d < best {
			best, braces = d, n.Kind == source.Mapping
		}
	})
	return braces
}

// column is where the values near a line begin, if they are below one another, else 0.
func (w *writer) column(s *form.Slot, line int) int {
	type entry struct{ line, column, gap int }
	var near []entry
	w.entries(func(x *form.Slot, k, n *source.Node) {
		if l := []rune(w.doc.Line(k.Span.Line)); table(x) == table(s) && n.Span.Column-1 <= len(l) && n.Span.EndColumn > n.Span.Column {
			near = append(near, entry{k.Span.Line, diag.Width(string(l[:n.Span.Column-1])), n.Span.Column - k.Span.EndColumn})
		}
	})
	slices.SortStableFunc(near, func(a, b entry) int { return distance(a.line, line) - distance(b.line, line) })
	switch {
	case len(near) == 0:
		return 0
	case near[0].gap > 2, len(near) > 1 && near[0].column == near[1].column && near[1].gap > 2:
		return near[0].column
	}
	return 0
}
