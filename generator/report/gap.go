package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/source"
)

// Gap is one finding's cells in which there is nothing, or a mark for nothing, and the
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

// None reports whether a text is one of the marks by which people say that there was
// nothing.
func None(s string) bool {
	return s == "无" || s == "没有" || s != "" && strings.Trim(s, "-/—–－／") == ""
}

// gap notes that cells could be filled in at the places of the nodes.
func (b *binder) gap(at diag.Span, cells []*form.Cell, nodes []*source.Node, mark bool) {
	places := make([]Place, len(nodes))
	for i, n := range nodes {
		p, ok := At(b.doc, n.Span)
		if !ok || p.Old != n.Value || p.Old == "" && !p.Open() {
			return // not where it seems to be
		}
		places[i] = p
	}
	g := &Gap{Cells: cells, Span: at, None: mark}
	if len(places) == len(cells) {
		g.fill = func(values []string) (out []diag.Edit) {
			for i, p := range places {
				out = append(out, p.Write(values[i]))
			}
			return out
		}
	} else {
		g.fill = func(values []string) []diag.Edit { return []diag.Edit{places[0].Row(values)} }
	}
	b.r.EmptyCells = append(b.r.EmptyCells, g)
}

// unwritten notes that the one cell that a row in braces lacks could be added to it, as
// its last.
func (b *binder) unwritten(at diag.Span, c *form.Cell, row *form.Slot, n *source.Node) {
	end := n.Close()
	end.EndColumn = end.Column
	p, ok := At(b.doc, end)
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
	b.r.EmptyCells = append(b.r.EmptyCells, &Gap{Cells: []*form.Cell{c}, Span: at, fill: func(values []string) []diag.Edit {
		return []diag.Edit{{Span: end, Text: ", " + key + ": " + values[0]}}
	}})
}

// end is the place after the last comma of a row, as a node of nothing; nil where the
// row does not end in a comma.
func (b *binder) end(n *source.Node) *source.Node {
	at := n.Close()
	at.EndColumn = at.Column
	if p, ok := At(b.doc, at); !ok || !strings.HasSuffix(strings.TrimRight(p.before, " "), ",") {
		return nil
	}
	return &source.Node{Span: at}
}

// suggest is the number that is plainly meant by a text that is not a number: the same digits,
// typed full-width, or with a character of no width between them. Anything else, a separator or a unit, is
// for a person to judge, and so are digits that a mark of direction may have turned around.
func suggest(n *source.Node, kind form.Kind) string {
	if n.Quoted || !kind.Numeric() {
		return ""
	}
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case diag.Unseen(r) && !diag.Turning(r) && !diag.Nothing(r) && !unicode.IsControl(r):
			return -1
		}
		return r
	}, n.Value)
	if _, fault := parseNumber(s, false, kind); fault != nil || !digits(s) {
		return ""
	}
	return s
}

// rewrite is the fix by which another text is in a value's place.
func (b *binder) rewrite(n *source.Node, text string) *diag.Fix {
	p, ok := At(b.doc, n.Span)
	if text == "" || !ok || p.Old != n.Value {
		return nil
	}
	return &diag.Fix{Title: diag.Textf("把“%s”改为 %s", "change %s to %s", n.Value, text), Edits: []diag.Edit{p.Write(text)}}
}
