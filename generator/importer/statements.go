package importer

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/importer/match"
)

// statements reads the figures that the form prints in a sentence out of the text: all of a
// statement, one after another, each after its label and before its unit, or none of them.
func (r *Report) statements() {
	text := width.Fold.String(strings.ReplaceAll(r.Body, "**", ""))
	for _, s := range r.Form.Statements {
		found, rest := map[*form.Cell]match.Reading{}, text
		for _, c := range s.Cells {
			m := after(rest, c)
			if m == nil {
				break
			}
			found[c] = match.Reading{Text: rest[m[2]:m[3]], Original: rest[m[0]:m[1]], Note: diag.Text{}}
			rest = rest[m[1]:]
		}
		if len(found) < len(s.Cells) {
			continue
		}
		for c, x := range found {
			r.Cells.Readings[c] = x
		}
	}
}

// shortest is how many characters of a label's end are enough to know it by.
const shortest = 3

// after finds the figure after the longest ending of a cell's label that the text has.
func after(text string, c *form.Cell) []int {
	label := []rune(width.Fold.String(c.Column))
	for from := 0; from <= len(label)-shortest; from++ {
		ending := regexp.QuoteMeta(string(label[from:]))
		m := regexp.MustCompile(ending + `[^0-9。;,]{0,6}?([0-9]+(?:\.[0-9]+)?)\s*` + regexp.QuoteMeta(c.Unit)).FindStringSubmatchIndex(text)
		if m != nil && (c.Kind == form.Money || !strings.Contains(text[m[2]:m[3]], ".")) {
			return m
		}
	}
	return nil
}
