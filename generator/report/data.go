package report

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/source"
)

// Placeholder is what a new report holds where the clerk has to fill in a figure.
const Placeholder = "待填"

// data reads the figures.
func (b *binder) data(d *source.Fields, doc *source.Document) {
	key, n := d.Pair("data")
	rows := b.list(n)
	f := b.r.Form
	b.values = NewBuilder(len(f.Cells))
	b.r.Values = b.values.Values() // which fill as the data are read
	b.listValues(rows)
	at := diag.Span{Line: 2, Column: 1, EndLine: 2, EndColumn: 2}
	if key != nil {
		at = key.Span
	}
	if broken(n) && n.Kind == source.Scalar || key == nil && doc.Front.Broken {
		b.unknown(f.Data, doc.Front.Span)
		return // said where the file was read
	}
	if blank(n) {
		if n != nil && n.Value != "" {
			at = n.Span
		}
		b.absences = append(b.absences, absence{nil, []*form.Slot{f.Data}, at, nil})
		return
	}
	b.group(f.Data, key, n)
}

// group reads a mapping of slots.
func (b *binder) group(s *form.Slot, key, n *source.Node) {
	if n.Kind != source.Mapping {
		b.unreadable(s, n)
		return
	}
	if s.Row && b.unfilled(s, n) {
		return
	}
	seen := make([]*source.Node, len(s.Slots))
	for i, k := range n.Keys {
		child := s.Child(k.Value)
		if child == nil {
			b.strays = append(b.strays, stray{k, s})
			continue
		}
		at := indexOf(s.Slots, child)
		if first := seen[at]; first != nil {
			if first.Value != k.Value { // equal keys are reported where the file is read
				b.Report("syntax", k.Span, diag.Textf("“%s”与第 %d 行的“%s”是同一项", "%[1]q is the same as %[3]q in line %[2]d", k.Value, first.Span.Line, first.Value),
					diag.Textf("请只保留一个", "keep one of the two"))
			}
			continue
		}
		seen[at] = k
		b.slot(child, k, n.Items[i])
	}
	var columns []*form.Slot
	for i, child := range s.Slots {
		switch {
		case seen[i] != nil:
		case child.Optional:
			b.leftOut(child.Cell, key.Span)
		case n.Broken:
			b.unknown(child, n.Span) // may have been in what was lost
		case s.Row:
			columns = append(columns, child)
		default:
			b.absences = append(b.absences, absence{s, []*form.Slot{child}, key.Span, nil})
		}
	}
	if len(columns) > 0 {
		b.absences = append(b.absences, absence{s, columns, key.Span, n})
	}
}

func indexOf(slots []*form.Slot, s *form.Slot) int {
	for i := range slots {
		if slots[i] == s {
			return i
		}
	}
	return -1
}

func names(s *form.Slot) []string {
	var out []string
	for _, c := range s.Slots {
		out = append(out, c.ID, c.Key)
	}
	return out
}

// slot reads one slot's value.
func (b *binder) slot(s *form.Slot, key, n *source.Node) {
	switch {
	case n.Broken && n.Kind == source.Scalar:
		b.unknown(s, n.Span) // said where the file was read
	case s.List != nil:
		b.listSlot(s, n)
	case s.Cell != nil:
		b.cell(s.Cell, n)
	case blank(n):
		at := key.Span
		if n.Value != "" {
			at = n.Span
		}
		if s.Row {
			b.gap(at, s.Cells(), []*source.Node{n}, false)
		}
		b.lacking(at, s.Cells(), diag.Textf("“%s”还没有填写", "%s is not filled in", s.Label))
	case s.Row && n.Kind == source.Sequence:
		b.row(s, n)
	default:
		b.group(s, key, n)
	}
}

