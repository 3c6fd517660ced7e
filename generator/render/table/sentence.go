package table

import (
	"html/template"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/report"
)

// Sentence is a statement of the form with its cells filled in, "" where the report
// leaves it out.
func Sentence(s *form.Statement, values report.Values, remarks *Remarks) template.HTML {
	for _, c := range s.Cells {
		if values.At(c.Index).State == report.Absent {
			return ""
		}
	}
	var out []byte
	text := s.Text
	for {
		before, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		out = append(out, template.HTMLEscapeString(before)...)
		if !ok {
			return template.HTML(out)
		}
		c := cellNamed(s, name)
		if !closed || c == nil {
			out = append(out, '{')
			text = rest
			continue
		}
		out = append(append(append(out, `<span data-cell="`...), c.Path...), '"')
		out = append(remarks.append(out, c.Index, ""), '>')
		out = append(appendValue(out, values.At(c.Index), !c.Kind.Numeric()), `</span>`...)
		text = after
	}
}

// cellNamed finds the cell whose path ends in the name.
func cellNamed(s *form.Statement, name string) *form.Cell {
	for _, c := range s.Cells {
		if c.Path[strings.LastIndexByte(c.Path, '.')+1:] == name {
			return c
		}
	}
	return nil
}
