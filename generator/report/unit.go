package report

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
)

// multiples are the characters that say how many times a figure counts.
const multiples = "十百千万亿"

// converted says that a figure is given in another unit than its cell's, where its digits
// alone would be another amount; nil where the unit is the cell's, or none is there.
func converted(text string, c *form.Cell) *fault {
	lead := leading(text, c.Kind)
	rest := strings.TrimSpace(text[len(lead):])
	if lead == "" || rest == "" || rest == c.Unit || rest+"元" == c.Unit {
		return nil
	}
	money := strings.Trim(rest, multiples+"元") == "" && strings.HasSuffix(c.Unit, "元")
	if !money && !strings.ContainsAny(rest[:len(first(rest))], multiples) {
		return nil
	}
	if c.Unit == "" || !c.Kind.Numeric() {
		return &fault{diag.Textf("数字后面带有“%s”", "%s after the number", rest), diag.Textf("请把数写全，只写阿拉伯数字", "write the number out, in digits only")}
	}
	return &fault{diag.Textf("数字后面带有“%s”，这一格的单位是“%s”", "%s after the number, in a cell whose unit is %s", rest, c.Unit),
		diag.Textf("请换算成%[1]s，只写数字", "convert it to %[1]s and write digits only", c.Unit)}
}

// first is the first character of a text.
func first(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}