// unreadable reports a scalar or a sequence where rows were expected.
func (b *binder) unreadable(s *form.Slot, n *source.Node) {
	b.unknown(s, n.Span)
	zeros := "[" + strings.Repeat("0, ", max(len(s.Slots), 1)-1) + "0]"
	want := diag.Textf("应填一行 %d 个数，如 %s，也可以逐列写“列: 值”", "a row of %d numbers such as %s, or columns with values", len(s.Slots), zeros)
	if !s.Row {
		want = diag.Textf("下面应逐行写“键: 值”", "keys and values one level down")
	}
	b.Findings = append(b.Findings, diag.Finding{Rule: "bad-number", File: b.File, Span: n.Span, Cells: paths(s.Cells()), Actual: n.Value,
		Message: diag.Textf("“%s”%s", "%s should be %s", s.Label, want), Hint: bracketed(s, n)})
}

// bracketed is the hint for a row of figures without its brackets, as it is copied out
// of a table.
func bracketed(s *form.Slot, n *source.Node) diag.Text {
	parts := strings.FieldsFunc(n.Value, func(c rune) bool { return strings.ContainsRune(",，、;； \t()（）【】〔〕[]", c) })
	if !s.Row || n.Kind != source.Scalar || len(parts) != len(s.Slots) || slices.ContainsFunc(parts, func(p string) bool { return !digits(p) }) {
		return diag.Text{}
	}
	row := strings.Join(parts, ", ")
	return diag.Textf("请放进方括号，用半角逗号分隔：[%s]", "put it in brackets, with commas: [%s]", row)
}

// unknown marks the cells of a slot as not readable.
func (b *binder) unknown(s *form.Slot, at diag.Span) {
	for _, c := range s.Cells() {
		b.lost(c, at)
	}
}

// lost marks a cell as one without a readable value.
func (b *binder) lost(c *form.Cell, at diag.Span) {
	if b.r.Value(c).State == Absent {
		b.values.Set(c.Index, Value{State: Faulty, Span: at})
	}
}

// unfilled reports a row of placeholders, as a new report has them, once.
func (b *binder) unfilled(s *form.Slot, n *source.Node) bool {
	for _, item := range n.Items {
		if item.Kind != source.Scalar || item.Value != Placeholder {
			return false
		}
	}
	if len(n.Items) == 0 || len(n.Items) > len(s.Slots) || n.Broken {
		return false
	}
	if n.Kind == source.Sequence && len(n.Items) == len(s.Slots) {
		b.gap(n.Span, s.Cells(), n.Items, false)
	}
	b.missing(n.Span, s.Cells(), diag.Textf("“%s”还没有填写", "%s is not filled in", s.Label))
	return true
}

// row reads a row written as a sequence in column order.
func (b *binder) row(s *form.Slot, n *source.Node) {
	if b.unfilled(s, n) {
		return
	}
	items := n.Items
	if len(items) < len(s.Slots) {
		items = b.parted(s, items)
		if len(items) != len(s.Slots) && len(items) > len(n.Items) {
			b.unknown(s, n.Close()) // which value is missing shows once there are commas
			return
		}
	}
	items = rejoin(items, len(s.Slots))
	if len(items)+1 == len(s.Slots) && !n.Broken {
		if last := b.end(n); last != nil { // its last cell is blank, as any other may be
			items = append(slices.Clip(items), last)
		}
	}
	b.fullWidth = b.fullWidth[:0]
	defer b.joinFullWidth(s)
	for i, item := range items {
		if i >= len(s.Slots) {
			b.Report("unknown-key", item.Span, diag.Textf("“%s”只有 %d 列，这是多出的第 %d 个值", "%s has %d columns; this is value number %d", s.Label, len(s.Slots), i+1),
				diag.Textf("请删除多余的值", "delete the surplus value"))
			continue
		}
		b.cell(s.Slots[i].Cell, item)
	}
	if n.Broken {
		b.unknown(s, n.Close())
		return
	}
	if len(items) > len(s.Slots) {
		b.doubt(s)
	}
	if len(items) < len(s.Slots) {
		var cells []*form.Cell
		for _, c := range s.Slots[len(items):] {
			cells = append(cells, c.Cell)
		}
		b.doubt(s)
		b.lacking(n.Close(), cells, diag.Textf("“%s”应有 %d 个数，只填了 %d 个", "%s needs %d numbers, only %d are given", s.Label, len(s.Slots), len(items)))
	}
}

