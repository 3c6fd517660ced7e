package report

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/source"
)

// Gap is one finding's cells in which nothing stands, or a mark for nothing, and the
// place where their figures would go. Whether they follow from others is for the rules
// to say.
type Gap struct {
	Cells []*form.Cell
	Span  diag.Span // of the finding
	None  bool      // a mark says that there was none: nothing but 0 may take its place

	fill func(values []string) []diag.Edit
}

// Edits write the figures, one for each of the gap's cells, where they belong.
func (g *Gap) Edits(values []string) []diag.Edit { return g.fill(values) }

// none reports whether a text is one of the marks by which people say that there was
// nothing.
func none(s string) bool {
	return s == "无" || s == "没有" || s != "" && strings.Trim(s, "-/—–－／") == ""
}

// gap notes that cells could be filled in at the places of the nodes.
func (b *binder) gap(at diag.Span, cells []*form.Cell, nodes []*source.Node, mark bool) {
	places := make([]place, len(nodes))
	for i, n := range nodes {
		p, ok := b.at(n.Span)
		if !ok || p.old != n.Value || p.old == "" && !p.open() {
			return // not where it seems to be
		}
		places[i] = p
	}
	g := &Gap{Cells: cells, Span: at, None: mark}
	if len(places) == len(cells) {
		g.fill = func(values []string) (out []diag.Edit) {
			for i, p := range places {
				out = append(out, p.write(values[i]))
			}
			return out
		}
	} else {
		g.fill = func(values []string) []diag.Edit { return []diag.Edit{places[0].row(values)} }
	}
	b.r.Gaps = append(b.r.Gaps, g)
}

// unwritten notes that the one cell that a row in braces lacks could be added to it, as
// its last.
func (b *binder) unwritten(at diag.Span, c *form.Cell, row *form.Slot, n *source.Node) {
	end := n.Close()
	end.EndColumn = end.Column
	p, ok := b.at(end)
	before := strings.TrimRight(p.before, " ")
	if !ok || len(n.Keys) == 0 || !strings.HasPrefix(p.after, "}") || strings.HasSuffix(before, ",") {
		return
	}
	key := ""
	for _, s := range row.Slots {
		if s.Cell == c {
			key = s.ID
			if first := row.Child(n.Keys[0].Value); s.Key != "" && first != nil && first.ID != n.Keys[0].Value {
				key = s.Key
			}
		}
	}
	end.Column = utf8.RuneCountInString(before) + 1
	end.EndColumn = end.Column
	b.r.Gaps = append(b.r.Gaps, &Gap{Cells: []*form.Cell{c}, Span: at, fill: func(values []string) []diag.Edit {
		return []diag.Edit{{Span: end, Text: ", " + key + ": " + values[0]}}
	}})
}

// end is the place behind the last comma of a row, as a node of nothing; nil where the
// row does not end in a comma.
func (b *binder) end(n *source.Node) *source.Node {
	at := n.Close()
	at.EndColumn = at.Column
	if p, ok := b.at(at); !ok || !strings.HasSuffix(strings.TrimRight(p.before, " "), ",") {
		return nil
	}
	return &source.Node{Span: at}
}

// meant is the number that is plainly meant by a text that is none: the same digits,
// typed full-width. Anything else, a separator or a unit, is for a person to judge.
func meant(n *source.Node, kind form.Kind) string {
	if n.Quoted || !kind.Numeric() {
		return ""
	}
	s := strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, n.Value)
	if _, fault := parseNumber(s, false, kind); fault != nil || !digits(s) {
		return ""
	}
	return s
}

// rewrite is the fix by which another text stands in a value's place.
func (b *binder) rewrite(n *source.Node, text string) *diag.Fix {
	p, ok := b.at(n.Span)
	if text == "" || !ok || p.old != n.Value {
		return nil
	}
	return &diag.Fix{Title: diag.Textf("把“%s”改为 %s", "change %s to %s", n.Value, text), Edits: []diag.Edit{p.write(text)}}
}

