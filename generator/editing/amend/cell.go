package amend

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

const dataKey = "data"

var reportKeys = report.Keys()

// dataName is the key of a report's data, by one of its two names.
func dataName(zh bool) string {
	if zh {
		return reportKeys.Key(dataKey).Chinese
	}
	return dataKey
}

func isData(k *source.Node) bool { return k.Value == dataName(false) || k.Value == dataName(true) }

// tables are the key and the value of the report's data; nil where there are none.
func (s *File) tables() (k, n *source.Node) {
	front := s.doc.Front
	if i := slices.IndexFunc(front.Keys, isData); i >= 0 {
		return front.Keys[i], front.Items[i]
	}
	return nil, nil
}

// place writes the wanted cells where they are, and what is missing where it belongs.
func (w *writer) place() {
	slot := w.Report.Form.Data
	if k, n := w.tables(); k != nil {
		w.slot(slot, k, n)
	} else {
		w.insert(slot, nil, w.doc.Front, []*form.Slot{slot})
	}
}

// wanted reports whether any cell of a slot is to be changed.
func (w *writer) wanted(s *form.Slot) bool {
	for _, c := range s.Cells() {
		if _, ok := w.want[c.Path]; ok {
			return true
		}
	}
	return false
}

func blank(n *source.Node) bool {
	return n.IsNull() || n.Kind == source.Scalar && (n.Value == report.Placeholder || strings.TrimSpace(n.Value) == "")
}

func (w *writer) slot(s *form.Slot, k, n *source.Node) {
	switch {
	case !w.wanted(s):
	case n.Broken && n.Kind != source.Mapping:
		w.refuse(s, n.Span)
	case s.List != nil:
		w.list(s, n)
	case s.Cell != nil:
		w.value(s, n)
	case blank(n):
		w.fill(s, k, n)
	case s.Row && n.Kind == source.Sequence:
		w.row(s, n)
	case n.Kind == source.Mapping:
		w.group(s, k, n)
	default:
		w.refuse(s, n.Span)
	}
}

// group writes into a mapping.
func (w *writer) group(s *form.Slot, k, n *source.Node) {
	var missing []*form.Slot
	for _, child := range s.Slots {
		if !w.wanted(child) {
			continue
		}
		if i := find(s, n, child); i >= 0 {
			w.slot(child, n.Keys[i], n.Items[i])
		} else if !w.leftOut(child) {
			missing = append(missing, child)
		}
	}
	switch {
	case len(missing) == 0:
	case n.Broken: // the line may be there
		for _, child := range missing {
			w.refuse(child, n.Span)
		}
	default:
		w.insert(s, k, n, missing)
	}
}

// leftOut reports an optional cell that is to stay what it is, left out.
func (w *writer) leftOut(s *form.Slot) bool {
	return s.Cell != nil && s.Optional && w.want[s.Path] == ""
}

// find is the index of a slot's key in the mapping of its parent, -1 for none.
func find(parent *form.Slot, n *source.Node, s *form.Slot) int {
	for i, k := range n.Keys {
		if parent.Child(k.Value) == s {
			return i
		}
	}
	return -1
}

// value writes one cell.
func (w *writer) value(s *form.Slot, n *source.Node) {
	text := w.want[s.Path]
	if n.Kind == source.Scalar && n.Value == text && (!n.Quoted || !s.Cell.Kind.Numeric()) {
		return
	}
	p, ok := w.at(n)
	if !ok || n.Kind != source.Scalar || n.Broken {
		w.refuse(s, n.Span)
		return
	}
	w.write(p.Write(w.spell(s, quotation(p.Old))))
}

// at is the place of a value; ok is false if the text there is not as it was read.
func (w *writer) at(n *source.Node) (p report.Place, ok bool) {
	p, ok = report.At(w.doc, n.Span)
	return p, ok && (p.Old == n.Value || n.Quoted) && (p.Old != "" || p.Open())
}