// doubt marks the figures of a row with one too many or too few, so that no rule
// on sums reports them.
func (b *binder) doubt(s *form.Slot) {
	if b.r.misaligned == nil {
		b.r.misaligned = map[*form.Cell]bool{}
	}
	for _, c := range s.Cells() {
		b.r.misaligned[c] = true
	}
}

// rejoin puts a number with thousands separators together again: in a row that is
// too long, "1,000" without a space reads as two values.
func rejoin(items []*source.Node, want int) []*source.Node {
	if len(items) <= want {
		return items
	}
	var out []*source.Node
	surplus := len(items) - want
	for _, n := range items {
		if last := len(out) - 1; surplus > 0 && last >= 0 && n.Kind == source.Scalar && len(n.Value) == 3 && digits(n.Value) && digits(out[last].Value) &&
			out[last].Span.EndLine == n.Span.Line && out[last].Span.EndColumn+1 == n.Span.Column {
			joined := *out[last]
			joined.Value += "," + n.Value
			joined.Span.EndColumn = n.Span.EndColumn
			out[last] = &joined
			surplus--
			continue
		}
		out = append(out, n)
	}
	return out
}

func blank(n *source.Node) bool {
	return n.IsNull() || n.Kind == source.Scalar && (n.Value == Placeholder || strings.TrimSpace(n.Value) == "")
}

// cell reads one value.
func (b *binder) cell(c *form.Cell, n *source.Node) {
	b.values.Set(c.Index, b.value(c, n))
}

func (b *binder) value(c *form.Cell, n *source.Node) Value {
	v := Value{State: Faulty, Text: n.Value, Span: n.Span}
	if n.Broken {
		return v // said where the file was read
	}
	if n.Kind != source.Scalar {
		b.Findings = append(b.Findings, diag.Finding{Rule: "bad-number", File: b.File, Span: n.Span, Cells: []string{c.Path},
			Message: diag.Textf("%s应填一个%s", "%s should be one %s", name(c), noun(c.Kind))})
		return v
	}
	if blank(n) && c.Optional && n.Value != Placeholder {
		return byDefault(c, n.Span)
	}
	if blank(n) {
		at := n.Span
		if at.EndColumn == at.Column {
			at.EndColumn++
		}
		v.Span = at
		b.gap(at, []*form.Cell{c}, []*source.Node{n}, false)
		b.missing(at, []*form.Cell{c}, diag.Textf("%s没有填写", "%s is not filled in", name(c)))
		return v
	}
	num, text, fault := b.r.read(c, n)
	if fault != nil {
		if None(n.Value) && !n.Quoted {
			b.gap(n.Span, []*form.Cell{c}, []*source.Node{n}, true)
		}
		f := b.r.wrong(c, n.Value, fault)
		f.Span, f.Fix = n.Span, b.rewrite(n, suggest(n, c.Kind))
		if fault.what == fullWidth {
			b.fullWidth = append(b.fullWidth, len(b.Findings))
		}
		b.Findings = append(b.Findings, *f)
		return v
	}
	v.State, v.Number, v.Text = Valid, num, text
	return v
}

func (b *binder) missing(at diag.Span, cells []*form.Cell, message diag.Text) {
	for _, c := range cells {
		b.lost(c, at)
	}
	b.Findings = append(b.Findings, diag.Finding{Rule: "missing-cell", File: b.File, Span: at, Cells: paths(cells), Message: message,
		Hint: hint(cells)})
}

func paths(cells []*form.Cell) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = c.Path
	}
	return out
}

func columns(cells []*form.Cell) diag.Text {
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = c.Column
	}
	return diag.Text{ZH: strings.Join(names, "”“"), EN: strings.Join(names, ", ")}
}

// name is a cell's short name in messages.
func name(c *form.Cell) diag.Text {
	if c.RowName == c.Column {
		return diag.Textf("“%s”", "%s", c.RowName)
	}
	return diag.Textf("“%s”%s", "%s %s", c.RowName, c.Column)
}
