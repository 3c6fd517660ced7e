package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/source"
)

// A row under a wrong name, or in a wrong place, is a key too many and a row too few,
// but one slip. Both are kept until all is read.

// stray is a key that the form has no place for where it is.
type stray struct {
	key *source.Node
	in  *form.Slot // nil at the top of the front matter
}

// absence is what a group lacks: a slot, or columns of a row.
type absence struct {
	in    *form.Slot // nil for the data as a whole
	slots []*form.Slot
	at    diag.Span
	row   *source.Node // that lacks columns
}

// reportUnknownKeys reports the strays and the absences, each pair of them once. d holds the keys at
// the top that nobody read.
func (b *binder) reportUnknownKeys(d *source.Fields) {
	for _, s := range b.strays {
		if child := b.nearest(s); child != nil {
			b.taken(s, child, diag.Textf("格式 %[2]s 里没有“%[1]s”", "the form %[2]s has no %[1]q here", s.key.Value, b.r.Form.ID),
				diag.Textf("是不是“%s”？", "did you mean %q?", b.like(s.key.Value, child)))
		} else if !b.elsewhere(s) {
			b.Report("unknown-key", s.key.Span, diag.Textf("格式 %[2]s 里没有“%[1]s”", "the form %[2]s has no %[1]q here", s.key.Value, b.r.Form.ID),
				diag.Suggest(s.key.Value, names(s.in)))
		}
	}
	for _, k := range d.Unread() {
		s := stray{key: k}
		if whole := b.nearest(s); whole != nil {
			d.Skip(k)
			b.taken(s, whole, diag.Textf("没有“%s”这个键", "unknown key %q", k.Value), diag.Textf("是不是“%s”？", "did you mean %q?", b.like(k.Value, whole)))
		} else if b.elsewhere(s) {
			d.Skip(k)
		}
	}
	for _, g := range b.absences {
		b.lacks(g)
	}
}

// nearest is the slot missing beside a stray that its key may be meant for, by its label
// or a name that is near; nil where there is none, or more than one.
func (b *binder) nearest(s stray) (found *form.Slot) {
	for _, g := range b.absences {
		if g.in != s.in {
			continue
		}
		for _, c := range g.slots {
			if labelled(s.key.Value, c) {
				return c
			}
		}
		for _, c := range g.slots {
			if _, ok := diag.Nearest(s.key.Value, b.keys(c)); !ok {
				continue
			}
			if found != nil {
				return nil
			}
			found = c
		}
	}
	return found
}

// labelled reports whether a key is what the form prints for a slot, the number aside.
func labelled(key string, s *form.Slot) bool {
	return s.Label != "" && bare(key) == bare(s.Label)
}

// keys are a slot's names in front matter.
func (b *binder) keys(s *form.Slot) []string {
	if s != b.r.Form.Data {
		return []string{s.ID, s.Key}
	}
	names := []string{"data"}
	for zh, id := range aliases {
		if id == "data" {
			names = append(names, zh)
		}
	}
	return names
}

// like is a slot's name in the language of a key.
func (b *binder) like(key string, s *form.Slot) string {
	if labelled(key, s) && s.Key != "" {
		return s.Key
	}
	name, _ := diag.Nearest(key, b.keys(s))
	return name
}

// elsewhere reports a stray whose name just one missing slot has, in another place.
func (b *binder) elsewhere(s stray) bool {
	var found *form.Slot
	var under string
	for _, g := range b.absences {
		for _, c := range g.slots {
			if c.ID != s.key.Value && c.Key != s.key.Value {
				continue
			}
			if found != nil || g.in == nil {
				return false
			}
			found, under = c, g.in.ID
			if c.Key == s.key.Value && g.in.Key != "" {
				under = g.in.Key
			}
			if g.in == b.r.Form.Data {
				under = "data"
			}
		}
	}
	if found == nil {
		return false
	}
	b.taken(s, found, diag.Textf("“%s”应写在“%s”下面", "%q belongs below %q", s.key.Value, under), diag.Textf("请检查缩进", "check the indentation"))
	return true
}

// taken reports a stray in place of the slot that is missing for it.
func (b *binder) taken(s stray, slot *form.Slot, message, hint diag.Text) {
	for i := range b.absences {
		g := &b.absences[i]
		g.slots = slices.DeleteFunc(slices.Clone(g.slots), func(c *form.Slot) bool { return c == slot })
	}
	b.unknown(slot, s.key.Span)
	b.Findings = append(b.Findings, diag.Finding{Rule: "unknown-key", File: b.File, Span: s.key.Span, Cells: paths(owed(slot)), Message: message, Hint: hint})
}

// owed are the cells below a slot except for those that may be left out.
func owed(slot *form.Slot) []*form.Cell {
	if slot.Cell != nil {
		return slot.Cells()
	}
	var cells []*form.Cell
	for _, s := range slot.Slots {
		if !s.Optional {
			cells = append(cells, owed(s)...)
		}
	}
	return cells
}

// lacks reports an absence.
func (b *binder) lacks(g absence) {
	switch {
	case len(g.slots) == 0:
	case g.in == nil:
		var cells []*form.Cell
		for _, s := range g.slots[0].Slots {
			if !s.Optional {
				cells = append(cells, s.Cells()...)
			}
		}
		b.lacking(g.at, cells, diag.Textf("没有填写数据（data）", "the data is missing"))
	case g.in.Row:
		var cells []*form.Cell
		for _, s := range g.slots {
			cells = append(cells, s.Cell)
		}
		if len(cells) == 1 {
			b.unwritten(g.at, cells[0], g.in, g.row)
		}
		b.missing(g.at, cells, diag.Textf("“%s”缺少“%s”", "%s lacks %s", g.in.Label, columns(cells)))
	default:
		s := g.slots[0]
		b.lacking(g.at, s.Cells(), diag.Textf("缺少“%s”（%s）", "%[2]s (%[1]s) is missing", s.Label, s.Path))
	}
}

// parted splits the values of a row that only blanks separate, if that makes
// the row whole or the row is nothing but such a value.
func (b *binder) parted(s *form.Slot, items []*source.Node) []*source.Node {
	var out []*source.Node
	var gapAt *diag.Span
	for _, n := range items {
		words := strings.Fields(n.Value)
		if n.Kind != source.Scalar || n.Quoted || len(words) < 2 || slices.ContainsFunc(words, func(w string) bool {
			return w != Placeholder && strings.Trim(w, "0123456789+-.０１２３４５６７８９") != ""
		}) {
			out = append(out, n)
			continue
		}
		at := 0
		for _, w := range words {
			at += strings.IndexFunc(n.Value[at:], func(c rune) bool { return !unicode.IsSpace(c) })
			part := *n
			part.Value = w
			part.Span.Column += utf8.RuneCountInString(n.Value[:at])
			part.Span.EndColumn = part.Span.Column + utf8.RuneCountInString(w)
			out = append(out, &part)
			if at += len(w); gapAt == nil {
				gapAt = &diag.Span{Line: part.Span.Line, Column: part.Span.EndColumn, EndLine: part.Span.Line, EndColumn: part.Span.EndColumn + 1}
			}
		}
	}
	if gapAt == nil || len(out) != len(s.Slots) && len(items) > 1 {
		return items
	}
	b.Report("syntax", *gapAt, diag.Textf("两个值之间只有空格，没有逗号", "nothing but a space between two values"), diag.Textf("请用半角逗号分隔", "separate values with a comma"))
	return out
}