// row writes into a row in column order.
func (w *writer) row(s *form.Slot, n *source.Node) {
	var more []string // after the last item
	last := 0         // how many of them are needed
	for i, c := range s.Slots {
		_, ok := w.want[c.Path]
		switch v := w.Report.Value(c.Cell); {
		case i >= len(n.Items):
			if more = append(more, w.spell(c, "")); ok {
				last = len(more)
			}
		case !ok:
		case len(n.Items) <= len(s.Slots) && single(n):
			w.value(c, n.Items[i])
		case v.Text != "" && w.unmoved(v): // pieces of a number that the binder put together
			w.value(c, &source.Node{Value: v.Text, Span: v.Span})
		default:
			w.refuse(c, n.Span)
		}
	}
	switch {
	case last == 0:
	case !single(n):
		w.refuse(s, n.Span)
	default:
		w.append(n, more[:last])
	}
}

// single reports whether no item of a row is two values that lack the comma between them.
func single(n *source.Node) bool {
	for _, item := range n.Items {
		if item.Kind != source.Scalar || !item.Quoted && len(strings.Fields(item.Value)) > 1 {
			return false
		}
	}
	return true
}

// unmoved reports whether a value's text is what is at its place.
func (w *writer) unmoved(v report.Value) bool {
	p, ok := report.At(w.doc, v.Span)
	return ok && p.Old == v.Text
}

// list writes into the rows that a report gives itself.
func (w *writer) list(s *form.Slot, n *source.Node) {
	keys := s.List.Keys()
	part := func(row *source.Node, id string) *source.Node {
		for i, k := range row.Keys {
			if k.Value == id || keys[k.Value] == id {
				return row.Items[i]
			}
		}
		return nil
	}
	for _, child := range s.Slots {
		parts := map[string]*form.Slot{"value": child}
		if sum := child.Child("cumulative"); sum != nil {
			parts["cumulative"] = sum
		}
		for id, x := range parts {
			if _, ok := w.want[x.Path]; !ok {
				delete(parts, id)
			}
		}
		if len(parts) == 0 {
			continue
		}
		i := slices.IndexFunc(n.Items, func(row *source.Node) bool {
			code := part(row, "code")
			return code != nil && code.Value == child.ID
		})
		if i < 0 {
			w.refuse(child, n.Span)
			continue
		}
		row := n.Items[i]
		if sum := parts["cumulative"]; sum != nil {
			w.value(sum, part(row, "cumulative")) // there, or the row had no such cell
		}
		if parts["value"] == nil {
			continue
		}
		if v := part(row, "value"); v != nil {
			w.value(child, v)
			continue
		}
		key := "value"
		if first := row.Keys[0].Value; keys[first] != "" && s.List.Value.Key != "" {
			key = s.List.Value.Key
		}
		w.entry(child, row, key)
	}
}

// entry gives a row of a list the value that it lacks.
func (w *writer) entry(s *form.Slot, row *source.Node, key string) {
	text := key + ": " + w.spell(s, "")
	if !block(row) {
		w.append(row, []string{text})
		return
	}
	last := row.Items[len(row.Items)-1].Span.EndLine
	w.below(max(last, row.Keys[len(row.Keys)-1].Span.Line), []string{strings.Repeat(" ", row.Keys[0].Span.Column-1) + text})
}

// append writes further items into a collection in brackets, after its last.
func (w *writer) append(n *source.Node, items []string) {
	text := strings.Join(items, ", ")
	at := diag.Span{Line: n.Span.Line, Column: n.Span.Column + 1}
	if len(n.Items) > 0 {
		last := n.Items[len(n.Items)-1].Span
		at = diag.Span{Line: last.EndLine, Column: last.EndColumn}
		line := []rune(w.doc.Line(at.Line))
		rest := line[min(at.Column-1, len(line)):]
		spaces := 0
		for spaces < len(rest) && rest[spaces] == ' ' {
			spaces++
		}
		if spaces < len(rest) && rest[spaces] == ',' { // the comma that YAML allows after the last
			at.Column += spaces + 1
			text = " " + text
		} else {
			text = ", " + text
		}
	}
	at.EndLine, at.EndColumn = at.Line, at.Column
	w.write(diag.Edit{Span: at, Text: text})
}
