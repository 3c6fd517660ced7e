package report

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/source"
)

// read reads what is in a cell as its kind has it. Words may be quoted, numbers may
// not.
func (r *Report) read(c *form.Cell, n *source.Node) (Number, string, *fault) {
	switch c.Kind {
	case form.Text:
		return Number{}, strings.TrimSpace(n.Value), nil
	case form.YesNo:
		return parseAnswer(n.Value, r.Form.Answers)
	}
	num, fault := parseNumber(n.Value, n.Quoted, c.Kind)
	if fault != nil && !n.Quoted {
		if other := converted(n.Value, c); other != nil {
			fault = other
		}
	}
	return num, n.Value, fault
}

// Judge says what is wrong with a text as the value of a cell, in the words of a finding
// of Bind and without a place; nil for a value.
func (r *Report) Judge(c *form.Cell, text string) *diag.Finding {
	if _, _, fault := r.read(c, &source.Node{Value: text}); fault != nil {
		return r.wrong(c, text, fault)
	}
	return nil
}

func (r *Report) wrong(c *form.Cell, text string, f *fault) *diag.Finding {
	return &diag.Finding{Rule: "bad-number", File: r.File, Cells: []string{c.Path}, Actual: text,
		Message: diag.Textf("%s填的是“%s”：%s", "%s is %q: %s", name(c), text, f.what), Hint: f.hint}
}

// parseAnswer reads one of the form's two words, or true or false; yes is 1. The text
// is the word that the form prints.
func parseAnswer(s string, words form.Answers) (Number, string, *fault) {
	switch strings.TrimSpace(s) {
	case words.Yes, "true":
		return Number{Int: 1}, words.Yes, nil
	case words.No, "false":
		return Number{}, words.No, nil
	}
	return Number{}, s, &fault{diag.Textf("不是“%s”或“%s”", "neither %s nor %s", words.Yes, words.No),
		diag.Textf("请写 %s 或 %s", "write %s or %s", words.Yes, words.No)}
}

// byDefault is the value of an optional cell that the report leaves out at a place.
func byDefault(c *form.Cell, at diag.Span) Value {
	if c.Default == "" {
		return Value{}
	}
	return Value{State: Valid, Text: c.Default, Span: at}
}

// leftOut gives an optional cell, where there is one, its default.
func (b *binder) leftOut(c *form.Cell, at diag.Span) {
	if c != nil {
		b.values.Set(c.Index, byDefault(c, at))
	}
}

// lacking reports the cells of a group that is not there, except for those that may be
// left out.
func (b *binder) lacking(at diag.Span, cells []*form.Cell, message diag.Text) {
	var needed []*form.Cell
	for _, c := range cells {
		if c.Optional {
			b.leftOut(c, at)
		} else {
			needed = append(needed, c)
		}
	}
	if len(needed) > 0 {
		b.missing(at, needed, message)
	}
}

// hint says what to write into cells that lack a value.
func hint(cells []*form.Cell) diag.Text {
	for _, c := range cells {
		if c.Kind.Numeric() {
			return diag.Textf("没有发生请填 0，不要留空", "write 0 where there was none, and leave nothing blank")
		}
	}
	return diag.Textf("请按表填写", "fill it in as in the table")
}

// noun is what a cell of a kind is filled in with.
func noun(k form.Kind) diag.Text {
	if k.Numeric() {
		return diag.Text{ZH: "数", EN: "number"}
	}
	return diag.Text{ZH: "词或一段文字", EN: "text"}
}