// place is a place in a line, with what stands around it.
type place struct {
	span               diag.Span
	before, old, after string
	near               []string // the closest lines above and below with values in brackets
	lined              bool     // the row's columns stand under those of a row near it
}

// at looks at a place in the file; ok is false where there is none.
func (b *binder) at(s diag.Span) (p place, ok bool) {
	line := []rune(b.doc.Line(s.Line))
	if s.Line != s.EndLine || s.EndColumn > len(line)+1 || s.Column > s.EndColumn {
		return p, false
	}
	p = place{span: s, before: string(line[:s.Column-1]), old: string(line[s.Column-1 : s.EndColumn-1]), after: string(line[s.EndColumn-1:])}
	for _, step := range []int{-1, 1} {
		for n := s.Line + step; n > 1; n += step {
			l := b.doc.Line(n)
			if strings.HasPrefix(strings.TrimLeft(l, " "), "#") {
				continue // a new report has a comment over each row
			}
			if len(marks(l)) > 0 {
				p.near = append(p.near, l)
			}
			break
		}
	}
	own := marks(string(line))
	for _, l := range p.near {
		p.lined = p.lined || slices.Equal(marks(l), own)
	}
	return p, true
}

// marks are the columns of the commas between a row's values and of its closing
// bracket; none where the line has no row.
func marks(line string) (out []int) {
	open := strings.IndexAny(line, "[{")
	for i := open + 1; open >= 0 && i < len(line); i++ {
		switch line[i] {
		case ',':
			out = append(out, diag.Width(line[:i]))
		case ']', '}':
			return append(out, diag.Width(line[:i]))
		}
	}
	return nil
}

// open reports whether the place is one that a value could stand in.
func (p place) open() bool {
	before, after := strings.TrimRight(p.before, " "), strings.TrimLeft(p.after, " ")
	return before != "" && strings.IndexByte(",:[{", before[len(before)-1]) >= 0 && (after == "" || strings.IndexByte(",]}#", after[0]) >= 0)
}

// write puts a text in the place. In a row that stands under another one the columns
// stay where they are: a shorter text is padded, a longer one takes the spaces before it.
func (p place) write(text string) diag.Edit {
	more := diag.Width(text) - diag.Width(p.old)
	spaces := len(p.before) - len(strings.TrimRight(p.before, " "))
	if spaces > 0 && strings.HasSuffix(strings.TrimRight(p.before, " "), "[") {
		spaces++ // none is needed behind the bracket
	}
	taken := 0
	switch {
	case p.lined && more < 0:
		text = strings.Repeat(" ", -more) + text
	case p.lined && more > 0 && spaces > 1:
		taken = min(more, spaces-1)
	case p.old != "":
	case strings.HasSuffix(p.before, ":"), strings.HasSuffix(p.before, ",") && strings.Contains(p.before+p.after, ", "):
		text = " " + text
	}
	s := p.span
	s.Column -= taken
	return diag.Edit{Span: s, Text: text}
}

// row puts a row of figures in the place, laid out like a row near it.
func (p place) row(values []string) diag.Edit {
	widths, column := make([]int, len(values)), 0
	for _, l := range p.near {
		open, end := strings.Index(l, "["), strings.Index(l, "]")
		if open < 0 || end < open {
			continue
		}
		if items := strings.Split(l[open+1:end], ","); len(items) == len(values) {
			column = diag.Width(l[:open])
			for i, item := range items {
				widths[i] = diag.Width(strings.TrimLeft(item, " ")) + len(item) - len(strings.TrimLeft(item, " "))
				if i > 0 {
					widths[i]-- // the space behind the comma
				}
			}
			break
		}
	}
	var b strings.Builder
	if p.old == "" && !strings.HasSuffix(p.before, " ") {
		b.WriteString(strings.Repeat(" ", max(1, column-diag.Width(p.before))))
	}
	b.WriteByte('[')
	for i, v := range values {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strings.Repeat(" ", max(0, widths[i]-diag.Width(v))) + v)
	}
	b.WriteByte(']')
	return diag.Edit{Span: p.span, Text: b.String()}
}
