package ide

import (
	"gongkai/generator/diag"
	"gongkai/generator/source"
	"gongkai/generator/source/keys"
)

// Symbol is a part of a file, for its outline.
type Symbol struct {
	Name, Detail string
	Heading      bool // a section of the text, else a key
	Span, Label  diag.Span
	Symbols      []Symbol
}

// Symbols is the outline: the keys with the tables' rows, and the sections of the text.
func (d *Document) Symbols() []Symbol {
	if d.root == nil {
		return nil
	}
	out := d.outline(d.root, d.front, 4)
	for n := d.to; n <= len(d.lines); n++ {
		l := d.line(n)
		if len(l) < 4 || l[:3] != "## " {
			continue
		}
		at := diag.Span{Line: n, Column: 1, EndLine: n, EndColumn: characters(l) + 1}
		out = append(out, Symbol{Name: l[3:], Heading: true, Span: at, Label: at})
	}
	return out
}

func (d *Document) outline(k *keys.Key, m *source.Node, depth int) []Symbol {
	if depth == 0 || m.Kind != source.Mapping {
		return nil
	}
	var out []Symbol
	for i, kn := range m.Keys {
		c := k.Key(kn.Value)
		if c == nil || c.Type == keys.Figure && k.Type == keys.Figures || kn.Value == "" {
			continue
		}
		v := m.Items[i]
		s := Symbol{Name: kn.Value, Detail: c.Title.In(d.lang), Label: kn.Span, Span: kn.Span}
		if v.Span.EndLine > s.Span.EndLine || v.Span.EndLine == s.Span.EndLine && v.Span.EndColumn > s.Span.EndColumn {
			s.Span.EndLine, s.Span.EndColumn = v.Span.EndLine, v.Span.EndColumn
		}
		s.Symbols = d.outline(c, v, depth-1)
		out = append(out, s)
	}
	return out
}
