package amend

import (
	"slices"

	"gongkai/generator/report"
	"gongkai/generator/source"
)

// holds reports whether a changed file says what it should and nothing else.
func (s *File) holds(out []byte, want, text, key map[string]string) bool {
	doc := source.Parse(s.doc.File, out)
	if !doc.Readable || len(doc.Findings) > len(s.doc.Findings) {
		return false
	}
	r := s.bind(doc)
	if r == nil || len(r.Form.Cells) != len(s.Report.Form.Cells) {
		return false
	}
	for i, c := range s.Report.Form.Cells {
		now, before := r.Values.At(i), s.Report.Values.At(i)
		text, ok := want[c.Path]
		switch {
		case !ok && (now.State != before.State || now.Text != before.Text) && (now.State == report.Valid || before.State == report.Valid):
			return false
		case ok && (text == report.Placeholder || text == "" && !c.Optional):
			if now.State == report.Valid {
				return false
			}
		case ok && text == "":
			if now.State == report.Valid && now.Text != c.Default {
				return false
			}
		case ok && (now.State != report.Valid || now.Text != text && s.Report.Judge(c, now.Text) != nil):
			return false
		case ok && c.Kind.Numeric() && now.Text != text:
			return false
		}
	}
	for name, text := range key {
		if keyText(r, name) != text {
			return false
		}
	}
	return s.sameFront(doc, key) && s.sameTexts(r, text)
}

// sameFront reports whether everything in the front matter but the data and changed keys is the same.
func (s *File) sameFront(doc *source.Document, changed map[string]string) bool {
	rest := func(n *source.Node) (out []*source.Node) {
		for i, k := range n.Keys {
			if _, other := changed[keyID(k)]; !isData(k) && !other {
				out = append(out, k, n.Items[i])
			}
		}
		return out
	}
	return slices.EqualFunc(rest(s.doc.Front), rest(doc.Front), same)
}

// keyID is the id of a key that may have its Chinese name; "" for one that there is not.
func keyID(n *source.Node) string {
	if k := reportKeys.Key(n.Value); k != nil {
		return k.ID
	}
	return ""
}

func same(a, b *source.Node) bool {
	return a.Kind == b.Kind && a.Quoted == b.Quoted && a.Value == b.Value && a.Broken == b.Broken &&
		slices.EqualFunc(a.Keys, b.Keys, same) && slices.EqualFunc(a.Items, b.Items, same)
}
