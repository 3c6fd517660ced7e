package amend

import (
	"strings"
	"unicode/utf16"

	"gongkai/generator/diag"
)

// Place is where a finding is in what a person edits: in a key, or in the text of a section.
type Place struct {
	Kind string `json:"kind"` // keys or texts
	Name string `json:"name"` // of the key, or the section's id
	// From and To bound what the finding is about in the text, as browsers count characters.
	From int `json:"from"`
	To   int `json:"to"`
}

// Place finds where a span of the file is; nil where no key and no text that can be changed has it.
func (s *File) Place(at diag.Span) *Place {
	if s.doc.Front != nil {
		for i, k := range s.doc.Front.Keys {
			if at.Line < k.Span.Line || at.Line > end(s.doc.Front, i) {
				continue
			}
			for _, name := range keyNames {
				if s.pair(name) == i {
					return &Place{Kind: "keys", Name: name}
				}
			}
			return nil
		}
	}
	pieces := s.pieces(s.Report)
	for i := len(pieces) - 1; i >= 0; i-- {
		p := &pieces[i]
		heading := min(p.index, 1) // the line before a section's text
		if at.Line < p.Line-heading || p.Line == 0 {
			continue
		}
		first := p.Line
		for line := range strings.Lines(string(p.raw)) {
			if strings.TrimSpace(line) != "" {
				break
			}
			first++
		}
		from := offset(p.Text, at.Line-first, at.Column)
		return &Place{"texts", p.ID, from, max(from, offset(p.Text, at.EndLine-first, at.EndColumn))}
	}
	return nil
}

// offset is how many UTF-16 units of a text are before a column, counted from 1, of a line, counted from 0.
func offset(text string, line, column int) int {
	if line < 0 {
		return 0
	}
	n := 0
	for l := range strings.Lines(text) {
		if line--; line < 0 {
			runes := []rune(strings.TrimRight(l, "\n"))
			return n + len(utf16.Encode(runes[:max(0, min(column-1, len(runes)))]))
		}
		n += len(utf16.Encode([]rune(l)))
	}
	return n
}
